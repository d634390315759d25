"""A small world to test in: a stand-in for Slack, a real database, the whole bot, and a clock."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest

from bot.application import Bot
from bot.delivery.outbox import Policy
from bot.domain.answer_form import comment_block
from bot.settings import Environment
from rubric.loader import bundled
from rubric.model import Rubric
from sandbox import Message, Person, Sandbox
from storage.database import Database

T = TypeVar("T")

# Where storage or transport make no difference, one of each is enough; or one of both.
BOTH = pytest.mark.parametrize(
    ("database_url", "transport"),
    [("sqlite", "socket"), ("postgresql", "http")],
    indirect=["database_url"],
)
ONCE = pytest.mark.parametrize(
    ("database_url", "transport"), [("sqlite", "socket")], indirect=["database_url"]
)
CHANNEL = "ml-platform"
TRANSPORTS = ("socket", "http")
START = datetime(2026, 1, 28, 8, 0, tzinfo=UTC)
# The real times, shortened: what is tested is the order of things, not the waiting.
QUICK = Policy(timeout=5, margin=0.1, lease=20, channel_interval=0.02, linger=0.3)
PEOPLE = ("ana", "bo", "cleo", "dan")


class World:
    """The stand-in (`slack`), the bot against it, and a clock that moves only when told to."""

    def __init__(self, slack: Sandbox, database: Database, transport: str) -> None:
        self.slack, self.database, self.transport = slack, database, transport
        self.now = START
        self.rubric: Rubric = bundled().get("mlops")
        self.bot: Bot | None = None

    def clock(self) -> datetime:
        return self.now

    def run_bot(self) -> Bot:
        """Start the bot; its worker ticks only when woken or told to."""
        socket = self.transport == "socket"
        environment = Environment(
            _env_file=None,
            slack_bot_token=self.slack.bot_token,
            slack_app_token=self.slack.app_token if socket else None,
            slack_signing_secret=None if socket else self.slack.signing_secret,
            slack_api_url=self.slack.api_url,
            rung_tick_seconds=3600,
            port=0,
        )
        self.bot = Bot(environment, self.database, bundled(), clock=self.clock, policy=QUICK)
        self.bot.start()
        if socket:
            self.slack.wait_for_socket()
        else:
            self.slack.deliver_to(f"http://127.0.0.1:{self.bot.web.port}/slack/events")
        return self.bot

    def tick(self) -> None:
        """One tick of the worker, here and now."""
        assert self.bot is not None
        self.bot.worker.tick()

    def travel(self, to: datetime | timedelta) -> None:
        """Move the clock, and tick."""
        self.now = to if isinstance(to, datetime) else self.now + to
        self.tick()

    def person(self, name: str) -> Person:
        return self.slack.person(name)

    def channel(self, name: str = CHANNEL) -> list[Message]:
        return list(self.slack.workspace.messages(name))

    def texts(self, name: str = CHANNEL) -> str:
        """Everything that the channel shows, as one text."""
        return "\n".join(str(m.text) for m in self.channel(name))

    def invite(self, channel: str = CHANNEL, by: str = "ana") -> Message:
        """Invite the bot; its hello."""
        self.slack.workspace.invite_bot(channel, by=by)
        return self.wait_for("Hello", channel)

    def set_up(self, by: str = "ana", channel: str = CHANNEL, **fields: Any) -> None:
        """Fill in the settings modal as a person does, and submit it."""
        person = self.person(by)
        person.command("/maturity setup", channel=channel)
        self.slack.wait_until(lambda: person.view())
        if fields:
            person.fill(fields)
        reply = person.submit()
        assert not reply.errors, reply.errors
        person.close_view()

    def wait_for(self, words: str, channel: str = CHANNEL) -> Message:
        """The newest message of the channel with these words, once it is there."""

        def found() -> Message | None:
            said = [m for m in self.channel(channel) if words in str(m.text)]
            return said[-1] if said else None

        message = self.until(found)
        assert message is not None
        return message

    def until(self, predicate: Callable[[], T]) -> T:
        """The predicate's first truthy value. Raises TimeoutError.

        Ticks in between, as the real worker does: what Slack was too busy for comes later.
        """
        for patience in (2, 2, 2):
            with suppress(TimeoutError):
                return self.slack.wait_until(predicate, patience)
            self.tick()
        return self.slack.wait_until(predicate, 10)

    def invitation(self, channel: str = CHANNEL) -> Message:
        """The newest invitation with an *Answer* button."""
        return self.wait_for("Open until", channel)

    def answer(
        self, name: str, choices: Mapping[str, str] | int, channel: str = CHANNEL,
        pages: int = 4, role: str = "Data scientist", comment: str = "",
    ) -> None:  # fmt: skip
        """Answer as a person: a choice per criterion path, or for all criteria the choice that is
        highest among those whose ceiling a team on this level would still meet (0: the lowest).
        `comment` goes onto the first page."""
        person = self.person(name)
        person.click(self.invitation(channel), action_id="answer")
        self.slack.wait_until(lambda: person.view())
        for index in range(pages):
            dimension = self.rubric.dimensions[index]
            filled = {path: self._name(path, choices) for path in dimension.paths()}
            person.fill(({"role": role} if index == 0 else {}) | filled)
            if comment and index == 0:
                person.fill({comment_block(dimension.id): comment})
            reply = person.submit()
            assert not reply.errors, reply.errors
        person.close_view()

    def on_level(self, level: int, **changed: str) -> dict[str, str]:
        """The answers of somebody whose team just stands on a level: criterion path → choice id.

        `changed` gives other choices, by criterion id with underscores.
        """
        criteria = ((path, self.rubric.criterion(path)) for path in self.rubric.paths())
        return {
            path: changed.get(criterion.id.replace("-", "_"))
            or next(c.id for c in criterion.choices if c.ceiling >= level)
            for path, criterion in criteria
        }

    def ask(self, name: str, words: str = "", channel: str = CHANNEL) -> Message:
        """What `/maturity …` answers to a person."""
        line = f"/maturity {words}".rstrip()
        return self.person(name).command(line, channel=channel).message()

    def thread(self, ts: str, channel: str = CHANNEL) -> list[Message]:
        """A message and the replies to it."""
        return list(self.slack.workspace.thread(channel, ts))

    def message_at(self, ts: str, channel: str = CHANNEL) -> Message:
        """A message as it stands now."""
        return next(m for m in self.channel(channel) if m.ts == ts)

    def _name(self, path: str, choices: Mapping[str, str] | int) -> str:
        criterion = self.rubric.criterion(path)
        if isinstance(choices, int):
            fitting = [c for c in criterion.choices if c.ceiling <= max(choices, 0)]
            return str((fitting or criterion.choices[:1])[-1].name)
        return str(criterion.choice(choices.get(path, criterion.choices[0].id)).name)


@contextmanager
def world(database: Database, transport: str) -> Iterator[World]:
    """A world with a channel of four people; the bot is not in it yet."""
    made: World | None = None

    def clock() -> datetime:
        return made.now if made else START

    with Sandbox(clock=clock, rate_scale=0.01) as slack:
        made = World(slack, database, transport)
        for name in PEOPLE:
            slack.workspace.add_person(
                name, real_name=f"{name.title()} Example", tz="Europe/Berlin",
                is_admin=name == "dan",
            )  # fmt: skip
        slack.workspace.add_channel(CHANNEL, members=list(PEOPLE))
        try:
            yield made
        finally:
            if made.bot is not None:
                made.bot.stop()
        assert slack.errors == []
