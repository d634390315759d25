"""Dates of a schedule: wall-clock dates in the team's zone, exactly one per period."""

import itertools
from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Cadence(StrEnum):
    """How often a team is asked."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY_ON_DAY = "monthly_on_day"
    MONTHLY_ON_WEEKDAY = "monthly_on_weekday"
    QUARTERLY = "quarterly"


_FIRST_MONDAY = date(1970, 1, 5)
_SATURDAY = 5
_LAST = -1
_WEEKS = {Cadence.WEEKLY: 1, Cadence.FORTNIGHTLY: 2}
_MONTHS = {Cadence.MONTHLY_ON_DAY: 1, Cadence.MONTHLY_ON_WEEKDAY: 1, Cadence.QUARTERLY: 3}
_ON_A_DAY = (Cadence.MONTHLY_ON_DAY, Cadence.QUARTERLY)
_SHORTEST_MONTH = {Cadence.MONTHLY_ON_DAY: 28, Cadence.QUARTERLY: 30}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", _LAST: "last"}


class InvalidRule(ValueError):
    """A rule that gives no dates. `sentence` says what to do, `field` names the rule's field."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


@dataclass(frozen=True)
class Rule:
    """When a team is asked. Fields that the cadence does not use are not looked at.

    `at` is wall-clock time in `zone` (an IANA name). `day` (1 to 31; the last day of a shorter
    month) is used by monthly_on_day and, in the quarter's first month, by quarterly. `weekday`
    (0 is Monday) is used by weekly, fortnightly and monthly_on_weekday, the last with `nth`
    (1 to 4, or -1 for the last). `parity` says which weeks a fortnightly rule means: the even (0)
    or the odd (1) ones, counted from the Monday 1970-01-05. `skip_weekends` moves a Saturday or
    Sunday to the Monday after. Raises InvalidRule.
    """

    cadence: Cadence
    at: time
    zone: str
    day: int | None = None
    weekday: int | None = None
    nth: int | None = None
    parity: int = 0
    skip_weekends: bool = False

    def __post_init__(self) -> None:
        _check_zone(self.zone)
        if self.at.tzinfo is not None:
            raise InvalidRule("at", "Give the time of day without a time zone.")
        if self.cadence in _ON_A_DAY:
            _check(self.day, range(1, 32), "day", "Choose a day of the month from 1 to 31.")
        else:
            _check(self.weekday, range(7), "weekday", "Choose a day of the week.")
        if self.cadence is Cadence.MONTHLY_ON_WEEKDAY:
            _check(self.nth, _NTH, "nth", "Choose the first, second, third, fourth or last one.")
        _check(self.parity, (0, 1), "parity", "Choose the even (0) or the odd (1) weeks.")


@dataclass(frozen=True)
class Occurrence:
    """One date of a schedule: the period's key, and the moment it falls due (aware, UTC).

    Keys are `2026-W17` (ISO week; weekly and fortnightly), `2026-04` (monthly), `2026-Q2`. A date
    that moves off a weekend keeps its period's key, also across the end of the month.
    """

    period: str
    due_at: datetime


def occurrence(rule: Rule, number: int) -> Occurrence:
    """The one date of the rule's period with this number, counted on without gaps.

    A time that the clocks skip is taken as if they had not yet been put forward; of a time that
    comes twice the first is meant.
    """
    start = _first_day(rule, number)
    wall = datetime.combine(_date_in(rule, start), rule.at, ZoneInfo(rule.zone))
    return Occurrence(_key(rule, start), wall.replace(fold=0).astimezone(UTC))


def next_occurrence(rule: Rule, after: datetime, taken: Collection[str] = ()) -> Occurrence:
    """The first date later than `after` (aware) whose period is not in `taken`."""
    today = after.astimezone(ZoneInfo(rule.zone)).date()
    # The weekend rule may have moved the date of the period before into this one.
    numbers = itertools.count(_number(rule, today) - 1)
    dates = (occurrence(rule, number) for number in numbers)
    return next(found for found in dates if found.due_at > after and found.period not in taken)


def upcoming(
    rule: Rule, after: datetime, count: int, taken: Collection[str] = ()
) -> tuple[Occurrence, ...]:
    """The next `count` dates later than `after` (aware), in order, without the periods `taken`."""
    dates: list[Occurrence] = []
    for _ in range(count):
        dates.append(next_occurrence(rule, dates[-1].due_at if dates else after, taken))
    return tuple(dates)


def soonest_parity(rule: Rule, after: datetime) -> int:
    """The parity (0 or 1) with which a fortnightly rule starts soonest; 0 for other cadences."""

    def start(parity: int) -> datetime:
        return next_occurrence(replace(rule, parity=parity), after).due_at

    return min((0, 1), key=start)


def closes_at(due_at: datetime, days_open: int, zone: str) -> datetime:
    """The same wall-clock time in `zone`, `days_open` days after `due_at` (aware): aware, UTC."""
    # Adding days to an aware datetime moves its wall clock and keeps the zone.
    wall = due_at.astimezone(ZoneInfo(zone)) + timedelta(days=days_open)
    return wall.replace(fold=0).astimezone(UTC)


def longest_open(rule: Rule) -> int:
    """The most days a round may stay open so that it closes before the next one falls due.

    Two dates of a monthly or quarterly rule are never closer than 28 days, whatever the length
    of the month and wherever the weekend rule moves them.
    """
    return 7 * _WEEKS.get(rule.cadence, 4) - 1


def describe(rule: Rule) -> str:
    """The rule in words: "monthly on the last Friday at 09:00 (Europe/Berlin)"."""
    return f"{_which_days(rule)} at {rule.at:%H:%M} ({rule.zone}){_weekend_note(rule)}"


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:  # OSError: the name of a folder, "Europe"
        sentence = "Choose a time zone from the list, for example Europe/Berlin."
        raise InvalidRule("zone", sentence) from error


def _check(value: int | None, allowed: Collection[int], field: str, sentence: str) -> None:
    if value not in allowed:
        raise InvalidRule(field, sentence)


def _number(rule: Rule, day: date) -> int:
    """The number of the rule's period that a day belongs to."""
    if months := _MONTHS.get(rule.cadence):
        return (day.year * 12 + day.month - 1) // months
    return ((day - _FIRST_MONDAY).days // 7 - _first_week(rule)) // _WEEKS[rule.cadence]


def _first_day(rule: Rule, number: int) -> date:
    if months := _MONTHS.get(rule.cadence):
        year, month = divmod(number * months, 12)
        return date(year, month + 1, 1)
    return _FIRST_MONDAY + timedelta(weeks=number * _WEEKS[rule.cadence] + _first_week(rule))


def _first_week(rule: Rule) -> int:
    return rule.parity if rule.cadence is Cadence.FORTNIGHTLY else 0


def _key(rule: Rule, start: date) -> str:
    if rule.cadence in _WEEKS:
        week = start.isocalendar()
        return f"{week.year}-W{week.week:02}"
    if rule.cadence is Cadence.QUARTERLY:
        return f"{start.year}-Q{start.month // 3 + 1}"
    return f"{start.year}-{start.month:02}"


def _date_in(rule: Rule, start: date) -> date:
    """The date in the period that begins on `start`, moved off the weekend where the rule says."""
    day = _wanted_date(rule, start)
    if rule.skip_weekends and day.weekday() >= _SATURDAY:
        return day + timedelta(days=7 - day.weekday())
    return day


def _wanted_date(rule: Rule, start: date) -> date:
    length = monthrange(start.year, start.month)[1]
    if rule.day is not None and rule.cadence in _ON_A_DAY:
        return start.replace(day=min(rule.day, length))
    first = start + timedelta(days=((rule.weekday or 0) - start.weekday()) % 7)
    if rule.cadence in _WEEKS or rule.nth is None:
        return first
    weeks = (length - first.day) // 7 if rule.nth == _LAST else rule.nth - 1
    return first + timedelta(weeks=weeks)


def _which_days(rule: Rule) -> str:
    weekday = _WEEKDAYS[rule.weekday or 0]
    match rule.cadence:
        case Cadence.WEEKLY:
            return f"weekly on {weekday}"
        case Cadence.FORTNIGHTLY:
            return f"every two weeks on {weekday}"
        case Cadence.MONTHLY_ON_WEEKDAY:
            return f"monthly on the {_NTH[rule.nth or 1]} {weekday}"
        case Cadence.MONTHLY_ON_DAY:
            return f"monthly on the {_ordinal(rule.day or 1)}{_short_month_note(rule)}"
        case Cadence.QUARTERLY:
            return f"quarterly on day {rule.day} of the first month{_short_month_note(rule)}"


def _short_month_note(rule: Rule) -> str:
    shortest = _SHORTEST_MONTH[rule.cadence]
    return ", or the last day of a shorter month," if (rule.day or 1) > shortest else ""


def _weekend_note(rule: Rule) -> str:
    always_a_working_day = rule.cadence not in _ON_A_DAY and (rule.weekday or 0) < _SATURDAY
    if not rule.skip_weekends or always_a_working_day:
        return ""
    return ", moved to Monday when that is a weekend"


def _ordinal(day: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{day}{'th' if 11 <= day <= 13 else endings.get(day % 10, 'th')}"
