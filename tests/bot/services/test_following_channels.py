"""Whatever happens to channels, in whatever order it is told: teams end up as their channels are,
and admins are told of each thing once.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.channels import Happening, Sight, obstacle_after, stopped_by_itself
from bot.domain.permissions import Actor
from bot.errors import BotError
from bot.services.channels import Channels
from bot.services.teams import Teams
from storage import audit, messages, workspaces
from storage import models as tables
from storage.database import Database, database_now

NOW = datetime(2026, 2, 4, 9, 0, tzinfo=UTC)
ANA = Actor("U0ANA", in_channel=True)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Town:
    """A workspace with teams, and what is done to them."""

    def __init__(self, database: Database) -> None:
        self.database, self.now, self.count = database, NOW, 0
        self.teams = Teams(database, lambda: self.now)
        self.channels = Channels(database, lambda: self.now, lambda _workspace_id, people: people)
        with database.transaction() as session:
            self.workspace = workspaces.remember(
                session, enterprise_id="", slack_team_id="T1", name="", bot_user_id="", now=NOW
            )

    def found(self, channel: str = "") -> str:
        """A new team; its channel."""
        self.count += 1
        channel = channel or f"C{self.count}"
        with self.database.transaction() as session:
            row = tables.Team(
                workspace_id=self.workspace, channel_id=channel, rubric="mlops@2020-01",
                privacy="open", minimum=3, days_open=5, admins=["U0ANA"], created_by="U0ANA",
                created_at=NOW,
            )  # fmt: skip
            session.add(row)
            session.flush()
            schedule = tables.Schedule(
                workspace_id=self.workspace, team_id=row.id, cadence="weekly", at=time(9),
                zone="UTC", weekday=0, skip_weekends=False, next_period="2026-W07",
                next_due_at=NOW + timedelta(days=5),
            )  # fmt: skip
            session.add(schedule)
        return channel

    def team(self, channel: str) -> tuple[str, str, bool]:
        """The team's name, the reason for which it is paused ("": it is not), and whether it has a
        next date.
        """
        with self.database.transaction() as session:
            row, schedule = session.execute(
                select(tables.Team, tables.Schedule)
                .join(tables.Schedule, tables.Schedule.team_id == tables.Team.id)
                .where(tables.Team.channel_id == channel)
            ).one()
            assert (row.paused_at is not None) is bool(row.paused_reason)
            return row.channel_name, row.paused_reason, schedule.next_due_at is not None

    def told(self, channel: str, kind: str = "channel_gone") -> list[str]:
        """The reasons that were told in messages of a kind about the channel's team."""
        with self.database.transaction() as session:
            rows = session.scalars(
                select(tables.Message)
                .join(tables.Team, tables.Team.id == tables.Message.team_id)
                .where(tables.Team.channel_id == channel, tables.Message.kind == kind)
                .order_by(tables.Message.id)
            )
            return [row.about["reason"] for row in rows]


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


class Life:
    """A channel as it really is, and Rung that hears of it, or not, or late, or twice."""

    def __init__(self, town: Town, *, private: bool) -> None:
        self.town, self.private = town, private
        self.id, self.name = town.found(), "ml"
        self.archived, self.member, self.by_ana, self.deaf = False, True, False, False
        self.late: list[Happening] = []
        self.spells = 0  # how often something else came to stand in the way
        self._last = ""

    @property
    def obstacle(self) -> str:
        if self.private and not self.member:
            return "channel_not_found"
        if self.archived:
            return "is_archived"
        return "" if self.member else "not_in_channel"

    def archive(self) -> None:
        self._happens(Happening.WAS_ARCHIVED, not self.archived, archived=True)

    def unarchive(self) -> None:
        self._happens(Happening.IS_BACK, self.archived, archived=False)

    def remove(self) -> None:
        self._happens(Happening.BOT_REMOVED, self.member, member=False)

    def invite(self) -> None:
        self._happens(Happening.IS_BACK, not self.member, member=True)

    def pause(self) -> None:
        try:
            self.town.teams.pause(ANA, self.town.workspace, self.id)
        except BotError:
            assert self.by_ana
        self.by_ana = True

    def resume(self) -> None:
        if not self.obstacle:  # else the command says what is in the way
            try:
                self.town.teams.resume(ANA, self.town.workspace, self.id)
            except BotError:
                assert not self.by_ana
            self.by_ana = False

    def rename(self) -> None:
        self.name += "x"
        self.town.channels.rename(self.town.workspace, self.id, self.name)

    def move(self) -> None:
        old, self.id = self.id, self.id + "x"
        assert self.town.channels.move(self.town.workspace, old, self.id)
        assert not self.town.channels.move(self.town.workspace, old, self.id)
        self._hear(Happening.IS_BACK)

    def post(self) -> None:
        if self.obstacle:
            self.town.channels.pause_for(self.town.workspace, self.id, self.obstacle)

    def lose(self) -> None:
        self.deaf = True

    def repeat(self) -> None:
        for happening in self.late:
            self._hear(happening)

    def look(self) -> None:
        self.town.now += timedelta(minutes=1)
        self.town.channels.settle(self.town.workspace, self.id, self.obstacle, self.name)

    def _happens(self, happening: Happening, real: bool, **change: bool) -> None:
        if not real:
            return
        for name, value in change.items():
            setattr(self, name, value)
        if self.obstacle != self._last:
            self.spells += bool(self.obstacle)
        self._last = self.obstacle
        self.late.append(happening)
        if not self.deaf:
            self._hear(happening)
        self.deaf = False

    def _hear(self, happening: Happening) -> None:
        found = obstacle_after(happening, Sight(self.obstacle, self.name))
        self.town.channels.settle(self.town.workspace, self.id, found, self.name)


DEEDS: tuple[Callable[[Life], None], ...] = (
    Life.archive, Life.unarchive, Life.remove, Life.invite, Life.pause, Life.resume, Life.rename,
    Life.move, Life.post, Life.lose, Life.repeat, Life.look,
)  # fmt: skip


@on_sqlite
@settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=st.lists(st.sampled_from(DEEDS), max_size=25), private=st.booleans())
def test_a_team_ends_as_its_channel_does_and_each_obstacle_is_told_at_most_once(
    town: Town, deeds: list[Callable[[Life], None]], private: bool
) -> None:
    life = Life(town, private=private)
    for deed in deeds:
        before = len(town.told(life.id))
        deed(life)
        assert len(town.told(life.id)) <= before + 1
    life.look()
    name, reason, scheduled = town.team(life.id)
    told = town.told(life.id)
    assert len(told) <= life.spells
    assert scheduled is (reason == "")
    assert name in ("", life.name)
    if life.by_ana:
        assert reason == "<@U0ANA> paused them"
    elif life.obstacle:
        assert stopped_by_itself(reason)
        assert told[-1] == reason
        assert {reason, life.obstacle} in (
            {life.obstacle}, {"not_in_channel", "channel_not_found"},
        )  # fmt: skip
    else:
        assert reason == ""


def test_many_replicas_that_hear_of_it_pause_a_team_and_tell_its_admins_once(town: Town) -> None:
    channel = town.found()

    def hear(number: int) -> None:
        if number % 2:
            town.channels.pause_for(town.workspace, channel, "is_archived")
        else:
            town.channels.settle(town.workspace, channel, "is_archived")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(hear, range(8)))
    assert town.told(channel) == ["is_archived"]
    with ThreadPoolExecutor(8) as pool:
        back = list(pool.map(lambda _: town.channels.settle(town.workspace, channel, ""), range(8)))
    assert sorted(back) == [False] * 7 + [True]
    assert town.told(channel, "channel_back") == ["is_archived"]
    assert town.team(channel) == ("", "", True)


def test_a_team_resumes_only_from_the_reasons_that_are_named(town: Town) -> None:
    channel = town.found()
    town.channels.pause_for(town.workspace, channel, "is_archived")
    assert not town.channels.resume_from(town.workspace, channel, {"not_in_channel"})
    assert town.channels.resume_from(town.workspace, channel, {"is_archived"})


def test_what_is_seen_otherwise_than_told_is_looked_at_again_in_a_minute(town: Town) -> None:
    channel, other = town.found(), town.found()
    town.channels.settle(town.workspace, channel, None)
    assert town.channels.to_look_at() == []
    town.now += timedelta(minutes=1)
    assert [which.channel for which in town.channels.to_look_at()] == [channel]
    assert town.channels.to_look_at() == []  # nobody else gets it meanwhile
    town.channels.settle(town.workspace, channel, "")
    town.now += timedelta(days=1)
    assert town.channels.to_look_at() == []
    town.channels.pause_for(town.workspace, other, "not_in_channel")
    town.now += timedelta(days=1)
    assert [which.channel for which in town.channels.to_look_at()] == [other]


def test_a_workspace_that_has_left_is_not_looked_at(town: Town) -> None:
    town.channels.pause_for(town.workspace, town.found(), "is_archived")
    with town.database.transaction() as session:
        session.scalars(select(tables.Workspace)).one().left_at = NOW
    town.now += timedelta(days=2)
    assert town.channels.to_look_at() == []


def test_everything_that_is_keyed_by_a_channel_gets_its_new_id_in_its_workspace_only(
    town: Town,
) -> None:
    town.found("C0OLD")
    with town.database.transaction() as session:
        elsewhere = workspaces.remember(
            session, enterprise_id="", slack_team_id="T2", name="", bot_user_id="", now=NOW
        )
        for workspace in (town.workspace, elsewhere):
            about = {"place": {"channel": "C0OLD"}, "text": "not C0OLD itself"}
            for key in ("a", "b"):
                messages.enqueue(
                    session, workspace_id=workspace, key=key, kind="hello", channel="C0OLD",
                    about=about, now=NOW,
                )  # fmt: skip
            audit.note(
                session, workspace, "set_up", actor="U0ANA", channel="C0OLD", at=NOW,
                detail={"channels": ["C0OLD"]},
            )  # fmt: skip
    assert town.channels.move(town.workspace, "C0OLD", "C0NEW")
    with town.database.transaction() as session:
        rows = session.scalars(select(tables.Message).order_by(tables.Message.id)).all()
        entries = session.scalars(select(tables.Audit).order_by(tables.Audit.id)).all()
        assert [row.channel for row in rows] == ["C0NEW"] * 2 + ["C0OLD"] * 2
        assert rows[1].about == {"place": {"channel": "C0NEW"}, "text": "not C0OLD itself"}
        assert rows[3].about["place"] == {"channel": "C0OLD"}
        assert [entry.channel for entry in entries] == ["C0NEW", "C0OLD"]
        assert [entry.detail["channels"] for entry in entries] == [["C0NEW"], ["C0OLD"]]
    assert town.team("C0NEW")[2]


def test_a_channel_does_not_take_the_place_of_another_team(town: Town) -> None:
    town.found("C0OLD")
    town.found("C0NEW")
    assert not town.channels.move(town.workspace, "C0OLD", "C0NEW")
    assert town.team("C0OLD")[2]


def test_what_is_just_being_posted_when_its_channel_moves_goes_to_the_new_one(town: Town) -> None:
    town.found("C0OLD")
    with town.database.transaction() as session:
        messages.enqueue(
            session, workspace_id=town.workspace, key="a", kind="hello", channel="C0OLD",
            about={}, now=NOW,
        )  # fmt: skip
        now = database_now(session)
        row = messages.claim(session, token="t", now=now, lease=timedelta(seconds=50))
    assert row is not None
    town.channels.move(town.workspace, "C0OLD", "C0NEW")
    with town.database.transaction() as session:
        far = database_now(session) + timedelta(days=3)
        assert messages.gone(session, row, far, "channel_not_found")
        again = messages.claim(
            session, token="u", now=database_now(session), lease=timedelta(seconds=50)
        )
        assert again is not None
        assert again.channel == "C0NEW"
