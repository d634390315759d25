"""Steps that somebody took on. Every function names the workspace it may look into, but the
worker's looks at all of them (`zones_to_tell`, `overdue`).
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Select, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session

from storage.models import Commitment, Schedule, Team
from storage.presence import here

OPEN, DONE, DROPPED = "open", "done", "dropped"


def add(session: Session, values: Mapping[str, Any]) -> int | None:
    """The new one's id; None where the team has an open one about that criterion."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    row = (insert_sqlite if sqlite else insert_postgresql)(Commitment).values(state=OPEN, **values)
    return session.scalar(row.on_conflict_do_nothing().returning(Commitment.id))


def get(
    session: Session, workspace_id: int, commitment_id: int, *, lock: bool = False
) -> Commitment | None:
    """One, None when the workspace has none with this id; with `lock`, nobody else changes it."""
    mine = Commitment.workspace_id == workspace_id, Commitment.id == commitment_id
    statement = select(Commitment).where(*mine)
    return session.scalar(statement.with_for_update() if lock else statement)


def of_team(session: Session, workspace_id: int, team_id: int) -> list[Commitment]:
    """The team's open ones, soonest first, and then all that are done, newest first."""
    known = _of(workspace_id, team_id).where(Commitment.state.in_((OPEN, DONE)))
    soonest = known.order_by(Commitment.ended_at.desc(), Commitment.due_on, Commitment.id)
    rows = list(session.scalars(soonest))
    return sorted(rows, key=lambda row: row.state == DONE)  # stable; engines differ about NULL


def open_of(session: Session, workspace_id: int, team_id: int) -> list[Commitment]:
    """The team's open ones, locked: nobody else changes them before the transaction ends."""
    statement = _of(workspace_id, team_id).where(Commitment.state == OPEN)
    return list(session.scalars(statement.order_by(Commitment.id).with_for_update()))


def open_about(
    session: Session, workspace_id: int, team_id: int, criterion: str
) -> Commitment | None:
    """The team's open one about a criterion; there is one at most."""
    about = Commitment.state == OPEN, Commitment.criterion == criterion
    return session.scalar(_of(workspace_id, team_id).where(*about))


def zones_to_tell(session: Session, most: date) -> list[str]:
    """The zones of the teams in which an owner may have to be told that a day has passed.

    `most` is the latest day on which anything can be due that has passed anywhere on Earth.
    In all workspaces.
    """
    statement = select(Schedule.zone).join(Commitment, _schedule_of())
    return list(session.scalars(statement.where(*_to_tell(), Commitment.due_on <= most).distinct()))


def overdue(
    session: Session, today: Mapping[str, date], *, after: int, limit: int
) -> list[tuple[Commitment, str]]:
    """What is overdue and was not mentioned yet, each with its team's channel, by id.

    `today` holds the zones that are looked at, and the day it is there. `after`: the last id seen.
    In all workspaces.
    """
    statement = (
        select(Commitment, Team.channel_id)
        .join(
            Team,
            and_(Team.workspace_id == Commitment.workspace_id, Team.id == Commitment.team_id),
        )
        .join(Schedule, _schedule_of())
        .where(*_to_tell(), Team.paused_at.is_(None), Commitment.id > after, _passed(today))
        .order_by(Commitment.id)
        .limit(limit)
    )
    return [(row, channel) for row, channel in session.execute(statement)]


def note_told(
    session: Session, workspace_id: int, commitment_id: int, owner: str, due_on: date, now: datetime
) -> bool:
    """Note that the owner is told now; False when they were, or when it has changed meanwhile."""
    mine = Commitment.workspace_id == workspace_id, Commitment.id == commitment_id
    as_seen = Commitment.owner == owner, Commitment.due_on == due_on
    told = update(Commitment).where(*mine, *as_seen, *_to_tell()).values(overdue_told_at=now)
    changed = session.execute(told.execution_options(synchronize_session=False))
    assert isinstance(changed, CursorResult)  # noqa: S101 - for the type checker
    return changed.rowcount == 1


def _of(workspace_id: int, team_id: int) -> Select[Commitment]:
    return select(Commitment).where(
        Commitment.workspace_id == workspace_id, Commitment.team_id == team_id
    )


def _schedule_of() -> ColumnElement[bool]:
    return and_(
        Schedule.workspace_id == Commitment.workspace_id, Schedule.team_id == Commitment.team_id
    )


def _to_tell() -> tuple[ColumnElement[bool], ...]:
    mine = Commitment.state == OPEN, Commitment.overdue_told_at.is_(None)
    return *mine, here(Commitment.workspace_id)


def _passed(today: Mapping[str, date]) -> ColumnElement[bool]:
    """Whether the day has passed in the team's zone; the zones share at most three days."""
    zones: dict[date, Collection[str]] = {}
    for zone, day in today.items():
        zones[day] = [*zones.get(day, ()), zone]
    return or_(*(and_(Schedule.zone.in_(z), Commitment.due_on < d) for d, z in zones.items()))
