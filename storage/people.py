"""What somebody wants of Rung, and what they took on. Every function names the workspace."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Commitment, Person, Schedule, Team
from storage.upsert import upsert

OPEN = "open"


def unreminded(session: Session, workspace_id: int, user_ids: Collection[str]) -> set[str]:
    """Those of the people who want no reminders."""
    statement = select(Person.user_id).where(
        Person.workspace_id == workspace_id,
        Person.user_id.in_(user_ids),
        Person.wants_reminders.is_(False),
    )
    return set(session.scalars(statement))


def want_reminders(session: Session, workspace_id: int, user_id: str, wanted: bool) -> None:
    """Note whether somebody wants reminders, in all their teams."""
    row = {"workspace_id": workspace_id, "user_id": user_id, "wants_reminders": wanted}
    upsert(
        session, Person, [row], key=("workspace_id", "user_id"), update=("wants_reminders",)
    )  # fmt: skip


def commitments(
    session: Session, workspace_id: int, user_id: str, channels: Collection[str]
) -> Sequence[tuple[Commitment, str, str]]:
    """Somebody's open commitments in those channels, with channel and the team's zone, soonest
    first.
    """
    statement = (
        select(Commitment, Team.channel_id, Schedule.zone)
        .join(
            Team,
            (Team.workspace_id == Commitment.workspace_id) & (Team.id == Commitment.team_id),
        )
        .join(
            Schedule, (Schedule.workspace_id == Team.workspace_id) & (Schedule.team_id == Team.id)
        )
        .where(
            Commitment.workspace_id == workspace_id,
            Commitment.owner == user_id,
            Commitment.state == OPEN,
            Team.channel_id.in_(channels),
        )
        .order_by(Commitment.due_on, Commitment.id)
    )
    return [(row, channel, zone) for row, channel, zone in session.execute(statement)]
