"""The demo's time machine and its clock."""

from datetime import UTC, datetime, timedelta

import pytest
from freezegun import freeze_time

from sandbox import CannotAct
from sandbox.demo.clock import Clock
from sandbox.demo.happenings import CLOSES, OPENS, Happening
from sandbox.demo.town import beginning, first_monday
from sandbox.demo.travel import Travel
from sandbox.demo.year import PLATFORM

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Calendar:
    """What happens, and when the time machine let the bot look."""

    def __init__(self, *happenings: Happening) -> None:
        self.coming = list(happenings)
        self.clock = Clock(NOW)
        self.looked: list[datetime] = []
        self.travel = Travel(self.clock, self._tick, lambda: self.coming, lambda name: name)

    def _tick(self) -> None:
        self.looked.append(self.clock.now)
        self.coming = [h for h in self.coming if h.at > self.clock.now]


def test_time_goes_to_the_next_check_in_to_the_close_and_by_a_day_or_a_month():
    calendar = Calendar(Happening(NOW + 2 * DAY, CLOSES, "a"), Happening(NOW + 3 * DAY, OPENS, "b"))
    assert [(stop.id, stop.about, stop.at - NOW) for stop in calendar.travel.stops("home")] == [
        ("opens b", "#b", 3 * DAY),
        ("closes a", "#a", 2 * DAY),
        ("day", "", DAY),
        ("month", "", 30 * DAY),
    ]


def test_somebody_who_looks_at_a_channel_travels_to_its_own_check_in_and_close():
    calendar = Calendar(
        Happening(NOW + DAY, CLOSES, "a"),
        Happening(NOW + 2 * DAY, CLOSES, "b"),
        Happening(NOW + 3 * DAY, OPENS, "a"),
    )
    assert [stop.id for stop in calendar.travel.stops("b")] == [
        "opens a",
        "closes b",
        "day",
        "month",
    ]
    calendar.travel.travel("closes b")
    assert calendar.clock.now == NOW + 2 * DAY


def test_on_the_way_the_bot_looks_at_every_moment_at_which_something_falls_due():
    calendar = Calendar(Happening(NOW + DAY, OPENS, "a"), Happening(NOW + 5 * DAY, CLOSES, "a"))
    calendar.travel.travel("month")
    assert calendar.looked == [NOW + DAY, NOW + 5 * DAY, NOW + 30 * DAY]
    assert calendar.clock.now == NOW + 30 * DAY


def test_a_stop_that_is_not_offered_is_refused_and_time_stays():
    calendar = Calendar()
    with pytest.raises(CannotAct, match="Time cannot go there now"):
        calendar.travel.travel("closes a")
    assert calendar.clock.now == NOW


def test_the_clock_stands_still_until_it_runs():
    clock = Clock(NOW)
    with freeze_time() as frozen:
        frozen.tick(5)
        assert clock.now == NOW
        clock.run()
        frozen.tick(5)
        assert clock.now == NOW + timedelta(seconds=5)
        clock.now = NOW + DAY
        frozen.tick(1)
        assert clock() == NOW + DAY + timedelta(seconds=1)


@pytest.mark.parametrize(
    "until",
    [
        datetime(2026, 11, 25, 12, tzinfo=UTC),
        datetime(2026, 12, 7, 9, 30, tzinfo=UTC),
        datetime(2027, 1, 1, tzinfo=UTC),
        datetime(2028, 2, 29, 23, tzinfo=UTC),
    ],
)
def test_the_year_of_the_demo_holds_twelve_first_mondays_whenever_it_is_shown(until):
    begin = beginning(until)
    months = {(begin + n * DAY).date().replace(day=1) for n in range((until - begin).days - 4)}
    mondays = [first_monday(month) for month in months]
    ended = (until - timedelta(days=5)).date()
    assert sum(begin.date() < monday <= ended for monday in mondays) == len(PLATFORM) == 12
