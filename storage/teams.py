"""Teams and their schedules. Every function names the workspace it may look into, but the worker's
looks at all of them (`claim_due`, `count_due`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, update
from sqlalchemy.orm import Session

from storage import pace
from storage.checkins import OPEN
from storage.models import CheckIn, Schedule, Team
from storage.presence import here

Found = tuple[Team, Schedule]
# The scope of storage.pace under which reads of people and channels rest.
READ = "conversations.members"


def in_channel(
    session: Session, workspace_id: int, channel: str, *, lock: bool = False
) -> Found | None:
    """The channel's team with its schedule, None where there is none; `lock` as in `get`."""
    return _first(session, workspace_id, Team.channel_id == channel, lock=lock)


def get(session: Session, workspace_id: int, team_id: int, *, lock: bool = False) -> Found | None:
    """A team with its schedule; with `lock`, nobody else changes it before the transaction ends."""
    return _first(session, workspace_id, Team.id == team_id, lock=lock)


def in_channels(session: Session, workspace_id: int, channels: Collection[str]) -> list[Found]:
    """The teams of those channels, by channel name."""
    statement = _found(workspace_id).where(Team.channel_id.in_(channels))
    rows = session.execute(statement.order_by(Team.channel_name, Team.id))
    return [(team, schedule) for team, schedule in rows]


def paused_for(session: Session, workspace_id: int, reasons: Collection[str]) -> list[Found]:
    """The workspace's teams that are paused for one of the reasons, locked."""
    statement = _found(workspace_id).where(Team.paused_reason.in_(reasons)).order_by(Team.id)
    rows = session.execute(statement.with_for_update(of=Team))
    return [(team, schedule) for team, schedule in rows]


def claim_due(
    session: Session,
    now: datetime,
    *,
    missed: datetime,
    moment: datetime,
    lease: timedelta,
    limit: int,
) -> list[tuple[int, int, str]]:
    """(workspace id, team id, channel) of teams whose next date has come, longest overdue first,
    in all workspaces.

    Teams with an open round wait, unless the date is from before `missed`; so do workspaces whose
    reads rest. Nobody else gets the same ones for the length of the lease, which goes by `moment`,
    the database's time.
    """
    another = exists().where(
        CheckIn.workspace_id == Schedule.workspace_id,
        CheckIn.team_id == Schedule.team_id,
        CheckIn.state == OPEN,
    )
    rests = pace.rests_until(Schedule.workspace_id, READ)
    statement = (
        select(Schedule.id, Schedule.workspace_id, Schedule.team_id, Team.channel_id)
        .join(Team, _schedule_of())
        .where(
            Schedule.next_due_at <= now,
            or_(Schedule.claimed_until.is_(None), Schedule.claimed_until <= moment),
            or_(Schedule.next_due_at < missed, ~another),
            or_(rests.is_(None), rests <= moment),
            here(Schedule.workspace_id),
        )
        .order_by(Schedule.next_due_at, Schedule.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Schedule)
    )
    rows = session.execute(statement).all()
    _claim_until(session, [row[0] for row in rows], moment + lease)
    return [(workspace_id, team_id, channel) for _, workspace_id, team_id, channel in rows]


def count_due(session: Session, now: datetime, most: int) -> int:
    """How many teams' next date has come, in all workspaces; counted up to `most`."""
    due = Schedule.next_due_at <= now, here(Schedule.workspace_id)
    some = select(Schedule.id).where(*due).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def postpone(session: Session, workspace_id: int, team_id: int, until: datetime) -> None:
    """Nobody claims the team before `until` (the database's time)."""
    mine = Schedule.workspace_id == workspace_id, Schedule.team_id == team_id
    later = update(Schedule).where(*mine).values(claimed_until=until)
    session.execute(later.execution_options(synchronize_session=False))


def periods_taken(session: Session, workspace_id: int, team_id: int) -> set[str]:
    """The periods for which the team already has a check-in, whatever became of it."""
    statement = select(CheckIn.period).where(
        CheckIn.workspace_id == workspace_id, CheckIn.team_id == team_id
    )
    return set(session.scalars(statement))


def _claim_until(session: Session, ids: Sequence[int], until: datetime) -> None:
    """Claim those schedules, of whatever workspaces they are."""
    if ids:
        claimed = update(Schedule).where(Schedule.id.in_(ids)).values(claimed_until=until)
        session.execute(claimed.execution_options(synchronize_session=False))


def _found(workspace_id: int) -> Select[Team, Schedule]:
    found = select(Team, Schedule).join(Schedule, _schedule_of())
    return found.where(Team.workspace_id == workspace_id)


def _schedule_of() -> ColumnElement[bool]:
    return (Schedule.workspace_id == Team.workspace_id) & (Schedule.team_id == Team.id)


def _first(
    session: Session, workspace_id: int, *where: ColumnElement[bool], lock: bool = False
) -> Found | None:
    statement = _found(workspace_id).where(*where)
    if lock:
        statement = statement.with_for_update(of=Team)
    row = session.execute(statement).first()
    return (row[0], row[1]) if row else None
