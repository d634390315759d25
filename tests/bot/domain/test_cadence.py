"""Dates of a schedule, in every zone. What is expected is found by leafing through a calendar."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import groupby, product
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cadence import (
    Cadence,
    InvalidRule,
    Occurrence,
    Rule,
    closes_at,
    describe,
    longest_open,
    next_occurrence,
    occurrence,
    soonest_parity,
    upcoming,
)

NINE = time(9)
ZONES = sorted(available_timezones())
ODD_ZONES = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Scoresbysund",
    "Antarctica/Troll",
    "Asia/Gaza",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Lisbon",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "US/Central",
)
TIMES_NEAR_CHANGES = (time(0), time(0, 30), time(1, 30), time(2, 30), time(3), time(23, 59))
FIRST, LAST = date(2026, 1, 1), date(2035, 12, 31)
ANCHOR = date(1970, 1, 5)
LARGEST_GAP = timedelta(hours=2)  # Troll's clocks go forward by two hours


def monthly(day: int = 1, at: time = NINE, zone: str = "Europe/Berlin", **more: bool) -> Rule:
    return Rule(Cadence.MONTHLY_ON_DAY, at, zone, day=day, **more)


def weekly(weekday: int = 0, at: time = NINE, zone: str = "Europe/Berlin", **more: bool) -> Rule:
    return Rule(Cadence.WEEKLY, at, zone, weekday=weekday, **more)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


# The calendar: every period from 2026 to 2035, with the date that a rule wants in it.


def period_of(cadence: Cadence, day: date) -> str:
    if cadence in (Cadence.WEEKLY, Cadence.FORTNIGHTLY):
        return day.strftime("%G-W%V")
    if cadence is Cadence.QUARTERLY:
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return day.strftime("%Y-%m")


@cache
def periods(cadence: Cadence) -> list[tuple[str, list[date]]]:
    """Whole periods only: the calendar begins and ends with one."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    pages = [
        (key, list(found)) for key, found in groupby(days, lambda day: period_of(cadence, day))
    ]
    return pages[1:-1] if cadence in (Cadence.WEEKLY, Cadence.FORTNIGHTLY) else pages


def wanted(rule: Rule, days: list[date]) -> date:
    in_first_month = [day for day in days if day.month == days[0].month]
    on_weekday = [day for day in days if day.weekday() == rule.weekday]
    if rule.cadence in (Cadence.MONTHLY_ON_DAY, Cadence.QUARTERLY):
        assert rule.day is not None
        return in_first_month[: rule.day][-1]
    if rule.cadence is Cadence.MONTHLY_ON_WEEKDAY:
        assert rule.nth is not None
        return on_weekday[rule.nth - 1 if rule.nth > 0 else -1]
    return on_weekday[0]


@cache
def dates_by_calendar(rule: Rule) -> list[tuple[str, date]]:
    dates = []
    for key, days in periods(rule.cadence):
        if rule.cadence is Cadence.FORTNIGHTLY and (days[0] - ANCHOR).days // 7 % 2 != rule.parity:
            continue
        day = wanted(rule, days)
        while rule.skip_weekends and day.strftime("%a") in ("Sat", "Sun"):
            day += timedelta(days=1)
        dates.append((key, day))
    return dates


def walk(rule: Rule, after: datetime) -> Iterator[Occurrence]:
    while True:
        found = next_occurrence(rule, after)
        yield found
        after = found.due_at


def check_ten_years(rule: Rule) -> None:
    """Walks the rule's ten years and compares each step with the calendar."""
    zone = ZoneInfo(rule.zone)
    expected = dates_by_calendar(replace(rule, at=NINE, zone="UTC"))
    begin = datetime.combine(expected[0][1], rule.at, zone) - timedelta(days=1)
    for (period, day), found in zip(expected, walk(rule, begin.astimezone(UTC)), strict=False):
        assert found.period == period, rule
        wall = datetime.combine(day, rule.at)
        local = found.due_at.astimezone(zone).replace(tzinfo=None)
        if local != wall:
            assert not exists(wall, zone), rule
            assert wall < local <= wall + LARGEST_GAP, rule


def exists(wall: datetime, zone: ZoneInfo) -> bool:
    """Whether the zone's clocks ever show this time: around a gap, both folds come back moved."""
    moments = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return any(moment.astimezone(zone).replace(tzinfo=None) == wall for moment in moments)


def varied_rule(cadence: Cadence, zone: str, number: int) -> Rule:
    return Rule(
        cadence,
        at=time(number * 7 % 24, (0, 30, 15, 59)[number % 4]),
        zone=zone,
        day=1 + number % 31,
        weekday=number % 7,
        nth=(1, 2, 3, 4, -1)[number % 5],
        parity=number % 2,
        skip_weekends=number // 2 % 2 == 0,
    )


@pytest.mark.parametrize("cadence", Cadence)
def test_every_zone_has_exactly_one_date_per_period_for_ten_years(cadence: Cadence) -> None:
    assert len(ZONES) > 400
    for number, zone in enumerate(ZONES):
        check_ten_years(varied_rule(cadence, zone, number))


@pytest.mark.parametrize("zone", ODD_ZONES)
def test_odd_zones_have_exactly_one_date_per_period_around_clock_changes(zone: str) -> None:
    for number, (cadence, at) in enumerate(product(Cadence, TIMES_NEAR_CHANGES)):
        # Most zones change their clocks on a Sunday, several at the very end of a month.
        rule = Rule(cadence, at, zone, day=31, weekday=6, nth=-1, parity=number % 2)
        check_ten_years(rule)
        check_ten_years(replace(rule, day=1, skip_weekends=True))


# Hypothesis: any rule, any moment.

MOMENTS = st.timedeltas(timedelta(0), timedelta(days=20_000)).map(lambda t: utc(2025, 1, 1) + t)
RULES = st.builds(
    Rule,
    cadence=st.sampled_from(Cadence),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
    day=st.integers(1, 31),
    weekday=st.integers(0, 6),
    nth=st.sampled_from([1, 2, 3, 4, -1]),
    parity=st.integers(0, 1),
    skip_weekends=st.booleans(),
)


@given(RULES, MOMENTS)
def test_the_next_date_is_the_first_one_later_than_the_moment_asked_about(
    rule: Rule, after: datetime
) -> None:
    found = next_occurrence(rule, after)
    from_long_before = walk(rule, after - timedelta(days=200))
    assert found.due_at > after
    assert found == next(date for date in from_long_before if date.due_at > after)


@given(RULES, MOMENTS)
def test_a_date_does_not_come_after_itself_but_does_come_right_before(
    rule: Rule, after: datetime
) -> None:
    found = next_occurrence(rule, after)
    assert next_occurrence(rule, found.due_at - timedelta(microseconds=1)) == found
    assert next_occurrence(rule, found.due_at).due_at > found.due_at


@given(RULES, MOMENTS, st.integers(0, 8))
def test_the_upcoming_dates_are_a_walk_from_date_to_date(
    rule: Rule, after: datetime, count: int
) -> None:
    steps = walk(rule, after)
    assert upcoming(rule, after, count) == tuple(next(steps) for _ in range(count))


@given(RULES, MOMENTS, st.sets(st.integers(0, 9)))
def test_periods_that_are_taken_are_left_out_and_nothing_else_changes(
    rule: Rule, after: datetime, places: set[int]
) -> None:
    dates = upcoming(rule, after, 12)
    taken = {dates[place].period for place in places}
    left = tuple(date for date in dates if date.period not in taken)
    assert upcoming(rule, after, len(left), taken) == left


@given(RULES, st.integers(2026 * 12, 2080 * 12))
def test_the_numbered_dates_are_in_order_and_their_periods_differ(rule: Rule, number: int) -> None:
    dates = [occurrence(rule, number // 12 + step) for step in range(5)]
    assert dates == sorted(dates, key=lambda date: date.due_at)
    assert len({date.period for date in dates}) == len(dates)


@given(RULES, MOMENTS)
def test_a_round_that_stays_open_as_long_as_allowed_closes_before_the_next(
    rule: Rule, after: datetime
) -> None:
    first, second = upcoming(rule, after, 2)
    closing = closes_at(first.due_at, longest_open(rule), rule.zone)
    assert first.due_at < closing < second.due_at


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (weekly(), 6),
        (Rule(Cadence.FORTNIGHTLY, NINE, "UTC", weekday=0), 13),
        (monthly(day=1), 27),
        (Rule(Cadence.MONTHLY_ON_WEEKDAY, NINE, "UTC", weekday=0, nth=1), 27),
        (Rule(Cadence.QUARTERLY, NINE, "UTC", day=1), 27),
    ],
)
def test_a_round_may_stay_open_until_the_day_before_the_next_can_come(
    rule: Rule, days: int
) -> None:
    assert longest_open(rule) == days


# Periods keep their names.


def test_a_date_moved_off_the_weekend_into_the_next_month_keeps_its_period() -> None:
    found = next_occurrence(monthly(day=31, skip_weekends=True), utc(2026, 5, 29))
    assert found == Occurrence("2026-05", utc(2026, 6, 1, 7))


def test_the_moved_date_is_still_found_in_the_month_after_its_own() -> None:
    rule = monthly(day=31, skip_weekends=True)
    assert next_occurrence(rule, utc(2026, 6, 1, 6, 59)).period == "2026-05"
    assert next_occurrence(rule, utc(2026, 6, 1, 7)).period == "2026-06"


def test_a_sunday_moved_to_monday_keeps_its_week() -> None:
    found = next_occurrence(weekly(weekday=6, skip_weekends=True), utc(2026, 4, 25))
    assert found == Occurrence("2026-W17", utc(2026, 4, 27, 7))


def test_without_the_weekend_rule_a_sunday_stays_a_sunday() -> None:
    found = next_occurrence(weekly(weekday=6), utc(2026, 4, 25))
    assert found == Occurrence("2026-W17", utc(2026, 4, 26, 7))


def test_a_week_at_the_turn_of_the_year_is_named_by_the_iso_calendar() -> None:
    assert next_occurrence(weekly(weekday=4), utc(2026, 12, 31)).period == "2026-W53"
    assert next_occurrence(weekly(weekday=0), utc(2027, 1, 1)).period == "2027-W01"


def test_a_quarter_is_asked_in_its_first_month() -> None:
    rule = Rule(Cadence.QUARTERLY, NINE, "UTC", day=31)
    assert upcoming(rule, utc(2026, 1, 1), 4) == (
        Occurrence("2026-Q1", utc(2026, 1, 31, 9)),
        Occurrence("2026-Q2", utc(2026, 4, 30, 9)),
        Occurrence("2026-Q3", utc(2026, 7, 31, 9)),
        Occurrence("2026-Q4", utc(2026, 10, 31, 9)),
    )


@pytest.mark.parametrize(("year", "last"), [(2027, 28), (2028, 29)])
def test_day_31_is_the_last_day_of_february(year: int, last: int) -> None:
    assert next_occurrence(monthly(31), utc(year, 2, 1)).due_at == utc(year, 2, last, 8)


@pytest.mark.parametrize(("nth", "day"), [(1, 3), (2, 10), (3, 17), (4, 24), (-1, 31)])
def test_a_month_with_five_fridays_tells_the_fourth_from_the_last(nth: int, day: int) -> None:
    rule = Rule(Cadence.MONTHLY_ON_WEEKDAY, NINE, "UTC", weekday=4, nth=nth)
    assert next_occurrence(rule, utc(2026, 7, 1)).due_at == utc(2026, 7, day, 9)


# Clock changes.


def test_the_time_on_the_wall_stays_when_the_clocks_change() -> None:
    assert [date.due_at.hour for date in upcoming(monthly(), utc(2026, 2, 15), 2)] == [8, 7]


def test_a_time_that_the_clocks_skip_is_moved_forward_by_the_gap() -> None:
    rule = weekly(weekday=6, at=time(2, 30))
    local = next_occurrence(rule, utc(2026, 3, 28)).due_at.astimezone(ZoneInfo("Europe/Berlin"))
    assert (local.date(), local.time()) == (date(2026, 3, 29), time(3, 30))


def test_a_time_that_comes_twice_is_due_once_at_the_first() -> None:
    rule = weekly(weekday=6, at=time(2, 30, fold=1))
    first, second = upcoming(rule, utc(2026, 10, 24), 2)
    assert first == Occurrence("2026-W43", utc(2026, 10, 25, 0, 30))
    assert second == Occurrence("2026-W44", utc(2026, 11, 1, 1, 30))


def test_a_round_closes_at_the_same_time_on_the_wall_across_a_clock_change() -> None:
    assert closes_at(utc(2026, 3, 27, 8), 5, "Europe/Berlin") == utc(2026, 4, 1, 7)
    assert closes_at(utc(2026, 3, 27, 8), 5, "UTC") == utc(2026, 4, 1, 8)


def test_a_round_started_in_the_hour_that_comes_twice_closes_days_later_as_usual() -> None:
    second_half_past_two = utc(2026, 10, 25, 1, 30)
    assert closes_at(second_half_past_two, 1, "Europe/Berlin") == utc(2026, 10, 26, 1, 30)


def test_a_round_closing_in_the_hour_that_comes_twice_closes_at_the_first() -> None:
    assert closes_at(utc(2026, 10, 24, 0, 30), 1, "Europe/Berlin") == utc(2026, 10, 25, 0, 30)


# Every two weeks.


def test_the_two_parities_share_the_weeks_between_them() -> None:
    even = Rule(Cadence.FORTNIGHTLY, NINE, "UTC", weekday=1, parity=0)
    odd = replace(even, parity=1)
    every = upcoming(replace(even, cadence=Cadence.WEEKLY), utc(2026, 12, 1), 12)
    shared = upcoming(even, utc(2026, 12, 1), 6) + upcoming(odd, utc(2026, 12, 1), 6)
    assert tuple(sorted(shared, key=lambda date: date.due_at)) == every


@given(RULES, MOMENTS)
def test_the_soonest_parity_starts_no_later_than_the_other(rule: Rule, after: datetime) -> None:
    parity = soonest_parity(rule, after)
    starts = [next_occurrence(replace(rule, parity=p), after) for p in (parity, 1 - parity)]
    assert starts[0].due_at <= starts[1].due_at


def test_the_soonest_fortnightly_start_is_this_week_until_its_date_has_passed() -> None:
    rule = Rule(Cadence.FORTNIGHTLY, NINE, "UTC", weekday=1)
    before, later = utc(2026, 4, 21, 8, 59), utc(2026, 4, 21, 9)
    assert soonest_parity(rule, before) != soonest_parity(rule, later)
    soonest = replace(rule, parity=soonest_parity(rule, before))
    assert next_occurrence(soonest, before).due_at == utc(2026, 4, 21, 9)


# Rules in words, and rules that are none.


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (monthly(1), "monthly on the 1st at 09:00 (Europe/Berlin)"),
        (monthly(2), "monthly on the 2nd at 09:00 (Europe/Berlin)"),
        (monthly(3), "monthly on the 3rd at 09:00 (Europe/Berlin)"),
        (monthly(11), "monthly on the 11th at 09:00 (Europe/Berlin)"),
        (monthly(22), "monthly on the 22nd at 09:00 (Europe/Berlin)"),
        (
            monthly(1, skip_weekends=True),
            "monthly on the 1st at 09:00 (Europe/Berlin), moved to Monday when that is a weekend",
        ),
        (
            monthly(29),
            "monthly on the 29th, or the last day of a shorter month, at 09:00 (Europe/Berlin)",
        ),
        (weekly(0, skip_weekends=True), "weekly on Monday at 09:00 (Europe/Berlin)"),
        (
            weekly(5, skip_weekends=True),
            "weekly on Saturday at 09:00 (Europe/Berlin), moved to Monday when that is a weekend",
        ),
        (
            Rule(Cadence.FORTNIGHTLY, time(14, 5), "Asia/Tokyo", weekday=1),
            "every two weeks on Tuesday at 14:05 (Asia/Tokyo)",
        ),
        (
            Rule(Cadence.MONTHLY_ON_WEEKDAY, NINE, "UTC", weekday=4, nth=-1),
            "monthly on the last Friday at 09:00 (UTC)",
        ),
        (
            Rule(Cadence.MONTHLY_ON_WEEKDAY, NINE, "UTC", weekday=2, nth=2),
            "monthly on the second Wednesday at 09:00 (UTC)",
        ),
        (
            Rule(Cadence.QUARTERLY, NINE, "UTC", day=30),
            "quarterly on day 30 of the first month at 09:00 (UTC)",
        ),
        (
            Rule(Cadence.QUARTERLY, NINE, "UTC", day=31),
            "quarterly on day 31 of the first month, or the last day of a shorter month,"
            " at 09:00 (UTC)",
        ),
    ],
)
def test_a_rule_is_described_in_words(rule: Rule, words: str) -> None:
    assert describe(rule) == words


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "Europe", "../etc/passwd", "zone.tab", "\0"])
def test_a_name_that_is_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(InvalidRule) as caught:
        weekly(zone=zone)
    assert caught.value.field == "zone"


@pytest.mark.parametrize("cadence", [Cadence.MONTHLY_ON_DAY, Cadence.QUARTERLY])
@pytest.mark.parametrize("day", [None, 0, -1, 32])
def test_a_day_that_no_month_has_is_refused(cadence: Cadence, day: int | None) -> None:
    with pytest.raises(InvalidRule, match="from 1 to 31") as caught:
        Rule(cadence, NINE, "UTC", day=day, weekday=0, nth=1)
    assert caught.value.field == "day"


@pytest.mark.parametrize(
    "cadence", [Cadence.WEEKLY, Cadence.FORTNIGHTLY, Cadence.MONTHLY_ON_WEEKDAY]
)
@pytest.mark.parametrize("weekday", [None, -1, 7])
def test_a_missing_or_impossible_weekday_is_refused(cadence: Cadence, weekday: int | None) -> None:
    with pytest.raises(InvalidRule) as caught:
        Rule(cadence, NINE, "UTC", day=1, weekday=weekday, nth=1)
    assert caught.value.field == "weekday"


@pytest.mark.parametrize("nth", [None, 0, 5, -2])
def test_a_weekday_that_not_every_month_has_is_refused(nth: int | None) -> None:
    with pytest.raises(InvalidRule) as caught:
        Rule(Cadence.MONTHLY_ON_WEEKDAY, NINE, "UTC", weekday=0, nth=nth)
    assert caught.value.field == "nth"


def test_a_parity_other_than_even_or_odd_is_refused() -> None:
    with pytest.raises(InvalidRule) as caught:
        Rule(Cadence.FORTNIGHTLY, NINE, "UTC", weekday=0, parity=2)
    assert caught.value.field == "parity"


def test_a_time_of_day_with_a_zone_of_its_own_is_refused() -> None:
    with pytest.raises(InvalidRule) as caught:
        weekly(at=time(9, tzinfo=UTC))
    assert (caught.value.field, caught.value.sentence) == ("at", str(caught.value))
