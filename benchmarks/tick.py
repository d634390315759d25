"""A look at what is due: with 100,000 teams of which none is, against 1,000; and per due team.

The reference of `tick` is the small database. `due` holds the other comparison: opening 10,000
rounds that are due at once, per round, against 100. Who is in a channel costs nothing here.
"""

import time
from datetime import datetime, timedelta

from slack_sdk import WebClient

from benchmarks import seed
from benchmarks.postgresql import Server, postgresql
from benchmarks.processes import SIGNING_SECRET
from benchmarks.report import report
from benchmarks.slack import MEMBERS
from bot.application import Bot
from bot.clock import system_clock
from bot.delivery.reminding import Reminding
from bot.delivery.rounds import Rounds
from bot.gateway.directory import Directory
from bot.services.channels import Channels
from bot.services.checkins import CheckIns
from bot.services.due import DueRounds
from bot.services.reminders import Reminders
from bot.settings import Environment
from rubric.loader import bundled
from storage.database import Database

MANY, FEW = 100_000, 1_000
TICKS = 30
MANY_DUE, FEW_DUE = 10_000, 100
REPEATED = 5
THREADS = 8
RUBRICS = bundled()


class Everybody(Directory):
    """Knows who is in a channel without asking Slack."""

    def people_to_ask(self, workspace_id: int, channel: str) -> tuple[str, ...]:  # noqa: ARG002
        return tuple(MEMBERS[:5])


def main() -> None:
    with postgresql() as server:
        many, few = _ticking(server, "many", MANY), _ticking(server, "few", FEW)
        ours, reference = [], []
        for _ in range(TICKS):
            ours.append(_milliseconds(many))
            reference.append(_milliseconds(few))
        report("tick", ours=ours, reference=reference, unit="milliseconds per tick")
        per_few = [_per_round(server, f"due_{n}", FEW_DUE) for n in range(REPEATED)]
        per_many = [_per_round(server, "due", MANY_DUE)]
        report("tick_due", ours=per_many, reference=per_few, unit="milliseconds per due team")


def _ticking(server: Server, name: str, teams: int) -> Bot:
    """A bot whose teams all had a check-in, and have the next one in a year."""
    now = system_clock()
    database = _filled(server, name, teams, now + timedelta(days=365))
    seed.rounds(database, state="closed", now=now)
    seed.invitations(database, state="sent", now=now)
    seed.settle(database)
    tokens = {"slack_bot_token": "xoxb-benchmark", "slack_signing_secret": SIGNING_SECRET}
    environment = Environment.model_validate(tokens)
    bot = Bot(environment, database, RUBRICS)
    bot.worker.tick()  # to warm up
    return bot


def _filled(server: Server, name: str, teams: int, due: datetime) -> Database:
    database = server.database(name)
    rubric, now = RUBRICS.get("mlops"), system_clock()
    seed.teams(database, rubric, teams, now=now, due=due, workspaces=max(teams // 10, 1))
    return database


def _milliseconds(bot: Bot) -> float:
    begun = time.perf_counter()
    bot.worker.tick()
    return 1000 * (time.perf_counter() - begun)


def _per_round(server: Server, name: str, count: int) -> float:
    database = _filled(server, name, count, system_clock() - timedelta(hours=4))
    seed.settle(database)
    directory = Everybody(_no_client)
    channels = Channels(database, system_clock, lambda _workspace_id, admins: admins)
    rounds = Rounds(
        DueRounds(database, system_clock),
        CheckIns(database, RUBRICS, system_clock),
        channels,
        directory,
        Reminding(Reminders(database, system_clock), channels, directory),
        threads=THREADS,
    )
    begun, opened = time.perf_counter(), 0
    while opened < count:
        opened += rounds.look()
    return 1000 * (time.perf_counter() - begun) / count


def _no_client(workspace_id: int) -> WebClient:
    raise AssertionError(f"nobody asks Slack about workspace {workspace_id}")


if __name__ == "__main__":
    main()
