"""The fields of the settings form, each read from any JSON: its value, or None where it is unsound.

The JSON is Slack's `view.state.values`: block id → action id → the element's state. Here both ids
are the field's name.
"""

import re
from collections.abc import Collection
from datetime import time
from functools import cache
from zoneinfo import available_timezones

from bot.domain.cadence import Cadence
from bot.domain.retention import KEEP_MONTHS
from bot.domain.team import SMALLEST_MINIMUM, Privacy

LAST = -1
NTHS = (1, 2, 3, 4, LAST)
EVERYONE, PICKED = "everyone", "picked"
SKIP_WEEKENDS, START_NOW, IN_OVERVIEW = "skip_weekends", "start_now", "in_overview"
TICKS = (SKIP_WEEKENDS, IN_OVERVIEW, START_NOW)
LARGEST_MINIMUM = 100

# The fields that a cadence needs, in the order in which they are asked.
NEEDED = {
    Cadence.WEEKLY: ("weekday",),
    Cadence.FORTNIGHTLY: ("weekday",),
    Cadence.MONTHLY_ON_DAY: ("day",),
    Cadence.MONTHLY_ON_WEEKDAY: ("nth", "weekday"),
    Cadence.QUARTERLY: ("day",),
}

# "localtime" is the server's own zone, "Factory" that of a machine that was never told.
_NO_ZONES = {"localtime", "Factory"}


@cache
def zones() -> frozenset[str]:
    """The names of all time zones that a team may choose."""
    return frozenset(available_timezones() - _NO_ZONES)


def is_shown(state: object, field: str) -> bool:
    """Whether the field was in the view."""
    return isinstance(state, dict) and field in state


def chosen(state: object, field: str) -> str | None:
    """The value of the option chosen in a field, whether it was offered or not."""
    value = _inside(state, field, field, "selected_option", "value")
    return value if isinstance(value, str) else None


def cadence(state: object) -> Cadence | None:
    """The cadence chosen."""
    value = _one_of(state, "cadence", tuple(Cadence))
    return Cadence(value) if value else None


def day(state: object) -> int | None:
    """The day of the month, 1 to 31."""
    return _number(state, "day", 1, 31)


def weekday(state: object) -> int | None:
    """The day of the week, 0 for Monday."""
    value = _one_of(state, "weekday", tuple(map(str, range(7))))
    return int(value) if value else None


def nth(state: object) -> int | None:
    """Which of the month's such weekdays: 1 to 4, or LAST."""
    value = _one_of(state, "nth", tuple(map(str, NTHS)))
    return int(value) if value else None


def at(state: object) -> time | None:
    """The time of day."""
    selected = _inside(state, "at", "at", "selected_time")
    if isinstance(selected, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", selected):
        return time.fromisoformat(selected)
    return None


def zone(state: object) -> str | None:
    """The name of a time zone."""
    return _one_of(state, "zone", zones())


def days_open(state: object) -> int | None:
    """A number of days, at least 1."""
    return _number(state, "days_open", 1)


def everyone(state: object) -> bool | None:
    """Whether everyone in the channel is asked."""
    value = _one_of(state, "asked", (EVERYONE, PICKED))
    return None if value is None else value == EVERYONE


def picked(state: object) -> tuple[str, ...] | None:
    """The ids of the people picked, each once, in order."""
    selected = _inside(state, "picked", "picked", "selected_users")
    if not isinstance(selected, list):
        return None
    people = [u for u in selected if isinstance(u, str) and re.fullmatch(r"[UW][A-Z0-9]{1,30}", u)]
    return tuple(dict.fromkeys(people)) if len(people) == len(selected) else None


def keep_months(state: object) -> int | None:
    """For how many months answers are kept, one of KEEP_MONTHS."""
    value = _one_of(state, "keep_months", tuple(map(str, KEEP_MONTHS)))
    return int(value) if value else None


def privacy(state: object) -> Privacy | None:
    """The privacy chosen."""
    value = _one_of(state, "privacy", tuple(Privacy))
    return Privacy(value) if value else None


def minimum(state: object) -> int | None:
    """The fewest answers that are shown, SMALLEST_MINIMUM to LARGEST_MINIMUM."""
    return _number(state, "minimum", SMALLEST_MINIMUM, LARGEST_MINIMUM)


def ticked(state: object) -> frozenset[str] | None:
    """The options ticked, of SKIP_WEEKENDS, IN_OVERVIEW and START_NOW."""
    selected = _inside(state, "options", "options", "selected_options")
    if not isinstance(selected, list):
        return None
    values = [_inside(option, "value") for option in selected]
    known = [v for v in values if isinstance(v, str) and v in TICKS]
    return frozenset(known) if len(known) == len(values) else None


def _inside(data: object, *steps: str) -> object:
    for step in steps:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def _one_of(state: object, field: str, offered: Collection[str]) -> str | None:
    value = chosen(state, field)
    return value if value in offered else None


def _number(state: object, field: str, low: int, high: int = 10**9) -> int | None:
    typed = _inside(state, field, field, "value")
    if not isinstance(typed, str) or not re.fullmatch(r"\s*[0-9]{1,9}\s*", typed):
        return None
    return int(typed) if low <= int(typed) <= high else None
