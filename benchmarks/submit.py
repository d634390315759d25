"""Saved pages per second, 50 people at once, against a bare app that only acknowledges.

Both run behind the same web server in processes of their own and get the same requests. The bot
commits each page to PostgreSQL before it acknowledges, and answers with the next page.
"""

import time
from collections.abc import Sequence
from contextlib import ExitStack

from sqlalchemy import text

from benchmarks import load, seed
from benchmarks.postgresql import address, postgresql
from benchmarks.processes import free_port, process, settings, slack, wait_until_ready
from benchmarks.report import percentiles, report
from benchmarks.slack import MEMBERS
from bot.clock import system_clock
from rubric.loader import bundled
from storage.database import Database

RUBRIC = bundled().get("mlops")
TEAMS = 400
ROUNDS = 5
# Messages that wait when the burst begins; with 8 threads they take some seconds to post.
BURST = TEAMS
DELAY_MS = 150


def main() -> None:
    with ExitStack() as stack:
        database = stack.enter_context(postgresql()).database("submit")
        api = stack.enter_context(slack(DELAY_MS))
        _fill(database)
        ours, bare = free_port(), free_port()
        stack.enter_context(process("app.py", **settings(address(database), api, ours)))
        stack.enter_context(process("-m", "benchmarks.bare", str(bare), api))
        for port in (ours, bare):
            wait_until_ready(port)
        _measure(database, ours, bare)


def _measure(database: Database, ours: int, bare: int) -> None:
    saved, only_acknowledged = [], []
    load.send(ours, requests(0)), load.send(bare, requests(0))  # to warm up
    for turn in range(1, ROUNDS + 1):
        saved.append(load.send(ours, requests(turn)))
        only_acknowledged.append(load.send(bare, requests(turn)))
    _begin_burst(database)
    burst = [load.send(ours, requests(turn)) for turn in range(4)]
    report(
        "submit",
        ours=[m.per_second for m in saved],
        reference=[m.per_second for m in only_acknowledged],
        unit="submissions per second",
        **percentiles([s for m in saved for s in m.seconds]),
        **percentiles([s for m in only_acknowledged for s in m.seconds], "reference_"),
        **percentiles([s for m in burst for s in m.seconds], "burst_"),
        burst_posts=_posted(database),
    )


def requests(turn: int) -> Sequence[Sequence[bytes]]:
    """Everybody of one team goes through the pages twice, over a connection of their own."""
    pages = [index for _ in range(2) for index in range(len(RUBRIC.dimensions))]
    return [[load.submission(RUBRIC, 1, user, index, turn) for index in pages] for user in MEMBERS]


def _fill(database: Database) -> None:
    now = system_clock()
    seed.teams(database, RUBRIC, TEAMS, now=now, due=now.replace(year=now.year + 1))
    seed.rounds(database, state="open", now=now)
    seed.people(database, len(MEMBERS))
    seed.settle(database)


def _begin_burst(database: Database) -> None:
    """Messages wait, and the next tick has begun to post them."""
    seed.invitations(database, state="pending", now=system_clock())
    ends = time.monotonic() + 60
    while not _posted(database):
        assert time.monotonic() < ends, "nothing is posted"
        time.sleep(0.1)


def _posted(database: Database) -> int:
    with database.engine.connect() as connection:
        count = connection.scalar(text("SELECT count(*) FROM message WHERE state = 'sent'"))
        return int(count or 0)


if __name__ == "__main__":
    main()
