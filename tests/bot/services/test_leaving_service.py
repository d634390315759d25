"""The app goes and comes: what counts, in which order, and what rests meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest
from past_year import CHANNEL, Year, past_year
from sqlalchemy import func, select

from bot.domain.lifecycle import LATE
from bot.services.channels import Channels
from bot.services.due import DueRounds
from bot.services.leaving import Leaving
from bot.services.posts import Workspaces
from bot.services.teams import Teams
from storage import installations, leaving, messages
from storage import models as tables
from storage.database import Database

NOW = datetime(2026, 11, 25, 12, 0, 0, 500_000, tzinfo=UTC)
HOUR = timedelta(hours=1)


class House:
    """A workspace with a team, and a clock."""

    def __init__(self, database: Database) -> None:
        self.now = NOW
        self.year: Year = past_year(database)
        self.database, self.id = database, self.year.workspace_id
        self.leaving = Leaving(database, self.clock)
        self.workspaces = Workspaces(database, self.clock)
        self.channels = Channels(database, self.clock, lambda _workspace_id, admins: admins)
        self.install()

    def clock(self) -> datetime:
        return self.now

    def install(self) -> None:
        assert self.workspaces.remember("", "T1", "W", "U0BOT") == self.id
        values = {"bot_token": "sealed", "scopes": [], "installed_at": self.now}
        with self.database.transaction() as session:
            installations.save(session, self.id, values)
        self.leaving.come_back(self.id)

    def has_tokens(self) -> bool:
        with self.database.transaction() as session:
            return installations.known(session, self.id) is not None

    def say(self, key: str) -> None:
        with self.database.transaction() as session:
            messages.enqueue(
                session, workspace_id=self.id, key=key, kind="hello", channel=CHANNEL, about={},
                now=self.now,
            )  # fmt: skip

    def state_of(self, key: str) -> str:
        with self.database.transaction() as session:
            mine = select(tables.Message.state).where(tables.Message.key == key)
            return session.scalars(mine).one()


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def test_both_events_in_any_order_and_twice_are_one_leave(house: House) -> None:
    assert house.leaving.leave(house.id, "tokens_revoked", NOW.replace(microsecond=0))
    assert not house.leaving.leave(house.id, "app_uninstalled", NOW.replace(microsecond=0))
    assert not house.leaving.leave(house.id, "app_uninstalled", NOW + HOUR)
    assert house.leaving.has_left(house.id)
    assert not house.has_tokens()


def test_news_of_an_older_installation_leaves_the_newer_one_alone(house: House) -> None:
    house.leaving.leave(house.id, "app_uninstalled", NOW)
    house.now += HOUR
    house.install()
    assert not house.leaving.leave(house.id, "tokens_revoked", NOW)
    house.leaving.token_died(house.id, "account_inactive")  # a call that was under way
    assert house.has_tokens()
    assert not house.leaving.has_left(house.id)
    house.now += HOUR
    house.leaving.token_died(house.id, "account_inactive")
    assert house.leaving.has_left(house.id)


def test_nothing_is_due_and_nobody_is_found_while_the_app_is_away(house: House) -> None:
    due = DueRounds(house.database, house.clock)
    house.say("waits")
    house.leaving.leave(house.id, "app_uninstalled")
    house.now += timedelta(days=9)
    assert due.claim_to_open() == []
    assert due.standing().outbox["pending"] == 0
    assert house.workspaces.find("", "T1") is None
    with house.database.transaction() as session:
        assert messages.claim(session, token="t", now=house.now, lease=HOUR) is None
    assert house.leaving.find("", "T1") == house.id


def test_what_waited_goes_on_unless_it_is_stale(house: House) -> None:
    house.say("old")
    house.now += timedelta(days=2)
    house.say("new")
    house.leaving.leave(house.id, "app_uninstalled")
    house.now += timedelta(days=2)
    house.install()
    assert (house.state_of("old"), house.state_of("new")) == ("failed", "pending")


def test_teams_that_stopped_for_want_of_access_go_on_and_others_stay_paused(house: House) -> None:
    teams = Teams(house.database, house.clock)
    team = teams.find(house.id, CHANNEL)
    assert team is not None
    for reason, goes_on in (("token_revoked", True), ("is_archived", False)):
        house.channels.pause_for(house.id, CHANNEL, reason)
        house.install()
        resumed = teams.find(house.id, CHANNEL)
        assert resumed is not None
        assert (resumed.next_due_at is not None) is goes_on


def test_a_team_is_not_paused_because_the_app_left(house: House) -> None:
    house.leaving.leave(house.id, "app_uninstalled")
    teams = Teams(house.database, house.clock)
    team = teams.find(house.id, CHANNEL)
    assert team is not None
    house.channels.pause_for(house.id, CHANNEL, "account_inactive")
    assert not teams.get(house.id, team.id).paused_reason
    with house.database.transaction() as session:
        told = select(func.count()).where(tables.Message.kind == "channel_gone")
        assert session.scalar(told) == 0


def test_what_waits_is_stale_when_a_check_in_would_be_missed() -> None:
    assert leaving.STALE == LATE
