"""Bringing a database to the newest schema, and knowing whether it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.database import Database

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def migrate(database: Database, revision: str = "head") -> None:
    """Upgrade the database to a revision, by default the newest."""
    with _rebuilding(database) as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def is_current(database: Database) -> bool:
    """Whether the database has exactly the schema that this code was written for."""
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_heads()
    return set(current) == set(ScriptDirectory.from_config(configuration()).get_heads())


@contextmanager
def _rebuilding(database: Database) -> Iterator[Connection]:
    """A transaction in which SQLite may build a table anew without what refers to it being deleted.

    Step 1 of https://www.sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes
    """
    sqlite = database.url.get_backend_name() == "sqlite"
    with database.engine.connect() as connection:
        if sqlite:
            _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            if sqlite:
                _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, state: str) -> None:
    """Outside of a transaction: within one SQLite would not listen."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={state}")
    cursor.close()


def configuration() -> Config:
    """Alembic's configuration; the caller puts a connection into its attributes."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
