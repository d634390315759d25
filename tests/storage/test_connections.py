import pytest
from sqlalchemy import text

from storage import database as databases
from storage.database import Database


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_connection_that_was_cut_off_while_it_rested_is_replaced(database_url, monkeypatch):
    monkeypatch.setattr(databases, "RESTED", -1.0)
    database, other = Database(database_url), Database(database_url)
    with database.transaction() as session:
        first = session.scalar(text("SELECT pg_backend_pid()"))
    with other.transaction() as session:
        session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": first})
    with database.transaction() as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) != first
    database.close()
    other.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_connection_that_was_just_used_is_used_again_without_asking(database_url):
    database = Database(database_url)
    pids = set()
    for _ in range(3):
        with database.transaction() as session:
            pids.add(session.scalar(text("SELECT pg_backend_pid()")))
    assert len(pids) == 1
    database.close()
