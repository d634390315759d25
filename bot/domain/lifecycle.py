"""Which step a schedule or a check-in takes next. The caller says what time it is."""

from datetime import datetime, timedelta
from enum import StrEnum

# A check-in that could not be posted on time is posted up to this late; later, it is missed.
LATE = timedelta(days=3)
# The time to mend a slip after everybody asked has finished.
MEND = timedelta(hours=1)


class Opening(StrEnum):
    """What to do about a schedule's next check-in."""

    NOT_DUE = "not_due"
    OPEN = "open"
    WAIT = "wait"
    MISSED = "missed"


def opening(due_at: datetime, now: datetime, another_open: bool) -> Opening:
    """What to do at `now` about the check-in due at `due_at` (both aware).

    Two rounds are never open at once in a team: while `another_open`, a due check-in waits, and
    like any other it is missed once it is more than LATE late.
    """
    if now < due_at:
        return Opening.NOT_DUE
    if now - due_at > LATE:
        return Opening.MISSED
    return Opening.WAIT if another_open else Opening.OPEN


def closing_time(closes_at: datetime, all_finished_at: datetime | None) -> datetime:
    """When an open check-in closes: at its deadline, or MEND after everybody asked has finished.

    The earlier one counts. `all_finished_at` is None while somebody asked has not finished.
    """
    if all_finished_at is None:
        return closes_at
    return min(closes_at, all_finished_at + MEND)
