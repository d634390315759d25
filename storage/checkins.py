"""Rounds: opening, counting, closing. Every function names the workspace it may look into."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, CursorResult, Select, case, func, select, update
from sqlalchemy.orm import Session

from storage.models import Answer, CheckIn, Participant, Schedule, Score, Team

OPEN, CLOSED, MISSED = "open", "closed", "missed"


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


def open_of(session: Session, workspace_id: int, team_id: int) -> CheckIn | None:
    """The team's open round."""
    return session.scalar(_of(workspace_id, team_id).where(CheckIn.state == OPEN))


def last_closed(session: Session, workspace_id: int, team_id: int) -> CheckIn | None:
    """The team's last closed round, whether it shows a level or not."""
    rounds = _of(workspace_id, team_id).where(CheckIn.state == CLOSED)
    return session.scalar(rounds.order_by(CheckIn.closed_at.desc(), CheckIn.id.desc()).limit(1))


def with_level(session: Session, workspace_id: int, team_id: int) -> list[CheckIn]:
    """The team's closed rounds that show a level, oldest first."""
    rounds = _of(workspace_id, team_id).where(CheckIn.state == CLOSED, CheckIn.enough)
    return list(session.scalars(rounds.order_by(CheckIn.closed_at, CheckIn.id)))


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
    """(workspace id, check-in id) of open rounds whose closing time has come."""
    statement = (
        select(CheckIn.workspace_id, CheckIn.id)
        .where(CheckIn.state == OPEN, CheckIn.closing_at <= now)
        .order_by(CheckIn.closing_at)
        .limit(limit)
    )
    return [(workspace_id, check_in_id) for workspace_id, check_in_id in session.execute(statement)]


def begin_saving(
    session: Session, workspace_id: int, check_in_id: int
) -> tuple[CheckIn, Team, Schedule] | None:
    """Take the round's row for a save, with its team; None when there is no such round.

    Saving and closing both begin by locking this row, so an answer is either scored or refused:
    the row is read once it is locked, and says whether it is still open.
    """
    statement = (
        select(CheckIn, Team, Schedule)
        .join(Team, Team.id == CheckIn.team_id)
        .join(Schedule, Schedule.team_id == CheckIn.team_id)
        .where(CheckIn.workspace_id == workspace_id, CheckIn.id == check_in_id)
        .with_for_update(of=CheckIn)
    )
    found = session.execute(statement).first()
    return (found[0], found[1], found[2]) if found else None


def begin_closing(session: Session, workspace_id: int, check_in_id: int, now: datetime) -> bool:
    """Close the round; False when somebody else did."""
    return _change(session, workspace_id, check_in_id, state=CLOSED, closed_at=now)


def counts(session: Session, check_in_id: int, *, begun: bool = False) -> Counts:
    """How many were asked and have finished; with `begun`, who saved a page counts as well."""
    finished: ColumnElement[bool] = Participant.finished_at.is_not(None)
    if begun:
        finished = select(Answer.id).where(Answer.participant_id == Participant.id).exists()
    asked, answered, both = session.execute(
        select(
            func.count(case((Participant.asked, 1))),
            func.count(case((finished, 1))),
            func.count(case((Participant.asked & finished, 1))),
        ).where(Participant.check_in_id == check_in_id)
    ).one()
    return Counts(asked, answered, both)


def _of(workspace_id: int, team_id: int) -> Select[CheckIn]:
    return select(CheckIn).where(CheckIn.workspace_id == workspace_id, CheckIn.team_id == team_id)


def _change(session: Session, workspace_id: int, check_in_id: int, **values: object) -> bool:
    changed = session.execute(
        update(CheckIn)
        .where(
            CheckIn.workspace_id == workspace_id, CheckIn.id == check_in_id, CheckIn.state == OPEN
        )
        .values(**values)
        .execution_options(synchronize_session="fetch")
    )
    assert isinstance(changed, CursorResult)  # noqa: S101 - for the type checker
    return changed.rowcount == 1
