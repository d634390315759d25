"""A team's next date, after a change of its rule or a pause."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.cadence import next_occurrence
from bot.services.reading import rule_of
from storage import models as tables
from storage import teams


def plan(session: Session, row: tables.Team, schedule: tables.Schedule, now: datetime) -> None:
    """The next date that is not taken: changing a rule never asks twice for one period."""
    taken = teams.periods_taken(session, row.workspace_id, row.id)
    following = next_occurrence(rule_of(schedule), now, taken)
    schedule.next_period, schedule.next_due_at = following.period, following.due_at


def go_on(session: Session, row: tables.Team, schedule: tables.Schedule, now: datetime) -> None:
    """End a pause at the next date: nothing is caught up with."""
    row.paused_at, row.paused_reason, row.look_at = None, "", None
    plan(session, row, schedule, now)
