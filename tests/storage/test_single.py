"""SQLite is for one process."""

import subprocess
import sys
from pathlib import Path

import pytest

from storage.database import Database
from storage.single import InUse

HOLD = """
import sys, time
from storage.database import Database
database = Database(sys.argv[1])
database.claim()
print("held", flush=True)
time.sleep(60)
"""


def test_a_second_process_is_refused_until_the_first_is_gone_however_it_went(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'rung.db'}"
    first = subprocess.Popen([sys.executable, "-c", HOLD, url], stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    assert first.stdout.readline() == "held\n"
    second = Database(url)
    with pytest.raises(InUse, match=r"Another process already serves .*rung.db.*PostgreSQL"):
        second.claim()
    first.kill()
    first.wait()
    first.stdout.close()
    second.claim()
    second.close()


def test_a_database_that_was_let_go_can_be_served_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'rung.db'}"
    for _ in range(2):
        database = Database(url)
        database.claim()
        database.claim()
        database.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_postgresql_there_may_be_any_number(database_url: str) -> None:
    many = [Database(database_url) for _ in range(3)]
    for database in many:
        database.claim()
    for database in many:
        database.close()


def test_databases_in_memory_are_nobody_elses() -> None:
    for url in ("sqlite://", "sqlite:///:memory:"):
        Database(url).claim()
