"""What has been kept long enough. These sweeps go over all workspaces, some rows at a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, and_, delete, not_, or_, select, update
from sqlalchemy.orm import Session

from storage.checkins import CLOSED
from storage.erasing import HELLO
from storage.models import Audit, CheckIn, Commitment, Message, OAuthState, Pace, Team
from storage.presence import here
from storage.waiting import FAILED, SENT, TO_A_PERSON, UNCONFIRMED

# For each number of months that teams keep their answers: what ended before then is old.
Cutoffs = Mapping[int, datetime]


def old_rounds(session: Session, cutoffs: Cutoffs, limit: int) -> list[CheckIn]:
    """Closed rounds whose answers have been kept long enough, locked; nobody else gets the same."""
    statement = (
        select(CheckIn)
        .join(Team, and_(Team.workspace_id == CheckIn.workspace_id, Team.id == CheckIn.team_id))
        .where(
            CheckIn.state == CLOSED,
            CheckIn.erased_at.is_(None),
            _older(CheckIn.closed_at, cutoffs),
            here(CheckIn.workspace_id),
        )
        .order_by(CheckIn.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=CheckIn)
    )
    return list(session.scalars(statement))


def unname_old_commitments(session: Session, cutoffs: Cutoffs, limit: int) -> int:
    """Take the names from commitments that ended long enough ago; how many."""
    ids = (
        select(Commitment.id)
        .join(
            Team, and_(Team.workspace_id == Commitment.workspace_id, Team.id == Commitment.team_id)
        )
        .where(Commitment.owner != "", _older(Commitment.ended_at, cutoffs))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Commitment)
    )
    nobody = update(Commitment).where(Commitment.id.in_(ids))
    return _run(session, nobody.values(owner="", created_by="", ended_by=""))


def forget_messages(session: Session, before: datetime, limit: int) -> int:
    """Delete settled messages from before that no later step needs; how many.

    What is in the thread of a check-in stays as long as its team, to be edited or answered in; so
    does a hello, which is said once ever.
    """
    settled = Message.state.in_((SENT, FAILED, UNCONFIRMED))
    of_a_round = and_(Message.check_in_id.is_not(None), not_(TO_A_PERSON))
    old = Message.created_at < before, settled, not_(of_a_round), Message.kind != HELLO
    return _delete(session, Message, and_(*old), limit)


def forget_audit(session: Session, before: datetime, limit: int) -> int:
    """Delete audit entries from before; how many."""
    return _delete(session, Audit, Audit.at < before, limit)


def forget_pace(session: Session, before: datetime, limit: int) -> int:
    """Delete rests that ended before (the database's time); how many."""
    return _delete(session, Pace, Pace.not_before < before, limit)


def forget_states(session: Session, now: datetime, limit: int) -> int:
    """Delete what is known of installations that were begun and never finished; how many."""
    return _delete(session, OAuthState, OAuthState.expires_at < now, limit)


def _older(ended_at: Any, cutoffs: Cutoffs) -> ColumnElement[bool]:
    """Whether what ended then has been kept for as long as its team wants."""
    return or_(
        *(and_(Team.keep_months == months, ended_at < cut) for months, cut in cutoffs.items())
    )


def _delete(session: Session, table: Any, which: ColumnElement[bool], limit: int) -> int:
    some = select(table.id).where(which).limit(limit).with_for_update(skip_locked=True)
    return _run(session, delete(table).where(table.id.in_(some)))


def _run(session: Session, statement: Any) -> int:
    """How many rows it changed."""
    changed = session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(changed, CursorResult)  # noqa: S101 - for the type checker
    return int(changed.rowcount)
