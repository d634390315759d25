"""Targets: at most one per team and dimension. Every function names its workspace."""

from datetime import date, datetime

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from storage.models import CheckIn, Target
from storage.upsert import upsert


def of_team(
    session: Session, workspace_id: int, team_id: int
) -> list[tuple[Target, datetime | None]]:
    """The team's targets, and when the check-in closed that reached each first."""
    reached = (CheckIn.id == Target.reached_in) & (CheckIn.workspace_id == Target.workspace_id)
    statement = (
        select(Target, CheckIn.closed_at)
        .outerjoin(CheckIn, reached)
        .where(Target.workspace_id == workspace_id, Target.team_id == team_id)
        .order_by(Target.id)
    )
    return [(target, closed_at) for target, closed_at in session.execute(statement)]


def put(
    session: Session,
    *,
    workspace_id: int,
    team_id: int,
    dimension: str,
    level: int,
    due_on: date | None,
    by: str,
    now: datetime,
) -> None:
    """Set the target of a dimension (empty: overall), in place of the one that there was."""
    row = {
        "workspace_id": workspace_id,
        "team_id": team_id,
        "dimension": dimension,
        "level": level,
        "due_on": due_on,
        "set_by": by,
        "set_at": now,
        "reached_in": None,
    }
    fresh = ("level", "due_on", "set_by", "set_at", "reached_in")
    upsert(session, Target, [row], key=("team_id", "dimension"), update=fresh)


def remove(session: Session, workspace_id: int, team_id: int, dimension: str) -> bool:
    """Turn a target off; False where there was none."""
    mine = Target.workspace_id == workspace_id, Target.team_id == team_id
    removed = session.execute(delete(Target).where(*mine, Target.dimension == dimension))
    assert isinstance(removed, CursorResult)  # noqa: S101 - for the type checker
    return removed.rowcount == 1


def note_reached(session: Session, row: CheckIn, target_id: int, level: int) -> None:
    """Note that a check-in was the first to reach a target, if it is still one of this level."""
    session.execute(
        update(Target)
        .where(
            Target.workspace_id == row.workspace_id,
            Target.id == target_id,
            Target.level == level,
            Target.reached_in.is_(None),
        )
        .values(reached_in=row.id)
        .execution_options(synchronize_session=False)
    )
