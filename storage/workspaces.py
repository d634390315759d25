"""Workspaces that Rung is installed in."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from storage import leaving
from storage.models import Workspace
from storage.upsert import upsert


def remember(
    session: Session,
    *,
    enterprise_id: str,
    slack_team_id: str,
    name: str,
    bot_user_id: str,
    now: datetime,
) -> int:
    """The workspace's id; the row is made, or its name and bot brought up to date.

    One that had left is back, with everything that it had.
    """
    known = find(session, enterprise_id, slack_team_id)
    if known is not None:
        leaving.come_back(session, known, now)
    row = {
        "enterprise_id": enterprise_id,
        "slack_team_id": slack_team_id,
        "name": name,
        "bot_user_id": bot_user_id,
        "here_since": now,
        "created_at": now,
    }
    key = ("enterprise_id", "slack_team_id")
    upsert(session, Workspace, [row], key=key, update=("name", "bot_user_id", "here_since"))
    found = find(session, enterprise_id, slack_team_id)
    assert found is not None  # noqa: S101 - just written in this transaction
    return found


def find(session: Session, enterprise_id: str, slack_team_id: str) -> int | None:
    """The id of a workspace that Rung is or was installed in, None when there is none."""
    return session.scalar(select(Workspace.id).where(*_named(enterprise_id, slack_team_id)))


def present(session: Session, enterprise_id: str, slack_team_id: str) -> int | None:
    """The id of a workspace that Rung is installed in, None when there is none (any more)."""
    here = Workspace.left_at.is_(None)
    return session.scalar(select(Workspace.id).where(*_named(enterprise_id, slack_team_id), here))


def _named(enterprise_id: str, slack_team_id: str) -> tuple[ColumnElement[bool], ...]:
    return Workspace.enterprise_id == enterprise_id, Workspace.slack_team_id == slack_team_id
