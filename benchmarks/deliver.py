"""Posts per second against the bare SDK in as many threads, and four replicas against one.

Slack, in a process of its own, answers a post after 150 ms. Every message goes to a channel of its
own, since Slack takes one per second and channel.
"""

import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TypeAlias

from sqlalchemy import text

from benchmarks import seed
from benchmarks.postgresql import address, postgresql
from benchmarks.processes import process, said, slack
from benchmarks.report import report
from bot.clock import system_clock
from rubric.loader import bundled
from storage.database import Database

DELAY_MS = 150
MESSAGES = 300
REPLICAS = 4
ROUNDS = 3

Replica: TypeAlias = "subprocess.Popen[str]"


def main() -> None:
    with ExitStack() as stack:
        database = stack.enter_context(postgresql()).database("deliver")
        api = stack.enter_context(slack(DELAY_MS))
        _fill(database)
        started = [
            stack.enter_context(process("-m", "benchmarks.replica", kind, address(database), api))
            for kind in ["bare", *["ours"] * REPLICAS]
        ]
        for each in started:
            assert said(each) == "ready"
        bare, *replicas = started
        _measure(database, bare, replicas)


def _measure(database: Database, bare: Replica, replicas: Sequence[Replica]) -> None:
    loop, one, four = [], [], []
    for _ in range(ROUNDS):
        loop.append(_rate([bare], MESSAGES))
        _wait_again(database, MESSAGES)
        one.append(_rate(replicas[:1], MESSAGES))
        _wait_again(database, REPLICAS * MESSAGES)
        four.append(_rate(replicas, REPLICAS * MESSAGES))
    report("deliver", ours=one, reference=loop, unit="posts per second")
    report("deliver_replicas", ours=four, reference=one, unit="posts per second")


def _rate(replicas: Sequence[Replica], messages: int) -> float:
    """Posts per second of all together, from the first beginning to the last end."""
    for replica in replicas:
        assert replica.stdin is not None
        replica.stdin.write(f"{messages}\n")
        replica.stdin.flush()
    moments = [float(moment) for replica in replicas for moment in said(replica).split()]
    return messages / (max(moments) - min(moments))


def _fill(database: Database) -> None:
    now = system_clock()
    due = now.replace(year=now.year + 1)
    count = REPLICAS * MESSAGES
    seed.teams(database, bundled().get("mlops"), count, now=now, due=due, workspaces=100)
    seed.rounds(database, state="open", now=now)
    seed.people(database, 5)
    seed.invitations(database, state="sent", now=now)
    seed.settle(database)


def _wait_again(database: Database, count: int) -> None:
    """So many messages wait, as if none had ever been posted."""
    with database.engine.begin() as connection:
        left = connection.scalar(text("SELECT count(*) FROM message WHERE state <> 'sent'"))
        assert not left, f"{left} messages were not posted"
        connection.execute(text("DELETE FROM pace"))
        connection.execute(
            text("UPDATE message SET state = 'pending', ts = '', attempts = 0 WHERE id <= :count"),
            {"count": count},
        )
    seed.settle(database)


if __name__ == "__main__":
    main()
