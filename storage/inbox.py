"""What Slack has delivered already, so that what it delivers again does not act twice."""

from datetime import datetime

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from storage.models import Inbox
from storage.upsert import upsert


def note(session: Session, workspace_id: int, delivery: str, now: datetime) -> bool:
    """Note a delivery; False when it was noted before. `now` is the database's time."""
    row = {"workspace_id": workspace_id, "delivery": delivery[:120], "seen_at": now}
    return upsert(session, Inbox, [row], key=("workspace_id", "delivery")) == 1


def forget(session: Session, before: datetime) -> int:
    """Forget what was delivered before, to all workspaces; how much."""
    forgotten = session.execute(delete(Inbox).where(Inbox.seen_at < before))
    assert isinstance(forgotten, CursorResult)  # noqa: S101 - for the type checker
    return int(forgotten.rowcount)
