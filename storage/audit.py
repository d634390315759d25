"""Who changed settings, took data out or had it erased. Every function names the workspace."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Audit


def note(
    session: Session,
    workspace_id: int,
    action: str,
    *,
    actor: str,
    channel: str,
    at: datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write down who did it, in the transaction that does it."""
    session.add(
        Audit(
            workspace_id=workspace_id,
            action=action,
            actor=actor,
            channel=channel,
            at=at,
            detail=dict(detail or {}),
        )
    )


def of_channel(session: Session, workspace_id: int, channel: str, most: int) -> Sequence[Audit]:
    """What was done to a channel's team, the newest first, at most so many entries."""
    statement = (
        select(Audit)
        .where(Audit.workspace_id == workspace_id, Audit.channel == channel)
        .order_by(Audit.at.desc(), Audit.id.desc())
        .limit(most)
    )
    return session.scalars(statement).all()
