"""The outbox: messages wait here until they are posted, and are edited from here.

States: pending → sending → sent; or back to pending (not posted, later again), unknown (nobody
knows whether it was posted), unconfirmed (nobody can find out), failed (Slack refused for good).
A claim is a lease with a token; whoever lost the lease can no longer write (fencing).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Update, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from storage import pace
from storage.database import Database
from storage.models import Message
from storage.presence import here
from storage.waiting import (  # noqa: F401 - the outbox's words, for those who use it
    ALWAYS,
    EDIT,
    EVER,
    FAILED,
    LOOK,
    OPEN,
    PENDING,
    POST,
    SENDING,
    SENT,
    TO_A_PERSON,
    UNCONFIRMED,
    UNKNOWN,
    due,
    next_due,
    orphaned,
)

# How the error of a message begins that waits for its channel to come back.
GONE = "its channel is gone: "


def enqueue(
    session: Session,
    *,
    workspace_id: int,
    key: str,
    kind: str,
    channel: str,
    about: Mapping[str, Any],
    now: datetime,
    team_id: int | None = None,
    check_in_id: int | None = None,
    position: int = 0,
    not_before: datetime | None = None,
) -> bool:
    """Put a message into the outbox; False when the workspace has one with this key.

    `not_before` (the database's time) is when it may be posted; None: at once.
    """
    sqlite = session.get_bind().dialect.name == "sqlite"
    values = {
        "workspace_id": workspace_id,
        "key": key,
        "kind": kind,
        "channel": channel,
        "about": dict(about),
        "team_id": team_id,
        "check_in_id": check_in_id,
        "position": position,
        "state": PENDING,
        "not_before": not_before or EVER,
        "created_at": now,
    }
    row = (insert_sqlite if sqlite else insert_postgresql)(Message).values(values)
    once = row.on_conflict_do_nothing(index_elements=["workspace_id", "key"])
    return session.scalar(once.returning(Message.id)) is not None


def want_edit(session: Session, workspace_id: int, key: str) -> None:
    """Have the message edited (again) to show what the database now says."""
    mine = and_(Message.workspace_id == workspace_id, Message.key == key)
    _run(session, update(Message).where(mine).values(wanted=Message.wanted + 1))


def claim(
    session: Session,
    *,
    token: str,
    now: datetime,
    lease: timedelta,
    interval: timedelta = timedelta(0),
) -> Message | None:
    """Take one message that may be posted or edited now, under a lease; None when there is none."""
    one = claim_some(session, token=token, now=now, lease=lease, interval=interval, limit=1)
    return one[0] if one else None


def claim_some(
    session: Session,
    *,
    token: str,
    now: datetime,
    lease: timedelta,
    interval: timedelta = timedelta(0),
    limit: int,
) -> list[Message]:
    """Take up to `limit` messages that may be posted or edited now, under a lease.

    `now` is the database's time. A message of a round, of whatever workspace, waits until those
    before it are settled, and a channel takes one post at a time; after a claim it rests for
    `interval`.
    """
    claimed: list[Message] = []
    passed: set[int] = set()
    while len(claimed) < limit and (found := due(session, now, limit - len(claimed), passed)):
        for message in found:
            passed.add(message.id)
            channel = message.workspace_id, f"{POST}:{message.channel}"
            # Two claimers cannot see each other's claims yet, but they meet at the channel's pace.
            if message.state == SENT or pace.take(session, *channel, now, now + interval):
                message.lease_token, message.lease_until = token, now + lease
                if message.state == PENDING:
                    message.state = SENDING
                claimed.append(message)
        session.flush()
    return claimed


def hold(session: Session, workspace_id: int, until: datetime) -> int:
    """Posts of a workspace that Slack told to wait: none is looked at before. How many.

    What keeps them back is the workspace's pace; this keeps them out of the other ones' way.
    """
    ours = Message.workspace_id == workspace_id
    early = and_(ours, Message.state == PENDING, Message.not_before < until)
    return _change(session, early, {"not_before": until}, ours)


def begin(session: Session, message: Message, *, tried_at: datetime, now: datetime) -> bool:
    """Note that the message is about to be sent; False when the lease is no longer ours."""
    attempt: dict[str, Any] = {"attempts": Message.attempts + 1}
    if message.state == SENDING:
        attempt["first_tried_at"] = func.coalesce(Message.first_tried_at, tried_at)
    return _settle(session, message, attempt, Message.lease_until > now)


def sent(session: Session, message: Message, channel: str, ts: str) -> bool:
    """Posted. Like every settling: False when the lease is no longer ours, and nothing changes."""
    return _settle(session, message, {**_landed(channel, ts), "shown": message.wanted})


def found(session: Session, message: Message, channel: str, ts: str) -> bool:
    """Found in Slack after all; edits wanted since it was tried are still to be made."""
    return _settle(session, message, _landed(channel, ts))


def edited(session: Session, message: Message) -> bool:
    """The edit that the row asked for when it was claimed is shown, or can never be."""
    return _settle(session, message, {"shown": message.wanted, "attempts": 0, **_released()})


def later(session: Session, message: Message, until: datetime, *, plain: bool = False) -> bool:
    """Surely not posted: try again, not before `until` (the database's time)."""
    state = SENT if message.state == SENT else PENDING
    values = {"state": state, "not_before": until, **_released()}
    return _settle(session, message, {**values, "plain": True} if plain else values)


def unknown(session: Session, message: Message, settled_by: datetime, reason: str) -> bool:
    """It may have been posted; by `settled_by` the request can no longer land."""
    values = {"state": UNKNOWN, "not_before": settled_by, "error": reason[:500]}
    return _settle(session, message, {**values, **_released()})


def gone(session: Session, message: Message, until: datetime, error: str) -> bool:
    """Its channel takes nothing: again at `until`, or when storage.channels releases it."""
    state = {"state": PENDING, "error": f"{GONE}{error}"[:500]} if message.state != SENT else {}
    values = {**state, "not_before": until, **_released()}
    here = Message.channel == message.channel  # a channel that has moved meanwhile may take it
    return _settle(session, message, values, here) or later(session, message, EVER)


def failed(session: Session, message: Message, error: str) -> bool:
    """Refused for good."""
    return _settle(session, message, {"state": FAILED, "error": error[:500], **_released()})


def fail_orphans(session: Session) -> int:
    """Fail what belongs into the thread of a round's first message that failed; how many, in all
    workspaces.
    """
    where = and_(Message.state == PENDING, orphaned(), here(Message.workspace_id))
    return _change(session, where, {"state": FAILED, "error": "there is no thread to post in"})


def expire(session: Session, now: datetime, settled_by: datetime) -> int:
    """Leases that ran out while sending: nobody knows what became of those. How many,
    in all workspaces.

    By `settled_by` a request that was begun within the lease can no longer land.
    """
    values = {"state": UNKNOWN, "not_before": settled_by, "error": "the process died while sending"}
    where = and_(Message.state == SENDING, Message.lease_until <= now)
    return _change(session, where, {**values, **_released()})


def to_reconcile(
    session: Session, *, token: str, now: datetime, lease: timedelta
) -> Message | None:
    """Take one message of unknown fate whose request can no longer land, of whatever workspace."""
    free = or_(Message.lease_until.is_(None), Message.lease_until <= now)
    may_look = func.coalesce(pace.rests_until(Message.workspace_id, LOOK), ALWAYS) <= now
    statement = (
        select(Message)
        .where(Message.state == UNKNOWN, Message.not_before <= now, free, may_look)
        .where(here(Message.workspace_id))
        .order_by(Message.not_before)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    message = session.scalar(statement)
    if message is not None:
        message.lease_token, message.lease_until = token, now + lease
    return message


def unconfirmed(session: Session, message: Message, reason: str) -> bool:
    """Nobody can find out whether it was posted: it is kept, and never posted again by itself."""
    return _settle(session, message, {"state": UNCONFIRMED, "error": reason[:500], **_released()})


def look_later(session: Session, message: Message, until: datetime) -> bool:
    """Still unknown; look again, not before `until`."""
    return _settle(session, message, {"not_before": until, **_released()})


def confirm(session: Session, workspace_id: int, key: str, channel: str, ts: str) -> bool:
    """A click on the message proves that it was posted; False when that was known already.

    It proves it for a message that is to be posted again, too: a late one that landed after all.
    """
    here = Message.channel == channel
    if channel.startswith("D"):
        here = or_(here, TO_A_PERSON)
    tried = and_(Message.state != SENT, Message.first_tried_at.is_not(None))
    where = and_(Message.workspace_id == workspace_id, Message.key == key, here, tried)
    return _run(session, update(Message).where(where).values(**_landed(channel, ts))) == 1


def thread_of(database: Database, message: Message) -> str:
    """The time stamp of the channel message in whose thread a round's message belongs, or ""."""
    first = select(Message.ts).where(
        Message.workspace_id == message.workspace_id,
        Message.check_in_id == message.check_in_id,
        Message.channel == message.channel,
        Message.position == 0,
    )
    with database.transaction() as session:
        return session.scalar(first) or ""


def _settle(
    session: Session, message: Message, values: Mapping[str, Any], *also: ColumnElement[bool]
) -> bool:
    ours = and_(Message.workspace_id == message.workspace_id, Message.id == message.id)
    mine = and_(ours, Message.lease_token == message.lease_token, *also)
    return _run(session, update(Message).where(mine).values(**values)) == 1


def _change(
    session: Session,
    where: ColumnElement[bool],
    values: Mapping[str, Any],
    *ours: ColumnElement[bool],
) -> int:
    """Update what matches, of all workspaces unless `ours` names one.

    Rows that another replica is just changing are left to it.
    """
    ids = select(Message.id).where(where).order_by(Message.id).with_for_update(skip_locked=True)
    return _run(session, update(Message).where(*ours, Message.id.in_(ids)).values(**values))


def _run(session: Session, statement: Update) -> int:
    """How many rows it changed."""
    changed = session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(changed, CursorResult)  # noqa: S101 - for the type checker
    return int(changed.rowcount)


def _landed(channel: str, ts: str) -> dict[str, Any]:
    posted = {"state": SENT, "posted_channel": channel, "ts": ts, "error": ""}
    return {**posted, **_released()}


def _released() -> dict[str, Any]:
    return {"lease_token": "", "lease_until": None}
