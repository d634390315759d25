"""A town to prove delivery in: workspaces with many teams, one database, and a crew of workers."""

import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from crew import RUBRICS, Crew, Order
from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update

from bot.delivery.outbox import Policy
from bot.domain.cadence import Cadence, Rule
from bot.services.reading import rule_columns
from sandbox import Sandbox
from storage import messages, workspaces
from storage.checkins import MISSED, OPEN
from storage.database import Database
from storage.models import CheckIn, Message, Pace, Schedule, Team

# The real times, shortened, in their real proportions.
HASTY = Policy(
    timeout=0.5, margin=0.5, lease=2.5, channel_interval=0.002, linger=0.3, budget=1.0,
    longest_pause=0.2, look_again=0.2,
)  # fmt: skip
PERIOD = "proof"
DAYS_OPEN = 2
PATIENCE = 60.0


@dataclass(frozen=True)
class Tally:
    """What became of all that was to be posted: keys, each as often as it is missing or too many.

    `lost` also names teams that were never asked, `doubled` those that were asked twice.
    """

    posted: int
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


class Town:
    """`slacks` are the workspaces, in the order of their ids in `ids`; the product's clock is
    `now()`, and everybody's.
    """

    def __init__(
        self, slacks: Sequence[Sandbox], database: Database, folder: Path, policy: Policy
    ) -> None:
        self.slacks, self.database, self.policy = slacks, database, policy
        self.crew = Crew()
        self._folder = folder
        self._ahead = timedelta(0)
        self.travel(timedelta(0))
        self.ids = [self._remember(n, slack) for n, slack in enumerate(slacks)]

    @property
    def slack(self) -> Sandbox:
        """The first workspace, where there is no other."""
        return self.slacks[0]

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def travel(self, by: timedelta) -> None:
        """Move the product's clock, everybody's."""
        self._ahead += by
        fresh = self._folder / "clock.new"
        fresh.write_text(str(self._ahead.total_seconds()))
        fresh.replace(self._folder / "clock")

    def add_teams(self, count: int, workspace: int = 0, days_open: int = DAYS_OPEN) -> None:
        """Teams in channels of their own, whose check-ins are due now."""
        here, bot = self.slacks[workspace].workspace, self.slacks[workspace].workspace.bot_user_id
        known = len(here.channels)
        names = [f"team-{known + n}" for n in range(count)]
        channels = [here.add_channel(name, members=["ana", bot]) for name in names]
        rows = [
            self._team(workspace, name, channel, days_open)
            for name, channel in zip(names, channels, strict=True)
        ]
        with self.database.transaction() as session:
            session.add_all(rows)
            session.flush()
            session.add_all([self._schedule(row) for row in rows])

    def order(self, **more: Any) -> Order:
        """What a worker has to know."""
        return Order(
            database_url=self.database.url.render_as_string(hide_password=False),
            workspaces={
                workspace: (slack.bot_token, slack.api_url)
                for workspace, slack in zip(self.ids, self.slacks, strict=True)
            },
            policy=self.policy,
            clock=str(self._folder / "clock"),
            **more,
        )

    def hire(self, count: int = 1, **more: Any) -> list[BaseProcess]:
        """Worker processes, at work from now on."""
        return [self.crew.hire(self.order(**more)) for _ in range(count)]

    def until(self, come: Callable[[], object], patience: float = PATIENCE) -> None:
        """Wait for something to come about. Raises TimeoutError."""
        self.slack.wait_until(come, patience)

    def finish(self, patience: float = PATIENCE) -> Tally:
        """Wait until everything is settled, and count."""
        self.until(self.settled, patience)
        return self.tally()

    def opened(self) -> bool:
        """No team's check-in is still to be opened."""
        return self._none(select(Schedule.id).where(Schedule.next_due_at <= self.now()))

    def settled(self) -> bool:
        """Nothing is to be opened, closed, posted, edited or found out about."""
        over = select(CheckIn.id).where(CheckIn.state == OPEN, CheckIn.closing_at <= self.now())
        return (
            self.opened() and self._none(over) and self._none(select(Message.id).where(waiting()))
        )

    def _none(self, statement: Select[int]) -> bool:
        with self.database.transaction() as session:
            return session.scalar(statement.limit(1)) is None

    def end_all_waits(self) -> None:
        """As if the time had come of everything that waits for a time."""
        with self.database.transaction() as session:
            session.execute(delete(Pace))
            session.execute(update(Message).values(not_before=messages.EVER))

    def rows(self) -> list[Message]:
        with self.database.transaction() as session:
            return list(session.scalars(select(Message).order_by(Message.id)))

    def states(self) -> Counter[str]:
        """How many messages are in each state."""
        counted = select(Message.state, func.count()).group_by(Message.state)
        with self.database.transaction() as session:
            return Counter(dict(session.execute(counted).all()))

    def tally(self) -> Tally:
        """Count what landed in Slack against what the database says."""
        landed = Counter(key for n in range(len(self.slacks)) for key in self._landed(n))
        wanted = Counter((row.workspace_id, row.key) for row in self.rows())
        asked = self._asked()
        never = [f"team {team}" for team, rounds in asked.items() if rounds == 0]
        twice = [f"team {team}" for team, rounds in asked.items() if rounds > 1]
        return Tally(
            posted=landed.total(),
            lost=never + [key for _, key in (wanted - landed).elements()],
            doubled=twice + [key for _, key in (landed - wanted).elements()],
        )

    def faults(self) -> Counter[str]:
        """How many calls met each kind of trouble."""
        return Counter(call.fault for slack in self.slacks for call in slack.log if call.fault)

    def _landed(self, workspace: int) -> Iterator[tuple[int, str]]:
        """The keys of all posts that took effect in a workspace, whatever the sender was told."""
        for call in self.slacks[workspace].log:
            if call.method == "chat.postMessage" and call.landed:
                yield self.ids[workspace], call.arguments["metadata"]["event_payload"]["key"]

    def _asked(self) -> dict[int, int]:
        """Per team, how many check-ins it has for the date that was due."""
        counted = (
            select(Team.id, func.count(CheckIn.id))
            .outerjoin(
                CheckIn,
                and_(CheckIn.team_id == Team.id, CheckIn.period == PERIOD, CheckIn.state != MISSED),
            )
            .group_by(Team.id)
        )
        with self.database.transaction() as session:
            return dict(session.execute(counted).all())

    def _remember(self, number: int, slack: Sandbox) -> int:
        slack.workspace.add_person("ana", tz="UTC")
        slack_id = slack.workspace.team_id + (f"-{number}" if number else "")
        with self.database.transaction() as session:
            return workspaces.remember(
                session, enterprise_id="", slack_team_id=slack_id, name="",
                bot_user_id=slack.workspace.bot_user_id, now=self.now(),
            )  # fmt: skip

    def _team(self, workspace: int, name: str, channel: str, days_open: int) -> Team:
        return Team(
            workspace_id=self.ids[workspace], channel_id=channel, channel_name=name,
            rubric=RUBRICS.get("mlops").key, privacy="confidential", minimum=3,
            days_open=days_open, picked=None, admins=[], created_by="U1", created_at=self.now(),
        )  # fmt: skip

    def _schedule(self, team: Team) -> Schedule:
        """Due now, and not again before a week or more has passed."""
        day = min((self.now() + timedelta(days=15)).day, 28)
        rule = Rule(Cadence.MONTHLY_ON_DAY, time(9), "UTC", day=day)
        due = self.now() - timedelta(seconds=1)
        return Schedule(
            workspace_id=team.workspace_id, team_id=team.id, next_period=PERIOD, next_due_at=due,
            **rule_columns(rule),
        )  # fmt: skip


def waiting() -> ColumnElement[bool]:
    """Messages that are to be posted, edited or found out about."""
    posting = Message.state.in_((messages.PENDING, messages.SENDING, messages.UNKNOWN))
    editing = and_(Message.state == messages.SENT, Message.shown < Message.wanted)
    return or_(posting, editing)


@contextmanager
def town(
    database: Database, folder: Path, *, workspaces: int = 1, **policy: float
) -> Iterator[Town]:
    """A town without teams and workers yet."""
    made: list[Town] = []

    def clock() -> datetime:
        return made[0].now() if made else datetime.now(UTC)

    with ExitStack() as stack:
        slacks = [
            stack.enter_context(Sandbox(clock=clock, rate_scale=0.001)) for _ in range(workspaces)
        ]
        made.append(Town(slacks, database, folder, replace(HASTY, **policy)))
        try:
            yield made[0]
        finally:
            made[0].crew.close()
        for slack in slacks:
            assert slack.errors == []


STOP, GO = signal.SIGSTOP, signal.SIGCONT
