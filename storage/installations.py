"""Tokens of workspaces, encrypted by whoever hands them in. Every function names the workspace."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.models import Installation
from storage.upsert import upsert


def save(session: Session, workspace_id: int, values: Mapping[str, Any]) -> None:
    """Store what an installation gave; a newer one takes the older one's place."""
    row = {"lease_token": "", "lease_until": None, **values, "workspace_id": workspace_id}
    upsert(session, Installation, [row], key=("workspace_id",), update=tuple(values))


def find(session: Session, workspace_id: int, *, lock: bool = False) -> Installation | None:
    """The workspace's installation, None when there is none (any more)."""
    statement = select(Installation).where(Installation.workspace_id == workspace_id)
    return session.scalar(statement.with_for_update() if lock else statement)


def remove(session: Session, workspace_id: int) -> bool:
    """Delete the workspace's tokens; False when there were none."""
    gone = delete(Installation).where(Installation.workspace_id == workspace_id)
    return session.scalar(gone.returning(Installation.id)) is not None
