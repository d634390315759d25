"""Closing and scoring a round, per respondent, with 1,000 people against 10, and against reading.

The reference of `close` is the small round; `reading` holds the other comparison: merely fetching
the same rows, as plain as SQLAlchemy does it.
"""

import time
from collections.abc import Callable
from statistics import median

from sqlalchemy import text

from benchmarks import seed
from benchmarks.postgresql import postgresql
from benchmarks.report import report
from bot.clock import system_clock
from bot.services.checkins import CheckIns
from rubric.loader import bundled
from storage.database import Database

MANY, FEW = 1_000, 10
ROUNDS = 7
RUBRICS = bundled()
_READ = """
SELECT p.user_id, p.role, a.criterion, a.choice, a.answered_at
FROM participant p JOIN answer a ON a.participant_id = p.id WHERE p.check_in_id = :round
"""


def main() -> None:
    with postgresql() as server:
        large, small = server.database("large"), server.database("small")
        _fill(large, MANY)
        _fill(small, FEW)
        many, few, reading = [], [], []
        for number in range(1, ROUNDS + 2):
            reading.append(_seconds(lambda n=number: _read(large, n)) / MANY)  # type: ignore[misc]
            many.append(_seconds(lambda n=number: _close(large, n)) / MANY)  # type: ignore[misc]
            few.append(_seconds(lambda n=number: _close(small, n)) / FEW)  # type: ignore[misc]
    # The first of each warms up.
    micro = [[1e6 * seconds for seconds in each[1:]] for each in (many, few, reading)]
    read = median(micro[2])
    more = {"reading": round(read, 1), "ratio_to_reading": round(median(micro[0]) / read, 2)}
    unit = "microseconds per respondent"
    report("close", ours=micro[0], reference=micro[1], unit=unit, **more)


def _fill(database: Database, people: int) -> None:
    rubric, now = RUBRICS.get("mlops"), system_clock()
    seed.teams(database, rubric, ROUNDS + 1, now=now, due=now.replace(year=now.year + 1))
    seed.rounds(database, state="open", now=now)
    seed.people(database, people)
    seed.answers(database, rubric, now)
    seed.settle(database)


def _close(database: Database, number: int) -> None:
    checkins = CheckIns(database, RUBRICS, lambda: system_clock().replace(year=2100))
    assert checkins.close_due(1, number)


def _read(database: Database, number: int) -> None:
    with database.engine.connect() as connection:
        assert len(connection.execute(text(_READ), {"round": number}).all()) == MANY * 15


def _seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
