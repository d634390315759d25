"""Days as people write them: `2026-12-31`, `31.12.2026`, `31 Dec`, `end of June`, `in 3 months`.

A day without its year is the next one after today. A month, quarter or year means its last day.
The day comes before the month, as in most of the world.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_SHORTEST_MONTH = 3  # letters, as in "dec"
_YEARS_TO_LOOK = 9  # 29 February comes back within eight years
_DAY, _MONTH, _YEAR = r"(\d{1,2})(?:st|nd|rd|th|\.)?", r"([a-z]+)\.?", r"(\d{4})"
_LAST = r"(?:the )?(?:end of )?(?:the )?"

Reader = Callable[[Sequence[str], date], date | None]


def read_day(text: str, today: date) -> date | None:
    """The day that the lower-case text names, None where it names none. It may be in the past.

    Where no year is given, it is after `today`.
    """
    words = " ".join(text.replace(",", " ").split())
    for pattern, reader in _FORMS:
        if found := pattern.fullmatch(words):
            return reader([group or "" for group in found.groups()], today)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_day(year: int, month: int) -> date | None:
    return _day(year, month, monthrange(year, month)[1]) if 1 <= year <= date.max.year else None


def _next(in_year: Callable[[int], date | None], today: date) -> date | None:
    """The first such day after today."""
    days = (in_year(today.year + more) for more in range(_YEARS_TO_LOOK))
    return next((day for day in days if day is not None and day > today), None)


def _in_year_or_next(in_year: Callable[[int], date | None], year: str, today: date) -> date | None:
    return in_year(int(year)) if year else _next(in_year, today)


def _month(word: str) -> int | None:
    """The month's number, by its name or a beginning of it."""
    if len(word) < _SHORTEST_MONTH:
        return None
    return next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(word)), None)


def _numbers(parts: Sequence[str], today: date) -> date | None:
    day, month, year = parts
    full = f"{today.year // 100}{year}" if len(year) == 2 else year
    return _in_year_or_next(lambda y: _day(y, int(month), int(day)), full, today)


def _named(parts: Sequence[str], today: date) -> date | None:
    day, name, year = parts
    month = _month(name)
    if month is None:
        return None
    return _in_year_or_next(lambda y: _day(y, month, int(day)), year, today)


def _whole_month(parts: Sequence[str], today: date) -> date | None:
    month = _month(parts[0])
    if month is None:
        return None
    return _in_year_or_next(lambda y: _last_day(y, month), parts[1], today)


def _quarter(parts: Sequence[str], today: date) -> date | None:
    return _in_year_or_next(lambda y: _last_day(y, 3 * int(parts[0])), parts[1], today)


def _span(parts: Sequence[str], today: date) -> date | None:
    """The end of this or the next month, quarter or year."""
    months = {"month": 1, "quarter": 3, "year": 12}[parts[1]]
    periods = (today.year * 12 + today.month - 1) // months + (parts[0] == "next")
    last = (periods + 1) * months - 1
    return _last_day(last // 12, last % 12 + 1)


def _later(parts: Sequence[str], today: date) -> date | None:
    count, unit = int(parts[0]), parts[1]
    if unit in ("day", "week"):
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 + count * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return _day(year, month, min(today.day, monthrange(year, month)[1]))


def _form(pattern: str, reader: Reader) -> tuple[re.Pattern[str], Reader]:
    return re.compile(pattern, re.ASCII), reader


_FORMS = (
    _form(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", lambda p, t: _numbers((p[2], p[1], p[0]), t)),
    _form(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})", _numbers),
    _form(r"(\d{1,2})[-./](\d{1,2})(\.?)", lambda p, t: _numbers((p[0], p[1], ""), t)),
    _form(rf"(?:the )?{_DAY}(?: of)? ?{_MONTH}(?: {_YEAR})?", _named),
    _form(rf"{_MONTH} {_DAY}(?: {_YEAR})?", lambda p, t: _named((p[1], p[0], p[2]), t)),
    _form(rf"{_LAST}q([1-4])(?: (?:of )?{_YEAR})?", _quarter),
    _form(
        rf"{_LAST}(this |next )?(month|quarter|year)", lambda p, t: _span((p[0].strip(), p[1]), t)
    ),
    _form(r"(month|quarter|year)[- ]end", lambda p, t: _span(("", p[0]), t)),
    _form(rf"{_LAST}{_YEAR}", lambda p, _t: _last_day(int(p[0]), 12)),
    _form(rf"{_LAST}{_MONTH}(?: (?:of )?{_YEAR})?", _whole_month),
    _form(r"in (\d{1,3}) (day|week|month|year)s?", _later),
)
