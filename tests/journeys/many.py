"""A world with many workspaces: the bot has a client id, and is installed in each by a person."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from world import CHANNEL, PEOPLE, QUICK, START, World

from bot.application import Bot
from bot.settings import Environment
from bot.vault import new_key
from rubric.loader import bundled
from sandbox import Organisation, Place, Sandbox
from sandbox.person import Person
from sandbox.workspace import Workspace
from storage.database import Database

T = TypeVar("T")
KEY = new_key()


class Corner:
    """One workspace of the stand-in, in the shape in which a World holds the whole of it."""

    def __init__(self, slack: Sandbox, place: Place) -> None:
        self.slack, self.place = slack, place

    @property
    def workspace(self) -> Workspace:
        return self.place.workspace

    def person(self, name: str) -> Person:
        return self.place.person(name)

    def wait_until(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:
        return self.slack.wait_until(predicate, timeout)


class Company(World):
    """What a World does, in one of many workspaces; the bot and the clock are everybody's."""

    def __init__(self, all_of_them: "ManyWorkspaces", place: Place) -> None:
        self._all = all_of_them
        super().__init__(Corner(all_of_them.slack, place), all_of_them.database, "http")  # type: ignore[arg-type]
        self.place = place

    @property
    def now(self) -> datetime:  # type: ignore[override]
        return self._all.now

    @now.setter
    def now(self, moment: datetime) -> None:
        self._all.now = moment

    @property
    def bot(self) -> Bot | None:  # type: ignore[override]
        return self._all.bot

    @bot.setter
    def bot(self, bot: Bot | None) -> None:
        """There is one for all."""

    def direct(self, name: str) -> str:
        """Everything that the bot told somebody in direct messages, as one text."""
        return "\n".join(str(m.text) for m in self.place.person(name).direct_messages())


class ManyWorkspaces(World):
    """The stand-in with its first workspace, into which nobody has installed the app by OAuth."""

    keys = KEY
    public: str | None = None  # where browsers reach it, if the bot is told

    def run_bot(self) -> Bot:
        """Start the bot; Slack knows where its pages are."""
        environment = Environment(
            _env_file=None,
            slack_client_id=self.slack.client_id,
            slack_client_secret=self.slack.client_secret,
            slack_signing_secret=self.slack.signing_secret,
            rung_encryption_keys=self.keys,
            rung_public_url=self.public,
            slack_api_url=self.slack.api_url,
            rung_tick_seconds=3600,
            port=0,
        )
        self.bot = Bot(environment, self.database, bundled(), clock=self.clock, policy=QUICK)
        self.bot.start()
        self.slack.deliver_to(f"{self.base}/slack/events")
        self.slack.redirect_uris = [f"{self.base}/slack/oauth_redirect"]
        self.slack.install_url = f"{self.base}/slack/install"
        return self.bot

    @property
    def base(self) -> str:
        """Where the bot listens."""
        assert self.bot is not None
        return f"http://127.0.0.1:{self.bot.web.port}"

    def company(self, name: str, enterprise: Organisation | None = None) -> Company:
        """Another workspace, with the same people and a channel, not installed yet."""
        place = self.slack.add_workspace(name, enterprise=enterprise)
        populate(place.workspace)
        return Company(self, place)


def populate(workspace: Workspace) -> None:
    """The people and the channel that every workspace has; `dan` is its admin."""
    for name in PEOPLE:
        workspace.add_person(
            name, real_name=f"{name.title()} Example", tz="Europe/Berlin", is_admin=name == "dan"
        )
    workspace.add_channel(CHANNEL, members=list(PEOPLE))


@contextmanager
def many(database: Database) -> Iterator[ManyWorkspaces]:
    """Many workspaces, and the bot running for all of them."""
    made: ManyWorkspaces | None = None

    def clock() -> datetime:
        return made.now if made else START

    with Sandbox(clock=clock, rate_scale=0.01) as slack:
        made = ManyWorkspaces(slack, database, "http")
        made.run_bot()
        try:
            yield made
        finally:
            if made.bot is not None:
                made.bot.stop()
        assert slack.errors == []
