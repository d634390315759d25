"""Rounds: opening, counting, closing. Every function names the workspace it may look into, but
the worker's look at all of them (`due_to_close`).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from storage.models import Answer, CheckIn, Participant, Schedule, Score, Team
from storage.presence import here

OPEN, CLOSED, MISSED = "open", "closed", "missed"


class Hold(Enum):
    """How a round is held until the transaction ends, so that an answer is scored or refused.

    Closing begins by updating the round's row. Many save a page TOGETHER; who finishes does so
    ALONE, so that the last of them sees that everybody has.
    """

    NOT = 0
    TOGETHER = 1
    ALONE = 2


@dataclass(frozen=True)
class Counts:
    """How many people were asked, finished at all, and finished of those asked."""

    asked: int
    answered: int
    asked_answered: int


def get(session: Session, workspace_id: int, check_in_id: int) -> CheckIn | None:
    """A round, None when the workspace has none with this id."""
    return session.scalar(
        select(CheckIn).where(CheckIn.workspace_id == workspace_id, CheckIn.id == check_in_id)
    )


def take(session: Session, workspace_id: int, check_in_id: int) -> CheckIn | None:
    """A round, locked; None while somebody else is at it, and when there is none."""
    mine = CheckIn.workspace_id == workspace_id, CheckIn.id == check_in_id
    return session.scalar(select(CheckIn).where(*mine).with_for_update(skip_locked=True))


def channel(session: Session, workspace_id: int, check_in_id: int) -> str | None:
    """The channel of a round's team, None when the workspace has no such round."""
    of_team = select(Team.channel_id).join(
        CheckIn, (CheckIn.workspace_id == Team.workspace_id) & (CheckIn.team_id == Team.id)
    )
    return session.scalar(
        of_team.where(CheckIn.workspace_id == workspace_id, CheckIn.id == check_in_id)
    )


def open_of(session: Session, workspace_id: int, team_id: int) -> CheckIn | None:
    """The team's open round."""
    return session.scalar(_of(workspace_id, team_id).where(CheckIn.state == OPEN))


def for_person(
    session: Session, workspace_id: int, check_in_id: int, user_id: str, hold: Hold = Hold.NOT
) -> tuple[CheckIn, str, Participant | None] | None:
    """A round, its team's zone, and the person's row in it (None: not asked, nothing answered).

    Whatever its state: who holds it looks at that next, and nobody else changes it any more.
    """
    which = {"workspace_id": workspace_id, "check_in_id": check_in_id, "user_id": user_id}
    row = session.execute(_FOR_PERSON[hold], which).one_or_none()
    return (row[0], row[1], row[2]) if row else None


def last_closed(session: Session, workspace_id: int, team_id: int) -> CheckIn | None:
    """The team's last closed round, whether it shows a level or not."""
    rounds = _of(workspace_id, team_id).where(CheckIn.state == CLOSED)
    return session.scalar(rounds.order_by(CheckIn.closed_at.desc(), CheckIn.id.desc()).limit(1))


def with_level(session: Session, workspace_id: int, team_id: int) -> list[CheckIn]:
    """The team's closed rounds that show a level, oldest first."""
    rounds = _of(workspace_id, team_id).where(CheckIn.state == CLOSED, CheckIn.enough)
    return list(session.scalars(rounds.order_by(CheckIn.closed_at, CheckIn.id)))


def closed_before(session: Session, row: CheckIn) -> list[CheckIn]:
    """The team's rounds that closed before a closed one, the newest first."""
    earlier = or_(
        CheckIn.closed_at < row.closed_at,
        and_(CheckIn.closed_at == row.closed_at, CheckIn.id < row.id),
    )
    rounds = _of(row.workspace_id, row.team_id).where(CheckIn.state == CLOSED, earlier)
    return list(session.scalars(rounds.order_by(CheckIn.closed_at.desc(), CheckIn.id.desc())))


def closings_until_next_level(session: Session, row: CheckIn) -> list[datetime]:
    """When the team's rounds closed, oldest first, up to the next one after `row` with a level."""
    rounds = _of(row.workspace_id, row.team_id).where(CheckIn.state == CLOSED)
    closed = session.scalars(rounds.order_by(CheckIn.closed_at, CheckIn.id)).all()
    found: list[datetime] = []
    past = False
    for each in closed:
        if past and each.enough:
            break
        past = past or each.id == row.id
        found += [each.closed_at] if each.closed_at is not None else []
    return found


def explain_fall(session: Session, row: CheckIn, reading: str, user_id: str) -> bool:
    """Keep how a fall is read, and by whom; False when it is read so already."""
    changed = session.execute(
        update(CheckIn)
        .where(
            CheckIn.workspace_id == row.workspace_id, CheckIn.id == row.id, CheckIn.fall != reading
        )
        .values(fall=reading, fall_by=user_id)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(changed, CursorResult)  # noqa: S101 - for the type checker
    return changed.rowcount == 1


def scores(session: Session, workspace_id: int, check_in_ids: list[int]) -> list[Score]:
    """The scores of those rounds."""
    return list(
        session.scalars(
            select(Score).where(
                Score.workspace_id == workspace_id, Score.check_in_id.in_(check_in_ids)
            )
        )
    )


def due_to_close(session: Session, now: datetime, limit: int) -> list[tuple[int, int]]:
    """(workspace id, check-in id) of open rounds of all workspaces whose closing time has come."""
    statement = (
        select(CheckIn.workspace_id, CheckIn.id)
        .where(CheckIn.state == OPEN, CheckIn.closing_at <= now, here(CheckIn.workspace_id))
        .order_by(CheckIn.closing_at)
        .limit(limit)
    )
    return [(workspace_id, check_in_id) for workspace_id, check_in_id in session.execute(statement)]


def begin_closing(session: Session, workspace_id: int, check_in_id: int, now: datetime) -> bool:
    """Close the round; False when somebody else did."""
    changed = session.execute(
        update(CheckIn)
        .where(
            CheckIn.workspace_id == workspace_id, CheckIn.id == check_in_id, CheckIn.state == OPEN
        )
        .values(state=CLOSED, closed_at=now)
        .execution_options(synchronize_session="fetch")
    )
    assert isinstance(changed, CursorResult)  # noqa: S101 - for the type checker
    return changed.rowcount == 1


def counts(session: Session, workspace_id: int, check_in_id: int, *, begun: bool = False) -> Counts:
    """How many were asked and have finished; with `begun`, who saved a page counts as well."""
    finished: ColumnElement[bool] = Participant.finished_at.is_not(None)
    if begun:
        finished = exists().where(
            Answer.workspace_id == Participant.workspace_id,
            Answer.participant_id == Participant.id,
        )
    asked, answered, both = session.execute(
        select(
            func.count(case((Participant.asked, 1))),
            func.count(case((finished, 1))),
            func.count(case((Participant.asked & finished, 1))),
        ).where(Participant.workspace_id == workspace_id, Participant.check_in_id == check_in_id)
    ).one()
    return Counts(asked, answered, both)


def _of(workspace_id: int, team_id: int) -> Select[CheckIn]:
    return select(CheckIn).where(CheckIn.workspace_id == workspace_id, CheckIn.team_id == team_id)


# Built once: somebody waits for every page.
_ASKED = (
    select(CheckIn, Schedule.zone, Participant)
    .join(
        Schedule,
        (Schedule.workspace_id == CheckIn.workspace_id) & (Schedule.team_id == CheckIn.team_id),
    )
    .outerjoin(
        Participant,
        and_(
            Participant.workspace_id == CheckIn.workspace_id,
            Participant.check_in_id == CheckIn.id,
            Participant.user_id == bindparam("user_id"),
        ),
    )
    .where(
        CheckIn.workspace_id == bindparam("workspace_id"), CheckIn.id == bindparam("check_in_id")
    )
)
_FOR_PERSON = {
    Hold.NOT: _ASKED,
    Hold.TOGETHER: _ASKED.with_for_update(of=CheckIn, read=True),
    Hold.ALONE: _ASKED.with_for_update(of=CheckIn, key_share=True),
}
