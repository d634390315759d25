"""Who is to be reminded of an open round. Every function but the claim names the workspace."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.orm import Session

from storage import pace
from storage.checkins import OPEN
from storage.models import CheckIn, Message, Participant, Team
from storage.presence import here
from storage.teams import READ
from storage.waiting import FAILED

# After everything else of a round: a reminder that nobody can settle must not hold up a summary.
POSITION = 1000


def claim_due(
    session: Session, now: datetime, *, moment: datetime, lease: timedelta, limit: int
) -> list[tuple[CheckIn, str]]:
    """Open rounds in which somebody may have to be reminded, with their channels.

    Of all workspaces, the longest due first. Each is looked at again after the lease (the product's
    time), unless whoever claimed it settles when. Left out are workspaces whose reads rest at
    `moment`, the database's time, and rounds whose invitation was refused.
    """
    rests = pace.rests_until(CheckIn.workspace_id, READ)
    statement = (
        select(CheckIn, Team.channel_id)
        .join(Team, (Team.workspace_id == CheckIn.workspace_id) & (Team.id == CheckIn.team_id))
        .where(
            CheckIn.state == OPEN,
            CheckIn.remind_at <= now,
            CheckIn.closing_at > now,
            or_(rests.is_(None), rests <= moment),
            ~_never_asked(),
            here(CheckIn.workspace_id),
        )
        .order_by(CheckIn.remind_at, CheckIn.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=CheckIn)
    )
    found = [(row, channel) for row, channel in session.execute(statement)]
    for row, _ in found:
        row.remind_at = now + lease
    return found


def unfinished(session: Session, workspace_id: int, check_in_id: int) -> Sequence[Participant]:
    """Those who were asked, and have neither finished nor skipped the round."""
    statement = select(Participant).where(
        Participant.workspace_id == workspace_id,
        Participant.check_in_id == check_in_id,
        Participant.asked,
        Participant.finished_at.is_(None),
        Participant.skipped_at.is_(None),
    )
    return session.scalars(statement.order_by(Participant.id)).all()


def show_again(session: Session, workspace_id: int, check_in_id: int, user_id: str) -> None:
    """Have the reminders that somebody got of a round edited to show what holds now."""
    mine = Message.check_in_id == check_in_id, Message.channel == user_id
    _edit(session, workspace_id, *mine)


def show_over(session: Session, workspace_id: int, check_in_id: int) -> None:
    """Have the reminders of a round that closes edited, of all who have not finished."""
    people = select(Participant.user_id).where(
        Participant.workspace_id == workspace_id,
        Participant.check_in_id == check_in_id,
        Participant.finished_at.is_(None),
    )
    of_them = Message.check_in_id == check_in_id, Message.channel.in_(people)
    _edit(session, workspace_id, *of_them)


def show_all_again(session: Session, workspace_id: int, user_id: str) -> None:
    """Have the reminders that somebody got in open rounds edited to show what holds now."""
    rounds = (
        select(CheckIn.id)
        .join(
            Participant,
            (Participant.workspace_id == CheckIn.workspace_id)
            & (Participant.check_in_id == CheckIn.id),
        )
        .where(
            Participant.workspace_id == workspace_id,
            Participant.user_id == user_id,
            CheckIn.state == OPEN,
        )
    )
    _edit(session, workspace_id, Message.check_in_id.in_(rounds), Message.channel == user_id)


def _edit(session: Session, workspace_id: int, *which: ColumnElement[bool]) -> None:
    ours = Message.workspace_id == workspace_id, Message.position == POSITION
    again = update(Message).where(*ours, *which).values(wanted=Message.wanted + 1)
    session.execute(again.execution_options(synchronize_session=False))


def _never_asked() -> ColumnElement[bool]:
    return exists().where(
        Message.workspace_id == CheckIn.workspace_id,
        Message.check_in_id == CheckIn.id,
        Message.channel == Team.channel_id,
        Message.position == 0,
        Message.state == FAILED,
    )
