"""Tokens of workspaces, encrypted by whoever hands them in.

Every function but `after`, with which an operator changes the keys, names the workspace.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from storage.models import Installation, Workspace
from storage.upsert import upsert


def save(session: Session, workspace_id: int, values: Mapping[str, Any]) -> None:
    """Store what an installation gave; a newer one takes the older one's place."""
    row = {"lease_token": "", "lease_until": None, **values, "workspace_id": workspace_id}
    upsert(session, Installation, [row], key=("workspace_id",), update=tuple(values))


def remove(session: Session, workspace_id: int) -> bool:
    """Delete the workspace's tokens; False when there were none."""
    gone = delete(Installation).where(Installation.workspace_id == workspace_id)
    return session.scalar(gone.returning(Installation.id)) is not None


def known(session: Session, workspace_id: int) -> tuple[Workspace, Installation] | None:
    """The workspace together with its installation, None when there is none (any more)."""
    statement = (
        select(Workspace, Installation)
        .join(Installation, Installation.workspace_id == Workspace.id)
        .where(Workspace.id == workspace_id)
    )
    row = session.execute(statement).one_or_none()
    return None if row is None else (row[0], row[1])


def lease(
    session: Session,
    workspace_id: int,
    *,
    token: str,
    seen: datetime | None,
    now: datetime,
    until: datetime,
) -> bool:
    """Be the one who gets the new token; False when somebody is at it or was quicker.

    `seen` is when the token expires that is to be replaced; `now` and `until` the database's time.
    """
    free = or_(Installation.lease_until.is_(None), Installation.lease_until <= now)
    mine = (
        update(Installation)
        .where(Installation.workspace_id == workspace_id, Installation.expires_at == seen, free)
        .values(lease_token=token, lease_until=until)
    )
    return session.scalar(mine.returning(Installation.id)) is not None


def renew(
    session: Session, workspace_id: int, seen: datetime | None, values: Mapping[str, Any]
) -> bool:
    """Store the new token in place of the one that expires then; False when that one is gone.

    It does not matter whether the lease ran out meanwhile: the old refresh token is used up.
    """
    replaced = (
        update(Installation)
        .where(Installation.workspace_id == workspace_id, Installation.expires_at == seen)
        .values(lease_token="", lease_until=None, **values)
    )
    return session.scalar(replaced.returning(Installation.id)) is not None


def rest(session: Session, workspace_id: int, token: str, until: datetime) -> None:
    """Slack gave no new token: nobody asks before `until`, and nobody waits for one."""
    session.execute(
        update(Installation)
        .where(Installation.workspace_id == workspace_id, Installation.lease_token == token)
        .values(lease_token="", lease_until=until)
    )


def after(session: Session, last: int, limit: int) -> Sequence[Installation]:
    """The next installations of all workspaces, in the order of their ids, locked."""
    statement = (
        select(Installation)
        .where(Installation.id > last)
        .order_by(Installation.id)
        .limit(limit)
        .with_for_update()
    )
    return session.scalars(statement).all()
