"""Days as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.days import read_day

TODAY = date(2026, 9, 17)  # a Thursday
FORMS = (
    "%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d %b %Y", "%d. %B %Y",
    "%d of %B %Y", "the %dth of %B %Y", "%b %d, %Y", "%B %dth %Y", "%d%b %Y",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31 dec", date(2026, 12, 31)),
        ("dec 31", date(2026, 12, 31)),
        ("1st of march", date(2027, 3, 1)),
        ("17 sep", date(2027, 9, 17)),
        ("18 sept.", date(2026, 9, 18)),
        ("31.12.", date(2026, 12, 31)),
        ("5/6", date(2027, 6, 5)),
        ("31.12.27", date(2027, 12, 31)),
        ("29 february", date(2028, 2, 29)),
        ("december", date(2026, 12, 31)),
        ("september", date(2026, 9, 30)),
        ("may", date(2027, 5, 31)),
        ("end of june", date(2027, 6, 30)),
        ("the end of february 2028", date(2028, 2, 29)),
        ("end of the year", date(2026, 12, 31)),
        ("end of 2027", date(2027, 12, 31)),
        ("2027", date(2027, 12, 31)),
        ("year end", date(2026, 12, 31)),
        ("end of next year", date(2027, 12, 31)),
        ("end of the month", date(2026, 9, 30)),
        ("next month", date(2026, 10, 31)),
        ("next quarter", date(2026, 12, 31)),
        ("end of quarter", date(2026, 9, 30)),
        ("q4", date(2026, 12, 31)),
        ("q1", date(2027, 3, 31)),
        ("end of q2 2027", date(2027, 6, 30)),
        ("in 2 weeks", date(2026, 10, 1)),
        ("in 5 months", date(2027, 2, 17)),
        ("in 1 year", date(2027, 9, 17)),
    ],
)
def test_a_day_is_understood(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    ["", "soon", "31 feb", "2026-13-01", "12/31/2026", "de", "0 may", "christmas", "31 dec 20266",
     "in 9999 months", "0000-01-01", "0000", "end of", "٣١ dec", "32.1.", "end of next"],
)  # fmt: skip
def test_what_names_no_day_is_none(text: str) -> None:
    assert read_day(text, TODAY) is None


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(FORMS))
def test_a_day_with_its_year_is_read_back_from_every_form(day: date, form: str) -> None:
    assert read_day(day.strftime(form).lower(), TODAY) == day


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(1, 3000))
def test_a_day_without_its_year_is_the_next_one_after_today(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    for form in ("%d %b", "%d.%m.", "%B %d"):
        found = read_day(day.strftime(form).lower(), today)
        assert found is not None
        assert today < found <= day
        assert (found.month, found.day) == (day.month, day.day)


@given(st.text(alphabet="0123456789.-/ adefijnmoqrstuyh", max_size=30), st.dates())
def test_no_text_is_an_error(text: str, today: date) -> None:
    read_day(text, today)


@given(st.sampled_from(["end of month", "end of quarter", "end of year", "next month"]), st.dates())
def test_no_day_near_the_end_of_the_calendar_is_an_error(text: str, today: date) -> None:
    read_day(text, today)
