"""Workspaces that took the app out: tokens gone, everything else kept for a while, and quiet."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session

from storage import checkins, installations
from storage.models import CheckIn, Message, Workspace
from storage.waiting import EVER, FAILED, PENDING, UNKNOWN

# Slack's words for a token whose installation is no more.
# https://docs.slack.dev/reference/methods/auth.test#errors
DEAD = ("account_inactive", "token_revoked")
# What waited longer than this when the app comes back is not said any more: no check-in is posted
# later, either (bot.domain.lifecycle.LATE).
STALE = timedelta(days=3)


def leave(session: Session, workspace_id: int, now: datetime, happened_at: datetime) -> bool:
    """Delete the tokens, and note when the app left; False when that was known, or is old news.

    Old is what happened before the app was installed the last time. Slack tells whole seconds.
    """
    row = _locked(session, workspace_id)
    if row is None or (row.here_since and happened_at < row.here_since.replace(microsecond=0)):
        return False
    installations.remove(session, workspace_id)
    if row.left_at is not None:
        return False
    row.left_at = now
    return True


def come_back(session: Session, workspace_id: int, now: datetime) -> None:
    """The app is there again: what waited goes on, unless it is stale by now."""
    row = _locked(session, workspace_id)
    if row is None or row.left_at is None:
        return
    row.left_at = None
    refused = and_(Message.state == FAILED, Message.error.in_(DEAD))
    open_round = exists().where(
        CheckIn.workspace_id == Message.workspace_id,
        CheckIn.id == Message.check_in_id,
        CheckIn.state == checkins.OPEN,
    )
    timely = or_(Message.created_at > now - STALE, open_round)
    again = {"state": PENDING, "error": "", "not_before": EVER}
    _change(session, workspace_id, and_(refused, timely), again)
    waiting = or_(Message.state.in_((PENDING, UNKNOWN)), refused)
    over = {"state": FAILED, "error": "the app was away when it was due"}
    _change(session, workspace_id, and_(waiting, ~timely), over)


def _locked(session: Session, workspace_id: int) -> Workspace | None:
    mine = select(Workspace).where(Workspace.id == workspace_id)
    return session.scalar(mine.with_for_update())


def _change(
    session: Session, workspace_id: int, which: ColumnElement[bool], values: dict[str, Any]
) -> None:
    mine = update(Message).where(Message.workspace_id == workspace_id, which)
    session.execute(mine.values(**values).execution_options(synchronize_session=False))
