"""Owners of overdue steps are told once, in working hours, however many replicas look."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.services.overdue import BATCH, Overdue, OverdueSteps
from storage import commitments, workspaces
from storage import models as tables
from storage.database import Database

# A Wednesday, 10:00 in Berlin, 22:00 in Auckland, 04:00 in New York.
NOW = datetime(2026, 2, 4, 9, 0, tzinfo=UTC)
BERLIN, AUCKLAND = "Europe/Berlin", "Pacific/Auckland"


class Town:
    """Teams with steps that are due, in a real database."""

    def __init__(self, database: Database) -> None:
        self.database, self.now = database, NOW
        self.steps = OverdueSteps(database, lambda: self.now)
        with database.transaction() as session:
            self.workspace = workspaces.remember(
                session, enterprise_id="", slack_team_id="T1", name="", bot_user_id="", now=NOW
            )

    def team(self, zone: str, *, paused: bool = False) -> int:
        with self.database.transaction() as session:
            made = tables.Team(
                workspace_id=self.workspace, channel_id=f"C{zone}", rubric="mlops@2020-01",
                privacy="open", minimum=3, days_open=5, admins=[], created_by="U0ANA",
                created_at=NOW, paused_at=NOW if paused else None,
            )  # fmt: skip
            session.add(made)
            session.flush()
            session.add(
                tables.Schedule(
                    workspace_id=self.workspace, team_id=made.id, cadence="weekly", at=time(9),
                    zone=zone, weekday=0, skip_weekends=False, next_period="",
                )
            )  # fmt: skip
            return made.id

    def step(self, team: int, due_on: date, criterion: str = "people/data-scientists") -> int:
        values = {
            "workspace_id": self.workspace, "team_id": team, "rubric": "mlops@2020-01",
            "criterion": criterion, "choice": "with-data-engineers", "title": "Work together",
            "owner": "U0BO", "due_on": due_on, "created_by": "U0BO", "created_at": NOW,
        }  # fmt: skip
        with self.database.transaction() as session:
            made = commitments.add(session, values)
        assert made is not None
        return made

    def found(self, **when: int) -> list[int]:
        self.now = NOW + timedelta(**when)
        return [late.id for late in self.steps.some()]

    def keys(self) -> list[str]:
        with self.database.transaction() as session:
            return list(session.scalars(select(tables.Message.key)))

    def move(self, commitment: int, due_on: date) -> None:
        with self.database.transaction() as session:
            row = commitments.get(session, self.workspace, commitment)
            assert row is not None
            row.due_on, row.overdue_told_at = due_on, None


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


def test_a_step_is_overdue_from_the_working_day_after_its_day_on(town: Town) -> None:
    step = town.step(town.team(BERLIN), NOW.date())
    assert town.found() == []
    assert town.found(hours=22) == []  # Thursday, 08:00
    assert town.found(hours=23) == [step]
    assert town.found(hours=31) == []  # 17:00
    assert town.found(days=3) == []  # Saturday
    assert town.found(days=5) == [step]


def test_each_team_is_looked_at_by_its_own_clock(town: Town) -> None:
    berlin = town.step(town.team(BERLIN), NOW.date() - timedelta(days=1))
    auckland = town.step(town.team(AUCKLAND), NOW.date())
    assert town.found() == [berlin]
    assert town.found(hours=12) == [auckland]  # Thursday, 10:00 there; 22:00 in Berlin


def test_a_team_that_pauses_is_left_alone(town: Town) -> None:
    town.step(town.team(BERLIN, paused=True), NOW.date() - timedelta(days=9))
    assert town.found() == []


def test_many_replicas_tell_an_owner_once_and_again_only_after_the_day_was_moved(
    town: Town,
) -> None:
    step, passed = town.step(town.team(BERLIN), date(2026, 2, 3)), date(2026, 2, 3)
    (late,) = town.steps.some()
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(town.steps.tell, [late] * 8))
    assert sorted(told) == [False] * 7 + [True]
    assert town.found() == []
    assert town.keys() == [f"commitment:{step}:overdue:{passed}"]
    town.move(step, date(2026, 2, 5))
    assert town.found(hours=1) == []
    assert town.found(days=2) == [step]
    assert [town.steps.tell(late) for late in town.steps.some()] == [True]
    assert town.keys()[1:] == [f"commitment:{step}:overdue:2026-02-05"]


def test_a_step_that_was_moved_while_it_was_looked_at_is_not_mentioned(town: Town) -> None:
    step = town.step(town.team(BERLIN), date(2026, 2, 3))
    (late,) = town.steps.some()
    town.move(step, date(2026, 3, 3))
    assert not town.steps.tell(late)
    assert town.keys() == []


def test_an_owner_who_is_passed_over_is_not_looked_at_again(town: Town) -> None:
    town.step(town.team(BERLIN), date(2026, 2, 3))
    (late,) = town.steps.some()
    town.steps.pass_over(late)
    assert town.found() == []
    assert town.keys() == []


def test_however_many_are_overdue_all_are_found_in_their_order(town: Town) -> None:
    team = town.team(BERLIN)
    steps = [town.step(team, date(2026, 2, 3), f"people/{n}") for n in range(BATCH + 5)]
    first = town.steps.some()
    assert all(isinstance(late, Overdue) for late in first)
    rest = town.steps.some(after=first[-1].id)
    assert [late.id for late in [*first, *rest]] == steps
