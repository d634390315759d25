"""The connection to SQLite or PostgreSQL, and what each needs to be safe."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.orm import Session

from storage.single import OnlyProcess

# Enough for the listener threads and the worker together.
POOL_SIZE = 25
# A connection that was not used for so many seconds may have been cut off meanwhile.
RESTED = 1.0


class Database:
    """An engine and its transactions. Its errors tell no values: those are people's answers.

    `transaction()` yields a session that is committed when the block ends and rolled back when
    it raises. On SQLite every transaction begins IMMEDIATE: a deferred one that turns into a
    writer fails at once with "database is locked", whatever the busy timeout. There, threads take
    turns: SQLite lets one write at a time, and its own way of waiting is unfair.
    """

    def __init__(self, url: str) -> None:
        self.url = _with_driver(_read(url))
        self.engine = _engine(self.url)
        sqlite = self.url.get_backend_name() == "sqlite"
        self._turn = threading.Lock() if sqlite else nullcontext()
        self._only = OnlyProcess(self.url)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with self._turn, Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def claim(self) -> None:
        """Make sure that on SQLite this is the only process that serves. Raises InUse."""
        self._only.take()

    def release(self) -> None:
        """Let another process serve."""
        self._only.release()

    def close(self) -> None:
        self.engine.dispose()
        self.release()


def database_now(session: Session) -> datetime:
    """The database's own time (aware, UTC), for leases and back-offs that replicas share."""
    if session.get_bind().dialect.name == "sqlite":
        seconds = session.scalar(text("SELECT (julianday('now') - 2440587.5) * 86400.0"))
        return datetime.fromtimestamp(float(seconds or 0), UTC)
    moment: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment.astimezone(UTC)


def _read(url: str) -> URL:
    """The parts of an address. Raises ArgumentError, which repeats nothing of it."""
    try:
        return make_url(url)
    except ValueError:  # a port that is no number; it may be a piece of the password
        raise ArgumentError("no address of a database") from None


def _with_driver(url: URL) -> URL:
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    return url


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": 5}, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
        return engine
    engine = create_engine(url, pool_size=POOL_SIZE, max_overflow=5, hide_parameters=True)
    _look_after_rests(engine)
    return engine


def _look_after_rests(engine: Engine) -> None:
    """Ask a connection that has rested whether it lives; the pool replaces one that does not.

    One that was used a moment ago is not asked: that would be a round trip for each transaction.
    """
    dialect = engine.dialect

    def note(_connection: object, record: Any) -> None:
        record.info["used"] = time.monotonic()

    def look(connection: Any, record: Any, _proxy: object) -> None:
        if time.monotonic() - record.info.get("used", time.monotonic()) <= RESTED:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", look)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own implicit BEGIN is a deferred one; ours is issued in _begin_immediate.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
