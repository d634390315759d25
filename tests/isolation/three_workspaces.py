"""Three workspaces with one bot: the same ids of people and channels, different contents."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet
from statement_guard import Guard
from world import PEOPLE, QUICK, World

from bot.application import Bot
from bot.listeners.installing import INSTALL_PATH, REDIRECT_PATH
from bot.settings import Environment
from rubric.loader import bundled
from sandbox import Person, Sandbox
from sandbox.place import Place
from storage.database import Database

START = datetime(2026, 1, 26, 8, 0, tzinfo=UTC)  # a Monday, 09:00 in Berlin


@dataclass(frozen=True)
class Contents:
    """What only this workspace holds. `word` is in every name and text that somebody typed."""

    word: str
    level: int
    at: str
    done_by: date
    target_by: date
    kept: str = "24 months"

    def marks(self) -> tuple[str, ...]:
        """Whoever reads one of these reads of this workspace. Lower case."""
        days = (f"{day:%d %b %Y}".lstrip("0") for day in (self.done_by, self.target_by))
        iso = (day.isoformat() for day in (self.done_by, self.target_by))
        return tuple(mark.lower() for mark in (self.word, self.at, *days, *iso))


CONTENTS = (
    Contents("Amsterdam", 1, "07:11", date(2026, 6, 11), date(2026, 7, 14), "6 months"),
    Contents("Bogota", 2, "08:22", date(2026, 8, 12), date(2026, 9, 15)),
    Contents("Cairo", 3, "09:33", date(2026, 10, 13), date(2026, 11, 16)),
)


class Three:
    """The stand-in with three workspaces, the bot in all of them, and their one clock."""

    def __init__(self, slack: Sandbox, database: Database, guard: Guard, transport: str) -> None:
        self.slack, self.database, self.transport = slack, database, transport
        self.now, self._guard = START, guard
        self.places = [There(self, place, has) for place, has in zip(_places(slack), CONTENTS)]  # noqa: B905
        self.bot: Bot | None = None

    def run_bot(self) -> None:
        """Start the bot, and install it in all three."""
        self.bot = Bot(
            self._environment(), self.database, bundled(), clock=lambda: self.now, policy=QUICK
        )
        self.bot.start()
        home = f"http://127.0.0.1:{self.bot.web.port}"
        self.slack.token_rotation = True
        self.slack.redirect_uris = [f"{home}{REDIRECT_PATH}"]
        self.slack.install_url = f"{home}{INSTALL_PATH}"
        self.slack.token_rotation = True
        if self.transport == "socket":
            self.slack.wait_for_socket()
        else:
            self.slack.deliver_to(f"{home}/slack/events")
        for there in self.places:
            assert there.place.install(by="dan").status == 200

    def _environment(self) -> Environment:
        socket = self.transport == "socket"
        return Environment(
            _env_file=None,
            slack_client_id=self.slack.client_id,
            slack_client_secret=self.slack.client_secret,
            slack_app_token=self.slack.app_token if socket else None,
            slack_signing_secret=self.slack.signing_secret,
            slack_api_url=self.slack.api_url,
            rung_encryption_keys=Fernet.generate_key().decode(),
            rung_tick_seconds=3600,
            port=0,
        )

    def watched(self) -> None:
        """Every statement so far named its workspace; told early, because `make keys` waits."""
        assert self._guard.wrong == []

    def travel(self, time: timedelta) -> None:
        """Move the clock, and tick."""
        self.now += time
        self.tick()

    def tick(self) -> None:
        """One tick of the worker, which looks at all of them."""
        assert self.bot is not None
        self.bot.worker.tick()


class There(World):
    """One of the workspaces, to act in as in a world of its own."""

    def __init__(self, three: Three, place: Place, has: Contents) -> None:
        self.three, self.place, self.has = three, place, has
        self.id, self.name = 0, f"ml-{has.word.lower()}"
        super().__init__(_At(three.slack, place), three.database, three.transport)  # type: ignore[arg-type]

    @property
    def now(self) -> datetime:  # type: ignore[override]
        return self.three.now

    @now.setter
    def now(self, _moment: datetime) -> None:
        """The clock belongs to all three."""

    def tick(self) -> None:
        self.three.tick()


class _At:
    """The stand-in, as somebody in one workspace knows it."""

    def __init__(self, slack: Sandbox, place: Place) -> None:
        self._slack = slack
        self.workspace, self.files, self.scopes = place.workspace, place.files, place.scopes
        self._place = place

    def person(self, name: str) -> Person:
        return self._place.person(name)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._slack, name)


def _places(slack: Sandbox) -> list[Place]:
    for has in CONTENTS[1:]:
        slack.add_workspace(has.word)
    for place, has in zip(slack.places, CONTENTS, strict=True):
        for name in PEOPLE:
            place.workspace.add_person(
                name, real_name=f"{name.title()} {has.word}", tz="Europe/Berlin",
                is_admin=name == "dan",
            )  # fmt: skip
        place.workspace.add_channel(f"ml-{has.word.lower()}", members=list(PEOPLE))
    return slack.places


@contextmanager
def three_workspaces(database: Database, guard: Guard, transport: str) -> Iterator[Three]:
    """Three workspaces, in each a channel of four people; the bot runs, and is in no channel."""
    made: Three | None = None

    def clock() -> datetime:
        return made.now if made else START

    with Sandbox(clock=clock, rate_scale=0.01) as slack:
        made = Three(slack, database, guard, transport)
        try:
            made.run_bot()
            yield made
        finally:
            if made.bot is not None:
                made.bot.stop()
        assert slack.errors == []
