"""The one place where the wall clock is read. Everything else is handed a time."""

from collections.abc import Callable
from datetime import UTC, datetime

# A clock is called and says what time it is: aware, UTC.
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's time, aware, in UTC."""
    return datetime.now(UTC)
