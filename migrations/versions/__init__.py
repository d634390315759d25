"""The migrations, numbered and named."""
