"""Several replicas look at the same rounds: nobody is reminded twice, nobody is forgotten."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.cadence import Cadence, Rule
from bot.domain.reminding import Window, moments
from bot.services.reading import rule_columns
from bot.services.reminders import AGAIN, DueReminders, Reminders
from storage import workspaces
from storage.database import Database
from storage.models import CheckIn, Message, Participant, Schedule, Team

OPENED = datetime(2026, 9, 7, 9, tzinfo=UTC)  # a Monday
DEADLINE = OPENED + timedelta(days=5)
FIRST, SECOND = moments(Window(OPENED, DEADLINE, DEADLINE), "UTC")
PEOPLE = tuple(f"U{n}" for n in range(6))
ZONES = dict.fromkeys(PEOPLE, "UTC")
REPLICAS = 4


class Office:
    """Rounds that are open, and a clock."""

    def __init__(self, database: Database) -> None:
        self.database, self.now = database, OPENED
        self.reminders = Reminders(database, lambda: self.now)
        with database.transaction() as session:
            self.workspace_id = workspaces.remember(
                session, enterprise_id="", slack_team_id="T1", name="", bot_user_id="", now=OPENED
            )

    def open(self, channel: str) -> int:
        """A team with an open round; the round's id."""
        about = {
            "workspace_id": self.workspace_id, "rubric": "mlops", "privacy": "open", "minimum": 3,
        }  # fmt: skip
        with self.database.transaction() as session:
            team = Team(
                **about, channel_id=channel, days_open=5, picked=None, admins=[], created_by="U1",
                created_at=OPENED,
            )  # fmt: skip
            session.add(team)
            session.flush()
            ours = {"workspace_id": self.workspace_id, "team_id": team.id}
            columns = rule_columns(Rule(Cadence.WEEKLY, time(9), "UTC", weekday=0))
            session.add(Schedule(**ours, next_period="", **columns))
            row = CheckIn(
                **about, team_id=team.id, period="p", state="open", due_at=OPENED,
                opened_at=OPENED, deadline=DEADLINE, closing_at=DEADLINE, remind_at=OPENED,
            )  # fmt: skip
            session.add(row)
            session.flush()
            session.add_all(
                Participant(
                    workspace_id=self.workspace_id, check_in_id=row.id, user_id=user, asked=True
                )
                for user in PEOPLE
            )
            return row.id

    def remind(self, due: DueReminders) -> int:
        return self.reminders.remind(due.workspace_id, due.check_in_id, ZONES)

    def look(self) -> int:
        """One replica's look, as the worker does it."""
        return sum(self.remind(due) for due in self.reminders.claim())

    def told(self) -> Counter[str]:
        """How many reminders each person was sent."""
        with self.database.transaction() as session:
            return Counter(session.scalars(select(Message.channel)))

    def remind_at(self, check_in_id: int) -> datetime | None:
        with self.database.transaction() as session:
            return session.scalar(select(CheckIn.remind_at).where(CheckIn.id == check_in_id))


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    return Office(database)


def together(times: int, job, *arguments: object) -> list[int]:
    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(job, *arguments) for _ in range(times)]]


def test_replicas_that_look_at_once_remind_everybody_once(office: Office) -> None:
    for n in range(5):
        office.open(f"C{n}")
    for moment in (FIRST, FIRST + AGAIN, SECOND, SECOND + AGAIN, DEADLINE):
        office.now = moment
        together(REPLICAS, office.look)
    assert office.told() == dict.fromkeys(PEOPLE, 2 * 5)


def test_a_round_that_was_claimed_twice_reminds_everybody_once_all_the_same(
    office: Office,
) -> None:
    office.open("C1")
    office.now = FIRST
    (due,) = office.reminders.claim()
    assert sum(together(REPLICAS, office.remind, due)) == len(PEOPLE)
    assert office.told() == dict.fromkeys(PEOPLE, 1)


def test_a_replica_that_died_after_its_claim_is_stood_in_for(office: Office) -> None:
    office.open("C1")
    office.now = FIRST
    assert len(office.reminders.claim()) == 1
    assert office.reminders.claim() == []
    office.now = FIRST + AGAIN
    assert office.look() == len(PEOPLE)


def test_the_next_look_is_when_the_next_moment_comes(office: Office) -> None:
    check_in_id = office.open("C1")
    office.look()
    assert office.remind_at(check_in_id) == FIRST
    office.now = FIRST
    office.look()
    assert office.remind_at(check_in_id) == SECOND
    office.now = SECOND
    office.look()
    assert office.remind_at(check_in_id) is None


def test_who_wants_none_gets_none_and_may_want_the_next_one(office: Office) -> None:
    office.open("C1")
    office.reminders.want(office.workspace_id, "U1", wanted=False)
    office.now = FIRST
    assert office.look() == len(PEOPLE) - 1
    office.reminders.want(office.workspace_id, "U1", wanted=True)
    office.now = SECOND
    office.look()
    assert office.told() == dict.fromkeys(PEOPLE, 2) | {"U1": 1}


def test_a_round_that_was_open_before_there_were_reminders_gets_none(office: Office) -> None:
    check_in_id = office.open("C1")
    with office.database.transaction() as session:
        session.execute(update(CheckIn).values(remind_at=None))
    office.now = FIRST
    assert office.look() == 0
    assert office.remind_at(check_in_id) is None


def test_a_workspace_that_slack_told_to_wait_is_left_alone(office: Office) -> None:
    office.open("C1")
    office.now = FIRST
    office.reminders.rest(office.workspace_id, 60)
    assert office.reminders.claim() == []


def test_a_round_whose_invitation_was_refused_reminds_nobody(office: Office) -> None:
    check_in_id = office.open("C1")
    with office.database.transaction() as session:
        session.add(
            Message(
                workspace_id=office.workspace_id, check_in_id=check_in_id, key="k",
                kind="invitation", channel="C1", about={}, state="failed", created_at=OPENED,
            )
        )  # fmt: skip
    office.now = FIRST
    assert office.reminders.claim() == []
