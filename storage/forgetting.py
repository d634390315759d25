"""Taking one person out of everything that is kept. Every function names the workspace."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import String, cast, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from storage.models import (
    Answer,
    CheckIn,
    Comment,
    Commitment,
    Installation,
    Message,
    Participant,
    Person,
    Score,
    Target,
    Team,
)
from storage.waiting import SENT

# Instead of who paused a team.
SOMEBODY_PAUSED = "somebody paused them"


def count_answered(session: Session, workspace_id: int, user_id: str) -> int:
    """In how many check-ins there are answers of somebody."""
    mine = Participant.workspace_id == workspace_id, Participant.user_id == user_id
    gave = exists().where(
        Answer.workspace_id == Participant.workspace_id, Answer.participant_id == Participant.id
    )
    return session.scalar(select(func.count()).where(*mine, gave)) or 0


def count_steps(session: Session, workspace_id: int, user_id: str) -> int:
    """How many steps somebody took on."""
    mine = Commitment.workspace_id == workspace_id, Commitment.owner == user_id
    return session.scalar(select(func.count()).where(*mine)) or 0


def rounds_with(session: Session, workspace_id: int, user_id: str) -> Sequence[CheckIn]:
    """The rounds that name somebody, locked: nobody saves or closes before the transaction ends."""
    took_part = exists().where(
        Participant.workspace_id == workspace_id,
        Participant.check_in_id == CheckIn.id,
        Participant.user_id == user_id,
    )
    by = or_(*(column == user_id for column in _IN_ROUNDS))
    statement = select(CheckIn).where(CheckIn.workspace_id == workspace_id, or_(took_part, by))
    return session.scalars(statement.order_by(CheckIn.id).with_for_update()).all()


def wrote(session: Session, person: Participant) -> tuple[bool, bool]:
    """Whether somebody gave answers in a round, and comments."""
    gave = select(Answer.id).where(
        Answer.workspace_id == person.workspace_id, Answer.participant_id == person.id
    )
    said = select(Comment.id).where(
        Comment.workspace_id == person.workspace_id, Comment.participant_id == person.id
    )
    return bool(session.scalar(select(gave.exists()))), bool(session.scalar(select(said.exists())))


def remove_people(session: Session, row: CheckIn) -> None:
    """Delete everybody of a round, with what they said in it."""
    mine = Participant.workspace_id == row.workspace_id, Participant.check_in_id == row.id
    _run(session, delete(Participant).where(*mine))


def remove_scores(session: Session, row: CheckIn) -> None:
    """A round shows no level any more, and nothing that came of it does."""
    mine = Score.workspace_id == row.workspace_id, Score.check_in_id == row.id
    session.execute(delete(Score).where(*mine))
    row.enough, row.fall, row.fall_by = False, "", ""
    targets = Target.workspace_id == row.workspace_id, Target.reached_in == row.id
    session.execute(update(Target).where(*targets).values(reached_in=None))
    # A step that was done in it or later may have been told with its levels.
    steps = Commitment.workspace_id == row.workspace_id, Commitment.team_id == row.team_id
    unknown = {"level_before": None, "level_after": None}
    session.execute(update(Commitment).where(*steps, Commitment.done_in >= row.id).values(unknown))


def later_rounds(session: Session, row: CheckIn) -> list[int]:
    """The ids of the team's rounds that closed after a closed one."""
    mine = CheckIn.workspace_id == row.workspace_id, CheckIn.team_id == row.team_id
    return list(session.scalars(select(CheckIn.id).where(*mine, CheckIn.closed_at > row.closed_at)))


def teams_with(session: Session, workspace_id: int, user_id: str) -> list[Team]:
    """The teams whose settings name somebody, locked."""
    quoted = f'"{user_id}"'
    named = or_(
        cast(Team.admins, String).contains(quoted, autoescape=True),
        cast(Team.picked, String).contains(quoted, autoescape=True),
        Team.created_by == user_id,
        Team.sharing_allowed_by == user_id,
        Team.paused_reason.contains(f"<@{user_id}>", autoescape=True),
    )
    mine = select(Team).where(Team.workspace_id == workspace_id, named)
    return list(session.scalars(mine.order_by(Team.id).with_for_update()))


def done_by(session: Session, workspace_id: int, user_id: str) -> list[int]:
    """The ids of the rounds that showed a step of somebody's done."""
    mine = Commitment.workspace_id == workspace_id, Commitment.owner == user_id
    return list(
        session.scalars(select(Commitment.done_in).where(*mine, Commitment.done_in.is_not(None)))
    )


def unname(session: Session, workspace_id: int, user_id: str) -> None:
    """Take somebody's id out of every column that holds one, and forget what they want of Rung."""
    for column in (*_IN_ROUNDS, *_ELSEWHERE):
        table = column.class_
        mine = table.workspace_id == workspace_id, column == user_id
        _run(session, update(table).where(*mine).values({column.key: ""}))
    mine = Person.workspace_id == workspace_id, Person.user_id == user_id
    _run(session, delete(Person).where(*mine))


def direct_messages(session: Session, workspace_id: int, user_id: str) -> None:
    """Forget what was, or was to be, said to somebody."""
    mine = Message.workspace_id == workspace_id, Message.channel == user_id
    _run(session, delete(Message).where(*mine))


def unname_messages(
    session: Session, workspace_id: int, user_id: str, without: Callable[[Any], Any]
) -> None:
    """Take somebody out of what messages are about, and have those that are posted edited.

    `without` gives what a message is about without them.
    """
    quoted = cast(Message.about, String).contains(f'"{user_id}"', autoescape=True)
    keyed = Message.key.contains(user_id, autoescape=True)
    mine = select(Message).where(Message.workspace_id == workspace_id, or_(quoted, keyed))
    for row in session.scalars(mine.order_by(Message.id).with_for_update()):
        row.about = without(row.about)
        row.key = row.key.replace(user_id, f"erased{row.id}")[:120]
        row.wanted += row.state == SENT


def show_again(
    session: Session, workspace_id: int, check_in_ids: Collection[int], kinds: Collection[str]
) -> None:
    """Have messages of rounds edited, to show what holds now."""
    mine = Message.workspace_id == workspace_id, Message.check_in_id.in_(check_in_ids)
    again = update(Message).where(*mine, Message.kind.in_(kinds), Message.state == SENT)
    _run(session, again.values(wanted=Message.wanted + 1))


_IN_ROUNDS = (CheckIn.started_by, CheckIn.closed_by, CheckIn.fall_by)
_ELSEWHERE = (
    Commitment.owner,
    Commitment.created_by,
    Commitment.ended_by,
    Target.set_by,
    Team.created_by,
    Team.sharing_allowed_by,
    Installation.installed_by,
)


def _run(session: Session, statement: Any) -> None:
    session.execute(statement.execution_options(synchronize_session=False))
