"""Participants, their answers and comments. Every write is an upsert on a natural key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    and_,
    bindparam,
    delete,
    exists,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from storage.models import Answer, CheckIn, Comment, Participant
from storage.types import UtcDateTime
from storage.upsert import upsert


@dataclass(frozen=True)
class Given:
    """One person's answers (criterion path → choice) in one round, and when they were given."""

    user_id: str
    role: str
    answers: Mapping[str, str]
    answered_at: datetime


@dataclass(frozen=True)
class OfPerson:
    """This round's answers (criterion path → choice) and comments (dimension → text)."""

    answers: dict[str, str]
    comments: dict[str, str]
    before: Given | None


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
    row = {
        "workspace_id": workspace_id,
        "check_in_id": check_in_id,
        "user_id": user_id,
        "asked": False,
        "role": "",
    }
    upsert(session, Participant, [row], key=("check_in_id", "user_id"))
    return session.scalars(
        select(Participant).where(
            Participant.workspace_id == workspace_id,
            Participant.check_in_id == check_in_id,
            Participant.user_id == user_id,
        )
    ).one()


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
                Comment.workspace_id == person.workspace_id,
                Comment.participant_id == person.id,
                Comment.dimension == dimension,
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
        .join(Participant, _their(Comment))
        .where(Participant.workspace_id == workspace_id, Participant.check_in_id == check_in_id)
        .order_by(Comment.dimension, Comment.body)
    )
    return [(user, dimension, body) for user, dimension, body in session.execute(statement)]


def respondents(session: Session, workspace_id: int, check_in_id: int) -> int:
    """How many people gave an answer in a round."""
    counted = select(func.count()).select_from(Participant)
    statement = counted.where(
        Participant.workspace_id == workspace_id,
        Participant.check_in_id == check_in_id,
        exists().where(_their(Answer)),
    )
    return session.scalar(statement) or 0


def who_answered(
    session: Session, workspace_id: int, check_in_ids: list[int]
) -> dict[int, frozenset[str]]:
    """The ids of the people who gave an answer, by round."""
    found: dict[int, set[str]] = {round_id: set() for round_id in check_in_ids}
    statement = select(Participant.check_in_id, Participant.user_id).where(
        Participant.workspace_id == workspace_id,
        Participant.check_in_id.in_(check_in_ids),
        exists().where(_their(Answer)),
    )
    for round_id, user in session.execute(statement):
        found[round_id].add(user)
    return {round_id: frozenset(users) for round_id, users in found.items()}


def tally_by_role(
    session: Session, workspace_id: int, check_in_id: int
) -> dict[str, dict[str, dict[str, int]]]:
    """How many of each role gave which answer in a round: role → criterion path → choice → count.

    The empty role is that of people who named none.
    """
    statement = (
        select(Participant.role, Answer.criterion, Answer.choice, func.count())
        .join(Participant, _their(Answer))
        .where(Participant.workspace_id == workspace_id, Participant.check_in_id == check_in_id)
        .group_by(Participant.role, Answer.criterion, Answer.choice)
    )
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for role, criterion, choice, count in session.execute(statement):
        counts.setdefault(role, {}).setdefault(criterion, {})[choice] = count
    return counts


def in_round(session: Session, workspace_id: int, check_in_id: int) -> list[Given]:
    """Everybody's answers in a round; people with none are left out."""
    statement = (
        select(Participant.user_id, Participant.role, Answer.criterion, Answer.choice,
               Answer.answered_at)
        .join(Answer, _their(Answer))
        .where(Participant.workspace_id == workspace_id, Participant.check_in_id == check_in_id)
        .order_by(Participant.id)
    )  # fmt: skip
    people: dict[str, tuple[str, dict[str, str], datetime]] = {}
    for user, role, criterion, choice, at in session.execute(statement):
        _, answers, latest = people.setdefault(user, (role, {}, at))
        answers[criterion] = choice
        people[user] = (role, answers, max(latest, at))
    return [Given(user, role, answers, at) for user, (role, answers, at) in people.items()]


def of_person(session: Session, row: CheckIn, user_id: str) -> OfPerson:
    """What somebody has said in a round, and what they answered in the team's last one before."""
    people: dict[int, Given] = {}
    comments: dict[str, str] = {}
    which = {
        "workspace_id": row.workspace_id,
        "team_id": row.team_id,
        "check_in_id": row.id,
        "rubric": row.rubric,
        "user_id": user_id,
    }
    for round_id, role, about, said, at in session.execute(_OF_PERSON, which):
        if at is None:
            comments[about] = said
            continue
        known = people.get(round_id) or Given(user_id, role, {}, at)
        given = {**known.answers, about: said}
        people[round_id] = Given(user_id, role, given, max(known.answered_at, at))
    now = people.pop(row.id, None)
    return OfPerson(dict(now.answers) if now else {}, comments, next(iter(people.values()), None))


def _of_person() -> CompoundSelect[int, str, str, str, datetime]:
    """Answers, with when they were given; and this round's comments, without."""
    earlier = aliased(Participant)
    last = (
        select(earlier.id)
        .join(CheckIn, _round_of(earlier))
        .where(
            earlier.workspace_id == bindparam("workspace_id"),
            earlier.user_id == bindparam("user_id"),
            CheckIn.team_id == bindparam("team_id"),
            CheckIn.id != bindparam("check_in_id"),
            CheckIn.rubric == bindparam("rubric"),
            exists().where(_their(Answer, earlier)),
        )
        .order_by(CheckIn.opened_at.desc(), CheckIn.id.desc())
        .limit(1)
    )
    ours = Participant.workspace_id == bindparam("workspace_id")
    this = and_(
        Participant.check_in_id == bindparam("check_in_id"),
        Participant.user_id == bindparam("user_id"),
    )
    answers = (
        select(Participant.check_in_id, Participant.role, Answer.criterion, Answer.choice,
               Answer.answered_at)
        .join(Answer, _their(Answer))
        .where(ours, or_(this, Participant.id == last.scalar_subquery()))
    )  # fmt: skip
    comments = (
        select(Participant.check_in_id, Participant.role, Comment.dimension, Comment.body,
               null().cast(UtcDateTime))
        .join(Comment, _their(Comment))
        .where(ours, this)
    )  # fmt: skip
    return answers.union_all(comments)


def _their(
    what: type[Answer | Comment], person: type[Participant] = Participant
) -> ColumnElement[bool]:
    return and_(what.workspace_id == person.workspace_id, what.participant_id == person.id)


def _round_of(person: type[Participant]) -> ColumnElement[bool]:
    return and_(CheckIn.workspace_id == person.workspace_id, CheckIn.id == person.check_in_id)


_OF_PERSON = _of_person()  # built once: somebody waits for every page
