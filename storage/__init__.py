"""What Rung remembers: tables, and functions that take a session and never commit."""
