"""What is keyed by a channel: looks at it, what waits for it, its id and everything under it.

Every function but the claim names the workspace.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, String, Update, cast, exists, select, update
from sqlalchemy.orm import Session

from storage.checkins import OPEN
from storage.messages import FAILED, GONE, PENDING, SENT
from storage.models import Audit, CheckIn, Message, Team, Workspace
from storage.waiting import EVER

# More teams of one workspace that stopped by themselves are not listed for one person.
MOST_STOPPED = 500


def claim_looks(
    session: Session, now: datetime, *, lease: timedelta, limit: int
) -> list[tuple[int, int, str]]:
    """(workspace id, team id, channel) of teams whose channel is to be looked at: the worker's
    sweep over all workspaces, but for those that have left.

    Each is looked at again after the lease (the product's time), unless a look settles when.
    """
    statement = (
        select(Team)
        .join(Workspace, Workspace.id == Team.workspace_id)
        .where(Team.look_at <= now, Workspace.left_at.is_(None))
        .order_by(Team.look_at, Team.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Team)
    )
    found = session.scalars(statement).all()
    for row in found:
        row.look_at = now + lease
    return [(row.workspace_id, row.id, row.channel_id) for row in found]


def stopped(session: Session, workspace_id: int, without: Collection[str]) -> Sequence[Team]:
    """The workspace's paused teams, but for those of some channels; at most so many."""
    statement = (
        select(Team)
        .where(
            Team.workspace_id == workspace_id,
            Team.paused_at.is_not(None),
            Team.channel_id.not_in(without),
        )
        .order_by(Team.channel_name, Team.id)
        .limit(MOST_STOPPED)
    )
    return session.scalars(statement).all()


def remind_from(session: Session, workspace_id: int, team_id: int, when: datetime | None) -> None:
    """When to look next who of the team's open round is to be reminded; None: never."""
    mine = CheckIn.workspace_id == workspace_id, CheckIn.team_id == team_id
    _run(session, update(CheckIn).where(*mine, CheckIn.state == OPEN).values(remind_at=when))


def release(session: Session, workspace_id: int, channel: str, since: datetime) -> int:
    """The channel takes posts again: what waits for it may go; how much is too old for that.

    Too old are posts from before `since` (the product's time); an edit never is.
    """
    waits = (
        Message.workspace_id == workspace_id,
        Message.channel == channel,
        Message.error.startswith(GONE),
        Message.state == PENDING,
    )
    stale = {"state": FAILED, "error": "its channel was gone for too long"}
    dropped = _run(session, update(Message).where(*waits, Message.created_at < since).values(stale))
    _run(session, update(Message).where(*waits).values(not_before=EVER, error=""))
    edits = (
        Message.workspace_id == workspace_id,
        Message.channel == channel,
        Message.state == SENT,
        Message.shown < Message.wanted,
    )
    _run(session, update(Message).where(*edits).values(not_before=EVER))
    return dropped


def move(session: Session, workspace_id: int, old: str, new: str) -> bool:
    """A channel has another id: so has everything that is keyed by it. False: `new` has a team."""
    teams = Team.workspace_id == workspace_id, Team.channel_id == new
    if session.scalar(select(exists().where(*teams))):
        return False
    of_old = Team.workspace_id == workspace_id, Team.channel_id == old
    _run(session, update(Team).where(*of_old).values(channel_id=new))
    for column in (Message.channel, Message.posted_channel):
        here = Message.workspace_id == workspace_id, column == old
        _run(session, update(Message).where(*here).values({column: new}))
    logged = Audit.workspace_id == workspace_id, Audit.channel == old
    _run(session, update(Audit).where(*logged).values(channel=new))
    for row, words in _that_mention(session, workspace_id, old):
        setattr(row, words, _replaced(getattr(row, words), old, new))
    return True


def _that_mention(
    session: Session, workspace_id: int, channel: str
) -> list[tuple[Message | Audit, str]]:
    """Rows whose JSON column names the channel, and that column."""
    quoted = f'%"{channel}"%'
    messages = select(Message).where(
        Message.workspace_id == workspace_id, cast(Message.about, String).like(quoted)
    )
    entries = select(Audit).where(
        Audit.workspace_id == workspace_id, cast(Audit.detail, String).like(quoted)
    )
    return [
        *((row, "about") for row in session.scalars(messages)),
        *((row, "detail") for row in session.scalars(entries)),
    ]


def _replaced(value: Any, old: str, new: str) -> Any:
    """The JSON value with every text that is `old` turned into `new`."""
    if isinstance(value, Mapping):
        return {key: _replaced(inner, old, new) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, old, new) for inner in value]
    return new if value == old else value


def _run(session: Session, statement: Update) -> int:
    """How many rows it changed."""
    changed = session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(changed, CursorResult)  # noqa: S101 - for the type checker
    return int(changed.rowcount)
