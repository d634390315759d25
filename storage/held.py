"""What was not posted because others would have read it. Every function names the workspace."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from storage.messages import EVER, FAILED, PENDING, want_edit
from storage.models import Message

# The error of a message that was held back.
HELD = "held back: people of another organisation read along"


def release(session: Session, workspace_id: int, check_in_id: int) -> None:
    """Post what was held back of a round after all, and have its first words say the rest."""
    held = (
        Message.workspace_id == workspace_id,
        Message.check_in_id == check_in_id,
        Message.state == FAILED,
        Message.error == HELD,
    )
    again = {"state": PENDING, "error": "", "not_before": EVER}
    statement = update(Message).where(*held).values(**again)
    session.execute(statement.execution_options(synchronize_session=False))
    for kind in ("invitation", "summary"):
        want_edit(session, workspace_id, f"round:{check_in_id}:{kind}")
