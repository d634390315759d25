"""Workspaces that Rung is installed in."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

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
    """The workspace's id; the row is made, or its name and bot brought up to date."""
    row = {
        "enterprise_id": enterprise_id,
        "slack_team_id": slack_team_id,
        "name": name,
        "bot_user_id": bot_user_id,
        "created_at": now,
    }
    key = ("enterprise_id", "slack_team_id")
    upsert(session, Workspace, [row], key=key, update=("name", "bot_user_id"))
    found = find(session, enterprise_id, slack_team_id)
    assert found is not None  # noqa: S101 - just written in this transaction
    return found


def find(session: Session, enterprise_id: str, slack_team_id: str) -> int | None:
    """The id of an installation's workspace, None when there is none."""
    return session.scalar(
        select(Workspace.id).where(
            Workspace.enterprise_id == enterprise_id, Workspace.slack_team_id == slack_team_id
        )
    )
