"""How long what is kept. docs/privacy.md tells the same to its readers."""

from calendar import monthrange
from datetime import datetime, timedelta

# How many months a team may keep its answers.
KEEP_MONTHS = (6, 12, 24, 36)
DEFAULT_KEEP_MONTHS = 24
# A workspace that took the app out finds everything again for so long; then it is erased.
AFTER_LEAVING = timedelta(days=14)
# Messages that are no part of a check-in's thread, and all direct messages, once they are settled.
MESSAGES = timedelta(days=90)
# Who changed settings, took data out or had it erased.
AUDIT = timedelta(days=730)
# Until when a Slack method had to rest, after that is over.
PACE = timedelta(days=1)


def months_before(now: datetime, months: int) -> datetime:
    """The same time of the day so many months ago; the last day of a month that is shorter."""
    years, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(
        year=years, month=month + 1, day=min(now.day, monthrange(years, month + 1)[1])
    )
