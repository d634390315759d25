"""The bot of a demo, on a database of its own: the one module of the stand-in that knows the
product.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Select, and_, or_, select

from bot.application import Bot
from bot.delivery.outbox import Policy
from bot.logs import configure_logging
from bot.settings import Environment
from bot.views.help import GROUPS
from rubric.loader import bundled
from sandbox.demo.happenings import CLOSES, OPENS, REMINDS, Happening
from sandbox.sandbox import Sandbox
from storage import checkins, messages
from storage.database import Database
from storage.models import CheckIn, Message, Schedule, Team
from storage.schema import migrate

QUICK = Policy(channel_interval=0.01, linger=1.0)
# The demo has the worker tick whenever it has moved the clock.
SELDOM = 3600.0
# Slack's SDK sends even local requests to these; no proxy leads to this machine.
PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")
WORDS = tuple(line for group in GROUPS.values() for line in group)


@dataclass(frozen=True)
class HostedBot:
    """The bot, connected, and what the demo looks up in its database."""

    bot: Bot
    database: Database

    def tick(self) -> None:
        """Have the bot do everything that is due, and come back when it is done."""
        self.bot.worker.tick()

    def settled(self) -> bool:
        """Whether nothing waits to be posted or edited."""
        posting = Message.state.in_((messages.PENDING, messages.SENDING, messages.UNKNOWN))
        editing = and_(Message.state == messages.SENT, Message.shown < Message.wanted)
        with self.database.transaction() as session:
            return session.scalar(select(Message.id).where(or_(posting, editing)).limit(1)) is None

    def happenings(self) -> list[Happening]:
        """What the calendar holds, soonest first: the next check-in of each team, and the closes of
        those that are open.
        """
        opens = (
            select(Schedule.next_due_at, Team.channel_id)
            .join(Team, Team.id == Schedule.team_id)
            .where(Schedule.next_due_at.is_not(None))
        )
        closes = (
            select(CheckIn.closing_at, Team.channel_id)
            .join(Team, Team.id == CheckIn.team_id)
            .where(CheckIn.state == checkins.OPEN)
        )
        found = [*self._read(OPENS, opens), *self._read(CLOSES, closes)]
        return sorted(found, key=lambda happening: happening.at)

    def moments(self) -> list[Happening]:
        """The same, and when somebody may be reminded of an open one."""
        reminds = (
            select(CheckIn.remind_at, Team.channel_id)
            .join(Team, Team.id == CheckIn.team_id)
            .where(CheckIn.state == checkins.OPEN)
        )
        found = [*self.happenings(), *self._read(REMINDS, reminds)]
        return sorted(found, key=lambda happening: happening.at)

    def _read(self, kind: str, statement: Select[datetime | None, str]) -> Iterator[Happening]:
        with self.database.transaction() as session:
            for at, channel in session.execute(statement):
                if at is not None:
                    yield Happening(at, kind, channel)


@contextmanager
def hosted(
    slack: Sandbox,
    clock: Callable[[], datetime],
    every: float = SELDOM,
    rubrics: Path | None = None,
) -> Iterator[HostedBot]:
    """The bot, connected, while the context lasts; its database is gone afterwards.

    `every` so many seconds the bot looks for due work by itself. `rubrics` is a folder with more
    rubric files.
    """
    configure_logging("ERROR")
    with tempfile.TemporaryDirectory(prefix="rung-demo-") as folder:
        environment = _environment(slack, Path(folder), every, rubrics)
        database = Database(environment.database_url)
        migrate(database)
        bot = Bot(environment, database, bundled(rubrics), clock=clock, policy=QUICK)
        try:
            bot.start()
            slack.wait_for_socket()
            yield HostedBot(bot, database)
        except (KeyboardInterrupt, BrokenPipeError):
            logging.disable()  # requests under way are cut off now, which is no news
            raise
        finally:
            bot.stop()
            database.close()


@contextmanager
def without_proxies() -> Iterator[None]:
    """No proxy of the environment is used while the context lasts."""
    kept = {name: os.environ.pop(name) for name in PROXIES if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


def _environment(slack: Sandbox, folder: Path, every: float, rubrics: Path | None) -> Environment:
    """The bot's settings: all of them, so that nothing of the real environment is used."""
    return Environment(
        _env_file=None,
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_signing_secret=slack.signing_secret,
        slack_api_url=slack.api_url,
        database_url=f"sqlite:///{folder / 'rung.db'}",
        rung_rubrics=rubrics,
        rung_tick_seconds=every,
        host="127.0.0.1",
        port=0,
        log_level="ERROR",
    )
