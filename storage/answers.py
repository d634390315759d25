"""Participants, their answers and comments. Every write is an upsert on a natural key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.models import Answer, CheckIn, Comment, Participant
from storage.upsert import upsert


@dataclass(frozen=True)
class Given:
    """One person's answers (criterion path → choice) in one round, and when the last was given."""

    user_id: str
    role: str
    answers: dict[str, str]
    answered_at: datetime | None = None


def ask(session: Session, workspace_id: int, check_in_id: int, user_ids: list[str]) -> None:
    """Note who is asked in a round."""
    session.add_all(
        Participant(workspace_id=workspace_id, check_in_id=check_in_id, user_id=user, asked=True)
        for user in user_ids
    )


def participant(
    session: Session, workspace_id: int, check_in_id: int, user_id: str
) -> Participant | None:
    """The person's row in a round, None for somebody who was not asked and has not answered."""
    return session.scalar(
        select(Participant).where(
            Participant.workspace_id == workspace_id,
            Participant.check_in_id == check_in_id,
            Participant.user_id == user_id,
        )
    )


def take_part(session: Session, workspace_id: int, check_in_id: int, user_id: str) -> Participant:
    """The person's row in a round, made for somebody who was not asked."""
    found = participant(session, workspace_id, check_in_id, user_id)
    if found is not None:
        return found
    row = {
        "workspace_id": workspace_id,
        "check_in_id": check_in_id,
        "user_id": user_id,
        "asked": False,
        "role": "",
    }
    upsert(session, Participant, [row], key=("check_in_id", "user_id"))
    made = participant(session, workspace_id, check_in_id, user_id)
    assert made is not None  # noqa: S101 - just made in this transaction
    return made


def save(session: Session, person: Participant, answers: Mapping[str, str], now: datetime) -> None:
    """Store answers; an answer given again replaces the one before."""
    rows = [
        {
            "workspace_id": person.workspace_id,
            "participant_id": person.id,
            "criterion": criterion,
            "choice": choice,
            "answered_at": now,
        }
        for criterion, choice in answers.items()
    ]
    key = ("participant_id", "criterion")
    upsert(session, Answer, rows, key=key, update=("choice", "answered_at"))


def comment(session: Session, person: Participant, dimension: str, body: str) -> None:
    """Store the person's comment on a dimension; an empty one removes it."""
    if not body:
        session.execute(
            delete(Comment).where(
                Comment.participant_id == person.id, Comment.dimension == dimension
            )
        )
        return
    row = {
        "workspace_id": person.workspace_id,
        "participant_id": person.id,
        "dimension": dimension,
        "body": body,
    }
    upsert(session, Comment, [row], key=("participant_id", "dimension"), update=("body",))


def comments(session: Session, workspace_id: int, check_in_id: int) -> list[tuple[str, str, str]]:
    """(user id, dimension, text) of a round's comments, in an order that tells nothing of time."""
    statement = (
        select(Participant.user_id, Comment.dimension, Comment.body)
        .join(Participant, Participant.id == Comment.participant_id)
        .where(Participant.workspace_id == workspace_id, Participant.check_in_id == check_in_id)
        .order_by(Comment.dimension, Comment.body)
    )
    return [(user, dimension, body) for user, dimension, body in session.execute(statement)]


def of_person(session: Session, person: Participant) -> dict[str, str]:
    """What the person answered in the round: criterion path → choice."""
    rows = select(Answer.criterion, Answer.choice).where(Answer.participant_id == person.id)
    return dict(session.execute(rows).all())


def comments_of(session: Session, person: Participant) -> dict[str, str]:
    """The person's comments: dimension → text."""
    rows = select(Comment.dimension, Comment.body).where(Comment.participant_id == person.id)
    return dict(session.execute(rows).all())


def in_round(session: Session, workspace_id: int, check_in_id: int) -> list[Given]:
    """Everybody's answers in a round; people with none are left out."""
    asked = select(Participant.id, Participant.user_id, Participant.role).where(
        Participant.workspace_id == workspace_id, Participant.check_in_id == check_in_id
    )
    people: dict[int, Given] = {
        person: Given(user, role, {})
        for person, user, role in session.execute(asked.order_by(Participant.id))
    }
    # By their ids, not by a join: of the many rows each is as narrow as can be.
    of_round = select(Participant.id).where(Participant.check_in_id == check_in_id)
    given = select(Answer.participant_id, Answer.criterion, Answer.choice).where(
        Answer.participant_id.in_(of_round)
    )
    for person, criterion, choice in session.execute(given).tuples():
        people[person].answers[criterion] = choice
    return [given for given in people.values() if given.answers]


def last_time(
    session: Session, workspace_id: int, team_id: int, user_id: str, before: CheckIn
) -> Given | None:
    """The person's answers in their last round of the team before this one."""
    statement = (
        select(Participant)
        .join(CheckIn, CheckIn.id == Participant.check_in_id)
        .join(Answer, Answer.participant_id == Participant.id)
        .where(
            CheckIn.workspace_id == workspace_id,
            CheckIn.team_id == team_id,
            CheckIn.id != before.id,
            CheckIn.rubric == before.rubric,
            Participant.user_id == user_id,
        )
        .order_by(CheckIn.opened_at.desc(), CheckIn.id.desc())
        .limit(1)
    )
    person = session.scalar(statement)
    if person is None:
        return None
    latest = session.scalars(
        select(Answer.answered_at).where(Answer.participant_id == person.id)
    ).all()
    return Given(user_id, person.role, of_person(session, person), max(latest))
