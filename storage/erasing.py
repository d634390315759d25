"""Erasing a workspace or a team with everything that is kept of it."""

from datetime import datetime

from sqlalchemy import CursorResult, Delete, delete, or_, select, update
from sqlalchemy.orm import Session

from storage.models import Base, CheckIn, Message, Team, Workspace
from storage.waiting import EVER

# Said once ever in a channel, so that it is remembered longer than a team: no name is in it.
HELLO = "hello"


def left_before(session: Session, moment: datetime, limit: int) -> list[int]:
    """The ids of workspaces, of all there are, that took the app out before then."""
    gone = select(Workspace.id).where(Workspace.left_at <= moment)
    return list(session.scalars(gone.order_by(Workspace.left_at, Workspace.id).limit(limit)))


def named(session: Session, slack_id: str) -> list[tuple[int, str]]:
    """(id, name) of the workspaces with this id of Slack's, a workspace's or an organisation's."""
    mine = or_(Workspace.slack_team_id == slack_id, Workspace.enterprise_id == slack_id)
    found = session.execute(select(Workspace.id, Workspace.name).where(mine).order_by(Workspace.id))
    return [(workspace_id, name) for workspace_id, name in found]


def give_up(session: Session, workspace_id: int) -> None:
    """Nobody finds the workspace any more: who installs the app from now on begins anew.

    However far its erasing comes, the worker ends it.
    """
    nobody = {"enterprise_id": "", "slack_team_id": f"erased {workspace_id}", "name": ""}
    mine = update(Workspace).where(Workspace.id == workspace_id)
    session.execute(mine.values(**nobody, left_at=EVER))


def some_of_workspace(session: Session, workspace_id: int, limit: int) -> int:
    """Delete some rows of a workspace, whatever table they are in; how many. 0: none is left."""
    for table in reversed(Base.metadata.sorted_tables):
        if "workspace_id" not in table.c:
            continue
        mine = table.c.workspace_id == workspace_id
        some = select(table.c.id).where(mine).limit(limit).with_for_update(skip_locked=True)
        if gone := _run(session, delete(table).where(mine, table.c.id.in_(some))):
            return gone
    return _run(session, delete(Workspace).where(Workspace.id == workspace_id))


def team(session: Session, workspace_id: int, team_id: int, channel: str) -> None:
    """Delete a team and everything of it: settings, rounds, answers, scores, steps, messages.

    Its rounds are locked first, as whoever answers or closes one does.
    """
    rounds = select(CheckIn.id).where(
        CheckIn.workspace_id == workspace_id, CheckIn.team_id == team_id
    )
    session.scalars(rounds.order_by(CheckIn.id).with_for_update()).all()
    said = Message.workspace_id == workspace_id, Message.channel == channel
    _run(session, delete(Message).where(*said, Message.kind != HELLO))
    _run(session, delete(Team).where(Team.workspace_id == workspace_id, Team.id == team_id))


def _run(session: Session, statement: Delete) -> int:
    """How many rows it deleted."""
    gone = session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(gone, CursorResult)  # noqa: S101 - for the type checker
    return int(gone.rowcount)
