"""A team's past: its rounds that are over, its commitments and targets."""

from collections.abc import Sequence

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import Session

from storage.checkins import CLOSED, MISSED, Counts
from storage.models import Answer, CheckIn, Commitment, Participant, Target


def over(session: Session, workspace_id: int, team_id: int) -> list[CheckIn]:
    """The team's closed and missed rounds, oldest first."""
    mine = CheckIn.workspace_id == workspace_id, CheckIn.team_id == team_id
    ended = func.coalesce(CheckIn.closed_at, CheckIn.due_at)
    statement = select(CheckIn).where(*mine, CheckIn.state.in_((CLOSED, MISSED)))
    return list(session.scalars(statement.order_by(ended, CheckIn.id)))


def counts(session: Session, workspace_id: int, check_in_ids: Sequence[int]) -> dict[int, Counts]:
    """How many were asked and answered in those rounds, as `checkins.counts` with `begun`."""
    answered = exists().where(
        Answer.workspace_id == Participant.workspace_id, Answer.participant_id == Participant.id
    )
    statement = (
        select(
            Participant.check_in_id,
            func.count(case((Participant.asked, 1))),
            func.count(case((answered, 1))),
            func.count(case((Participant.asked & answered, 1))),
        )
        .where(Participant.workspace_id == workspace_id, Participant.check_in_id.in_(check_in_ids))
        .group_by(Participant.check_in_id)
    )
    return {row: Counts(*counted) for row, *counted in session.execute(statement)}


def commitments(session: Session, workspace_id: int, team_id: int) -> list[Commitment]:
    """The team's commitments, whatever became of them, oldest first."""
    mine = Commitment.workspace_id == workspace_id, Commitment.team_id == team_id
    return list(session.scalars(select(Commitment).where(*mine).order_by(Commitment.id)))


def targets(session: Session, workspace_id: int, team_id: int) -> list[Target]:
    """The team's targets, in the order in which they were set."""
    mine = Target.workspace_id == workspace_id, Target.team_id == team_id
    return list(session.scalars(select(Target).where(*mine).order_by(Target.set_at, Target.id)))
