"""The workspace that a visitor walks into: people, channels, teams, and the year behind them.

The year is played through the bot, answer by answer; no row is written by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.demo.answering import answer, set_up, wait
from sandbox.demo.clock import Clock
from sandbox.demo.deeds import PLATFORM as DEEDS
from sandbox.demo.deeds import Deed
from sandbox.demo.happenings import CLOSES, OPENS, Happening
from sandbox.demo.story import Month
from sandbox.demo.year import FRAUD, PLATFORM
from sandbox.messages import Message
from sandbox.sandbox import Sandbox

VISITOR, PLACE = "ana", "ml-platform"
NEW, DUE, ALL = "pricing", "search-ranking", "general"
SECRET, OLD = "fraud-detection", "recsys-2024"
PEOPLE: Mapping[str, tuple[str, str, str]] = {
    "ana": ("Ana Costa", "data-scientist", "Europe/Berlin"),
    "bo": ("Bo Larsen", "data-engineer", "America/New_York"),
    "cleo": ("Cleo Martin", "software-engineer", "Europe/Lisbon"),
    "dan": ("Dan Iyer", "data-scientist", "Asia/Kolkata"),
    "eli": ("Eli Souza", "software-engineer", "America/Sao_Paulo"),
    "fay": ("Fay Mori", "data-engineer", "Asia/Tokyo"),
    "hana": ("Hana Novak", "data-scientist", "Europe/London"),
    "ivo": ("Ivo Petrov", "data-engineer", "Europe/Sofia"),
    "jun": ("Jun Tan", "software-engineer", "Asia/Singapore"),
    "kim": ("Kim Roy", "data-scientist", "America/Toronto"),
    "lena": ("Lena Virtanen", "other", "Europe/Helsinki"),
}
ADMIN, GUEST = "dan", "gil"
MEMBERS: Mapping[str, tuple[str, ...]] = {
    ALL: (*PEOPLE, GUEST),
    PLACE: ("ana", "bo", "cleo", "dan", "eli", "fay", GUEST),
    DUE: ("hana", "ivo", "jun", "ana"),
    NEW: ("ana", "eli", "jun", "lena"),
    SECRET: ("kim", "lena", "ana"),
    OLD: ("dan", "bo", "ana"),
}
TOLD = (
    (PLACE, "cleo", "Rolled back in four minutes today. A year ago that was an evening."),
    (ALL, "hana", "We try Rung in #search-ranking now. Each team for itself, no league table."),
    (NEW, "lena", "Shall we ask how this team really works? Rung is here already."),
)
TEN = time(10)
SOME_TIME, SHORTLY = timedelta(hours=2), timedelta(minutes=5)
NO_DEEDS: Mapping[int, Sequence[Deed]] = {}
# How many answer at the same time: the year is played while somebody waits for it.
AT_ONCE = 3
LONGEST_ROUND = timedelta(days=5)
# What a team of old ticks in its settings.
TICKED = (
    "On a weekend, move to the next working day",
    "Show our levels in the workspace's overview",
)


@dataclass(frozen=True)
class Bot:
    """What the town needs of its bot: `tick` does what is due now, `happenings` is its calendar."""

    tick: Callable[[], None]
    happenings: Callable[[], list[Happening]]


class Town:
    """Built at `clock`'s time, which ends at `until`; `progress` hears how far it is."""

    def __init__(
        self,
        slack: Sandbox,
        clock: Clock,
        bot: Bot,
        until: datetime,
        progress: Callable[[datetime], None],
    ) -> None:
        self._slack = slack
        self._clock = clock
        self._bot = bot
        self._until = until
        self._progress = progress
        self._plans: dict[str, tuple[Sequence[str], list[Month]]] = {}
        self._deeds: dict[str, Iterator[Sequence[Deed]]] = {}

    def gather(self) -> None:
        """The people and the channels."""
        workspace = self._slack.workspace
        workspace.team_name = "Rung demo"
        for name, (real_name, _, zone) in PEOPLE.items():
            workspace.add_person(name, real_name=real_name, tz=zone, is_admin=name == ADMIN)
        workspace.add_person(GUEST, real_name="Gil Weber", guest="multi")
        for channel, members in MEMBERS.items():
            workspace.add_channel(channel, members=list(members), private=channel == SECRET)

    def live(self) -> None:
        """Everything that has happened before a visitor comes."""
        self._teams_of_old()
        self._pass()
        self._clock.now = self._until - timedelta(hours=3)
        self._news()
        self._clock.now = self._until
        self._bot.tick()

    def _teams_of_old(self) -> None:
        """The two teams with a past, set up before their first check-in."""
        say = self._slack.person("bo").say
        say(OLD, "The recommender moves to #ml-platform. Thank you all, it was a good run!")
        self._slack.workspace.archive(OLD, by=ADMIN)
        monthly = {"at": f"{TEN:%H:%M}", "days_open": "4", "options": TICKED}
        self._found(PLACE, "ana", monthly, PLATFORM, DEEDS)
        quarterly = {
            "cadence": "Every quarter", "day": "15", "privacy": "Open", "options": TICKED
        }  # fmt: skip
        self._found(SECRET, "kim", quarterly, FRAUD)

    def _found(
        self,
        channel: str,
        by: str,
        fields: Mapping[str, Any],
        months: Sequence[Month],
        deeds: Mapping[int, Sequence[Deed]] = NO_DEEDS,
    ) -> None:
        """A team, how its check-ins will go, and what comes of them."""
        self._slack.workspace.invite_bot(channel, by=by)
        self._slack.wait_for_events()
        set_up(self._slack, by, channel, fields)
        team = [name for name in MEMBERS[channel] if name != GUEST]
        where = self._slack.workspace.channel(channel).id
        self._plans[where] = (team, list(months))
        self._deeds[where] = iter([deeds.get(number, ()) for number in range(len(months))])

    def _pass(self) -> None:
        """The days pass, check-ins open and close, and people answer."""
        while (coming := self._bot.happenings()) and coming[0].at <= self._until:
            now = coming[0]
            self._clock.now = max(self._clock.now, now.at)
            self._progress(self._clock.now)
            self._bot.tick()
            if now.kind == OPENS and now.at <= self._until - LONGEST_ROUND:
                self._answer(now.channel)
            if now.kind == CLOSES:
                self._act(now.channel)

    def _answer(self, channel: str) -> None:
        team, months = self._plans[channel]
        month = months.pop(0) if months else Month(common={}, unchanged=frozenset(team))
        invitation = self._invitation(channel)
        self._clock.now += SOME_TIME

        def take_part(name: str) -> None:
            fields = {"role": PEOPLE[name][1], **month.answers(name)}
            unchanged = name in month.unchanged
            answer(self._slack, name, invitation, fields, unchanged=unchanged)

        with ThreadPoolExecutor(AT_ONCE) as people:
            list(people.map(take_part, [name for name in team if name not in month.away]))

    def _act(self, channel: str) -> None:
        """What people do with the result that has just come."""
        for deed in next(self._deeds[channel], ()):
            self._clock.now += SHORTLY
            deed(self._slack, channel)
        self._bot.tick()

    def _invitation(self, channel: str) -> Message:
        """The newest message with an *Answer* button, once it is there."""

        def newest() -> Message | None:
            posts = self._slack.workspace.messages(channel)
            return next((post for post in reversed(posts) if "Open until" in post.text), None)

        return wait(self._slack, newest)

    def _news(self) -> None:
        """What happened this morning: a new team, and a channel that has none yet."""
        for channel, by in ((DUE, "hana"), (NEW, "lena")):
            self._slack.workspace.invite_bot(channel, by=by)
        self._slack.wait_for_events()
        set_up(self._slack, "hana", DUE, self._tomorrow("hana"))
        for channel, name, text in TOLD:
            self._slack.person(name).say(channel, text)

    def _tomorrow(self, name: str) -> dict[str, Any]:
        day = (self._until.astimezone(ZoneInfo(PEOPLE[name][2])) + timedelta(days=1)).day
        return {"cadence": "Every month, on a date", "day": str(day), "at": "09:30"}


def beginning(until: datetime) -> datetime:
    """When the story of the town begins, so that its year of check-ins ends before `until`."""
    zone = ZoneInfo(PEOPLE[VISITOR][2])
    latest = until - LONGEST_ROUND
    mondays = (
        datetime.combine(first_monday(month), TEN, zone)
        for month in (_month(latest, back) for back in count())
    )
    past = (monday for monday in mondays if monday <= latest)
    rounds = [monday for monday, _ in zip(past, PLATFORM, strict=False)]
    return (rounds[-1] - timedelta(days=3)).astimezone(UTC)


def first_monday(month: date) -> date:
    """The first Monday of the month that begins on this date."""
    return month + timedelta(days=-month.weekday() % 7)


def _month(now: datetime, back: int) -> date:
    """The first day of the month so many months before now."""
    year, month = divmod(now.year * 12 + now.month - 1 - back, 12)
    return date(year, month + 1, 1)
