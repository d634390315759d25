"""When people are reminded, in every zone. 2026-09-07 is a Monday."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cadence import closes_at
from bot.domain.reminding import (
    AFTER_OPENING,
    APART,
    BEFORE_CLOSING,
    Window,
    at_work,
    earliest,
    moments,
    next_moment,
    zone_or,
)
from bot.domain.settings_fields import zones

MONDAY = datetime(2026, 9, 7, 7, tzinfo=UTC)  # 09:00 in Berlin
BERLIN, KIRITIMATI, BAKER = "Europe/Berlin", "Pacific/Kiritimati", "Etc/GMT+12"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TEN_YEARS = 10 * 365 * 24 * 60

minutes = st.integers(0, TEN_YEARS).map(lambda count: count * MINUTE)
opening = minutes.map(lambda later: datetime(2026, 1, 1, tzinfo=UTC) + later)
anywhere = st.sampled_from(sorted(zones()))


@st.composite
def windows(draw: st.DrawFn, longest: int = 28) -> Window:
    """Rounds as teams have them, in the team's own zone."""
    opened, days = draw(opening), draw(st.integers(1, longest))
    deadline = closes_at(opened, days, draw(anywhere))
    return Window(opened, deadline, deadline)


def window(days: int, opened: datetime = MONDAY, zone: str = BERLIN) -> Window:
    deadline = closes_at(opened, days, zone)
    return Window(opened, deadline, deadline)


def local(found: tuple[datetime, ...], zone: str = BERLIN) -> list[str]:
    return [moment.astimezone(ZoneInfo(zone)).strftime("%a %H:%M") for moment in found]


@pytest.mark.parametrize(
    ("days", "zone", "expected"),
    [
        (1, BERLIN, ["Mon 16:00"]),
        (2, BERLIN, ["Tue 09:00"]),
        (3, BERLIN, ["Wed 09:00"]),
        (4, BERLIN, ["Wed 09:00", "Thu 09:00"]),
        (5, BERLIN, ["Thu 09:00", "Fri 09:00"]),
        (7, BERLIN, ["Fri 09:00"]),  # half-way is Thursday evening, the day before a Sunday
        (10, BERLIN, ["Mon 09:00", "Wed 09:00"]),
        (5, "America/New_York", ["Wed 15:00", "Fri 09:00"]),
        (5, "Asia/Tokyo", ["Thu 09:00", "Fri 16:00"]),
        (5, KIRITIMATI, ["Thu 09:00", "Fri 16:00"]),
        (5, BAKER, ["Wed 09:00", "Fri 09:00"]),
    ],
)
def test_people_are_reminded_half_way_and_a_day_before_the_close_in_their_own_hours(
    days: int, zone: str, expected: list[str]
) -> None:
    assert local(moments(window(days), zone), zone) == expected


@given(windows(), anywhere)
def test_a_plan_keeps_every_promise_in_every_zone(round_: Window, zone: str) -> None:
    planned = moments(round_, zone)
    assert len(planned) <= 2
    for moment in planned:
        assert at_work(moment, zone)
        assert at_work(moment + 14 * MINUTE, zone)  # it also gets there in time
        assert round_.opened_at + AFTER_OPENING <= moment <= round_.closing_at - BEFORE_CLOSING
    assert all(later - sooner >= APART for sooner, later in pairwise(planned))


@given(windows(longest=1), anywhere)
def test_a_round_of_one_day_reminds_at_most_once(round_: Window, zone: str) -> None:
    assert len(moments(round_, zone)) <= 1


@given(windows(), anywhere)
def test_a_round_that_has_a_working_day_in_it_reminds_somebody(round_: Window, zone: str) -> None:
    if round_.deadline - round_.opened_at >= 5 * DAY:
        assert moments(round_, zone)


@given(windows(), anywhere)
def test_nobody_on_earth_is_reminded_before_the_first_look(round_: Window, zone: str) -> None:
    first_look, planned = earliest(round_), moments(round_, zone)
    assert not planned or (first_look is not None and first_look <= planned[0])


@given(windows(), anywhere, st.data())
def test_whenever_the_worker_looks_every_promise_is_kept(
    round_: Window, zone: str, data: st.DataObject
) -> None:
    """The worker may have been away for any time, at any time."""
    now, sent = round_.opened_at, []
    while True:
        due = next_moment(round_, zone, now, len(sent), sent[-1] if sent else None)
        if due is None:
            break
        if due <= now:
            sent.append(now)
        now = max(now, due) + data.draw(st.integers(0, 3000)) * MINUTE
    assert len(sent) <= 2
    assert all(at_work(moment, zone) and moment <= round_.last for moment in sent)
    assert all(moment >= round_.first for moment in sent)
    assert all(later - sooner >= APART for sooner, later in pairwise(sent))


@given(windows(), anywhere)
def test_a_worker_that_looks_in_time_keeps_to_the_plan(round_: Window, zone: str) -> None:
    now, sent = round_.opened_at, []
    while (
        due := next_moment(round_, zone, now, len(sent), sent[-1] if sent else None)
    ) is not None:
        now = due
        sent.append(now)
    assert tuple(sent) == moments(round_, zone)


def test_one_that_is_late_waits_for_the_morning() -> None:
    round_ = window(5)
    thursday_night = MONDAY + 3 * DAY + 13 * HOUR
    assert next_moment(round_, BERLIN, thursday_night, 0, None) == MONDAY + 4 * DAY
    assert next_moment(round_, BERLIN, MONDAY + 4 * DAY + 9 * HOUR, 0, None) is None


def test_after_a_late_one_the_next_keeps_its_distance_or_is_left_out() -> None:
    round_ = window(10)
    tuesday = MONDAY + 8 * DAY + 7 * HOUR
    assert next_moment(round_, BERLIN, tuesday, 1, tuesday) == tuesday + APART
    wednesday = MONDAY + 9 * DAY + HOUR
    assert next_moment(round_, BERLIN, wednesday, 1, wednesday) is None


def test_clocks_that_change_do_not_move_the_working_day() -> None:
    friday = datetime(2026, 10, 23, 7, tzinfo=UTC)  # Berlin puts its clocks back on the Sunday
    planned = moments(window(5, friday), BERLIN)
    assert local(planned) == ["Mon 09:00", "Tue 09:00"]
    assert [moment.hour for moment in planned] == [8, 8]


def test_a_zone_that_slack_does_not_know_or_invents_is_the_teams() -> None:
    assert zone_or("Asia/Tokyo", BERLIN) == "Asia/Tokyo"
    assert [zone_or(odd, BERLIN) for odd in ("", "Mars/Base", "../etc", "Factory")] == [BERLIN] * 4
