"""How the work of all workspaces stands, for the operator: counted with indexes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from storage.checkins import OPEN
from storage.models import CheckIn, Message, Schedule
from storage.presence import here
from storage.waiting import FAILED, PENDING, SENDING, UNCONFIRMED, UNKNOWN

# Sent ones are every message there ever was; nobody needs their number.
COUNTED = (PENDING, SENDING, UNKNOWN, UNCONFIRMED, FAILED)


@dataclass(frozen=True)
class Standing:
    """The longest overdue date that could be opened, the outbox, the oldest unknown message."""

    oldest_due: datetime | None
    outbox: Mapping[str, int]
    oldest_unknown: datetime | None


def standing(session: Session, now: datetime) -> Standing:
    """How the work stands, wherever the app is; `now` is the product's time."""
    open_round = exists().where(
        CheckIn.workspace_id == Schedule.workspace_id,
        CheckIn.team_id == Schedule.team_id,
        CheckIn.state == OPEN,
    )
    could = Schedule.next_due_at <= now, ~open_round, here(Schedule.workspace_id)
    due = select(func.min(Schedule.next_due_at)).where(*could)
    waits = Message.state.in_(COUNTED), here(Message.workspace_id)
    by_state = select(Message.state, func.count()).where(*waits)
    counted = dict(session.execute(by_state.group_by(Message.state)).all())
    lost = Message.state == UNKNOWN, here(Message.workspace_id)
    unknown = select(func.min(Message.first_tried_at)).where(*lost)
    return Standing(
        oldest_due=session.scalar(due),
        outbox={state: counted.get(state, 0) for state in COUNTED},
        oldest_unknown=session.scalar(unknown),
    )
