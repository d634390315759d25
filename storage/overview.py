"""What the overview of a workspace's teams is made of."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from storage.checkins import CLOSED
from storage.models import CheckIn, Schedule, Team
from storage.teams import Found


def opted_in(session: Session, workspace_id: int) -> list[Found]:
    """The workspace's teams that show their levels."""
    joined = (Schedule.team_id == Team.id) & (Schedule.workspace_id == Team.workspace_id)
    statement = select(Team, Schedule).join(Schedule, joined)
    rows = session.execute(statement.where(Team.workspace_id == workspace_id, Team.in_overview))
    return [(team, schedule) for team, schedule in rows]


def last_two(session: Session, workspace_id: int, team_ids: Sequence[int]) -> list[CheckIn]:
    """The last two rounds of each team that showed a level, the newest first."""
    newest = (CheckIn.closed_at.desc(), CheckIn.id.desc())
    place = func.row_number().over(partition_by=CheckIn.team_id, order_by=newest)
    ranked = (
        select(CheckIn, place.label("place"))
        .where(
            CheckIn.workspace_id == workspace_id,
            CheckIn.team_id.in_(team_ids),
            CheckIn.state == CLOSED,
            CheckIn.enough,
        )
        .subquery()
    )
    rounds = aliased(CheckIn, ranked)
    statement = select(rounds).where(ranked.c.place <= 2)
    return list(session.scalars(statement.order_by(rounds.team_id, ranked.c.place)))
