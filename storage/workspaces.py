"""Workspaces that Rung is installed in."""

from datetime import datetime

from sqlalchemy import Select, and_, select, update
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
    _follow(session, enterprise_id, slack_team_id)
    known = find(session, enterprise_id, slack_team_id)
    if known is not None:
        leaving.come_back(session, known, now)
    row = {
        "enterprise_id": enterprise_id,
        "slack_team_id": slack_team_id,
        "org_wide": not slack_team_id,
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


def home(session: Session, workspace_id: int) -> tuple[str, str] | None:
    """The enterprise's id and the workspace's own, as Slack names them; None: no such workspace."""
    row = session.execute(
        select(Workspace.enterprise_id, Workspace.slack_team_id).where(Workspace.id == workspace_id)
    ).first()
    return (row[0], row[1]) if row else None


def find(session: Session, enterprise_id: str, slack_team_id: str) -> int | None:
    """The id of a workspace that Rung is or was installed in, None when there is none."""
    return session.scalar(_named(enterprise_id, slack_team_id))


def present(session: Session, enterprise_id: str, slack_team_id: str) -> int | None:
    """The id of a workspace that Rung is installed in, None when there is none (any more)."""
    here = Workspace.left_at.is_(None)
    return session.scalar(_named(enterprise_id, slack_team_id).where(here))


def _named(enterprise_id: str, slack_team_id: str) -> Select[int]:
    """An id of a team is Slack's own and names one workspace, whatever organisation it belongs to:
    Slack does not say that in every payload. Without one it is a whole organisation's.
    """
    own = Workspace.slack_team_id == slack_team_id
    if not slack_team_id:
        own = and_(own, Workspace.enterprise_id == enterprise_id, Workspace.org_wide)
    return select(Workspace.id).where(own).order_by(Workspace.id).limit(1)


def _follow(session: Session, enterprise_id: str, slack_team_id: str) -> None:
    """A workspace that joined an organisation, or left it, keeps its row."""
    if slack_team_id and (found := find(session, enterprise_id, slack_team_id)):
        moved = update(Workspace).where(Workspace.id == found)
        session.execute(moved.values(enterprise_id=enterprise_id))
