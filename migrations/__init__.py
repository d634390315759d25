"""Alembic migrations: one head, on SQLite and PostgreSQL alike."""
