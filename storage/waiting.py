"""What of the outbox may be posted or edited, and when: the conditions and their order."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select, true
from sqlalchemy.orm import Session, aliased

from storage import pace
from storage.models import LONG_AGO, Message
from storage.presence import here
from storage.types import UtcDateTime

PENDING, SENDING, SENT = "pending", "sending", "sent"
UNKNOWN, UNCONFIRMED, FAILED = "unknown", "unconfirmed", "failed"
# Scopes of storage.pace.
POST, EDIT = "chat.postMessage", "chat.update"
OPEN, LOOK = "conversations.open", "conversations.history"

EVER = datetime.fromisoformat(LONG_AGO).replace(tzinfo=UTC)
ALWAYS = literal(EVER, UtcDateTime())
# Slack's ids of people begin so; a message to one is a direct message.
TO_A_PERSON = or_(Message.channel.startswith("U"), Message.channel.startswith("W"))
# Of what waits, so many are looked at to tell when the next is due.
_LOOKED_AT = 200


def due(session: Session, now: datetime, limit: int, passed: set[int]) -> list[Message]:
    """What may be posted, or else edited, in all workspaces; of each channel at most one message,
    and none `passed`.

    The rows are locked; those that another replica has locked are left to it.
    """
    for waits, *scopes in _STEPS:
        statement = (
            select(Message)
            .where(waits, Message.not_before <= now, _due_at(*scopes) <= now)
            .where(Message.id.not_in(passed) if passed else true())
            .order_by(Message.not_before, Message.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        found = session.scalars(statement).all()
        if found:
            firsts: dict[tuple[int, str], Message] = {}
            for message in found:
                firsts.setdefault((message.workspace_id, message.channel), message)
            return list(firsts.values())
    return []


def next_due(session: Session) -> datetime | None:
    """When a claim can next find something (the database's time), in whatever workspace; None while
    nothing waits.

    Of very many that wait the earliest are looked at; a claim may then find something sooner.
    """
    moments = []
    for waits, *scopes in _STEPS:
        moment = select(_due_at(*scopes).label("due")).where(waits)
        first = moment.order_by(Message.not_before, Message.id).limit(_LOOKED_AT).subquery()
        moments.append(session.scalar(select(func.min(first.c.due))))
    return min((moment for moment in moments if moment is not None), default=None)


def orphaned() -> ColumnElement[bool]:
    """Whether the message belongs into a thread whose first message failed."""
    first = aliased(Message)
    lost = exists().where(
        first.workspace_id == Message.workspace_id,
        first.check_in_id == Message.check_in_id,
        first.channel == Message.channel,
        first.position == 0,
        first.state == FAILED,
    )
    return and_(Message.position > 0, lost)


def _to_post() -> ColumnElement[bool]:
    before, other = aliased(Message), aliased(Message)
    waits = exists().where(
        before.workspace_id == Message.workspace_id,
        before.check_in_id == Message.check_in_id,
        before.position < Message.position,
        before.state.in_((PENDING, SENDING, UNKNOWN, UNCONFIRMED)),
    )
    busy = exists().where(
        other.workspace_id == Message.workspace_id,
        other.channel == Message.channel,
        other.state == SENDING,
    )
    return and_(Message.state == PENDING, ~waits, ~busy, ~orphaned(), here(Message.workspace_id))


def _due_at(*scopes: ColumnElement[str] | str) -> ColumnElement[datetime]:
    """The latest of everything that a message's next step has to wait for."""
    latest: ColumnElement[datetime] = func.coalesce(Message.not_before, ALWAYS)
    for wait in (Message.lease_until, pace.rests_until(Message.workspace_id, *scopes)):
        moment = func.coalesce(wait, ALWAYS)
        latest = case((moment > latest, moment), else_=latest)
    return latest


# What a message waits for, and the scopes that must not rest meanwhile: to be posted, to be edited.
_STEPS: tuple[tuple[Any, ...], ...] = (
    (_to_post(), POST, literal(f"{POST}:") + Message.channel, case((TO_A_PERSON, OPEN))),
    (and_(Message.state == SENT, Message.shown < Message.wanted, here(Message.workspace_id)), EDIT),
)
