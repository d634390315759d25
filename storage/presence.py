"""Which workspaces have the app. The worker's sweeps over all of them leave out those that left."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.models import Workspace


def here(workspace_id: InstrumentedAttribute[int] | ColumnElement[int]) -> ColumnElement[bool]:
    """For use in a query: whether the row's workspace has the app."""
    return workspace_id.not_in(select(Workspace.id).where(Workspace.left_at.is_not(None)))


def has_left(session: Session, workspace_id: int) -> bool:
    """Whether the workspace took the app out, or is not there at all."""
    mine = Workspace.id == workspace_id, Workspace.left_at.is_(None)
    return session.scalar(select(Workspace.id).where(*mine)) is None
