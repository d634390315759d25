"""What looks at Rung's supplies from outside: neither the bot nor its tests need it."""
