"""Teams and their schedules. Every function names the workspace it may look into."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from storage.models import CheckIn, Schedule, Team

Found = tuple[Team, Schedule]


def in_channel(session: Session, workspace_id: int, channel: str) -> Found | None:
    """The channel's team with its schedule, None where there is no team."""
    return _first(session, workspace_id, Team.channel_id == channel)


def get(session: Session, workspace_id: int, team_id: int, *, lock: bool = False) -> Found | None:
    """A team with its schedule; with `lock`, nobody else changes it before the transaction ends."""
    return _first(session, workspace_id, Team.id == team_id, lock=lock)


def in_channels(session: Session, workspace_id: int, channels: Collection[str]) -> list[Found]:
    """The teams of those channels, by channel name."""
    statement = _found(workspace_id).where(Team.channel_id.in_(channels))
    rows = session.execute(statement.order_by(Team.channel_name, Team.id))
    return [(team, schedule) for team, schedule in rows]


def due(session: Session, now: datetime, limit: int) -> list[tuple[int, int]]:
    """(workspace id, team id) of schedules whose next date has come, the longest overdue first."""
    statement = (
        select(Schedule.workspace_id, Schedule.team_id)
        .where(Schedule.next_due_at <= now)
        .order_by(Schedule.next_due_at)
        .limit(limit)
    )
    return [(workspace_id, team_id) for workspace_id, team_id in session.execute(statement)]


def periods_taken(session: Session, workspace_id: int, team_id: int) -> set[str]:
    """The periods for which the team already has a check-in, whatever became of it."""
    statement = select(CheckIn.period).where(
        CheckIn.workspace_id == workspace_id, CheckIn.team_id == team_id
    )
    return set(session.scalars(statement))


def _found(workspace_id: int) -> Select[Team, Schedule]:
    joined = (Schedule.team_id == Team.id) & (Schedule.workspace_id == Team.workspace_id)
    return select(Team, Schedule).join(Schedule, joined).where(Team.workspace_id == workspace_id)


def _first(
    session: Session, workspace_id: int, *where: ColumnElement[bool], lock: bool = False
) -> Found | None:
    statement = _found(workspace_id).where(*where)
    if lock:
        statement = statement.with_for_update(of=Team)
    row = session.execute(statement).first()
    return (row[0], row[1]) if row else None
