"""Until when a Slack method rests, per workspace: every replica obeys one replica's 429.

A scope is a method (`chat.postMessage`) or a method in one channel (`chat.postMessage:C…`). All
times are the database's.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.models import Pace
from storage.upsert import upsert


def rest(session: Session, workspace_id: int, scope: str, until: datetime) -> None:
    """Let a scope rest until then; one that rests for longer already keeps doing so."""
    _move(session, workspace_id, scope, until, Pace.not_before < until)


def take(session: Session, workspace_id: int, scope: str, now: datetime, until: datetime) -> bool:
    """Use a scope and let it rest until then; False when it rests, or somebody was quicker."""
    return _move(session, workspace_id, scope, until, Pace.not_before <= now)


def rests_until(
    workspace_id: ColumnElement[int] | InstrumentedAttribute[int],
    *scopes: ColumnElement[str] | str,
) -> ScalarSelect[datetime]:
    """For use in a query: when the last of the scopes ends its rest, NULL when none ever rested."""
    return (
        select(func.max(Pace.not_before))
        .where(Pace.workspace_id == workspace_id, Pace.scope.in_(scopes))
        .scalar_subquery()
    )


def _move(
    session: Session, workspace_id: int, scope: str, until: datetime, only: ColumnElement[bool]
) -> bool:
    row = {"workspace_id": workspace_id, "scope": scope, "not_before": until}
    key = ("workspace_id", "scope")
    return upsert(session, Pace, [row], key=key, update=("not_before",), only=only) == 1
