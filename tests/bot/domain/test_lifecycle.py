"""The steps of a check-in, at their exact edges."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.lifecycle import LATE, MEND, Opening, closing_time, opening

DUE = datetime(2026, 4, 1, 7, tzinfo=UTC)
DEADLINE = DUE + timedelta(days=5)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "alone", "beside_another"),
    [
        (DUE - timedelta(days=30), Opening.NOT_DUE, Opening.NOT_DUE),
        (DUE - TICK, Opening.NOT_DUE, Opening.NOT_DUE),
        (DUE, Opening.OPEN, Opening.WAIT),
        (DUE + LATE, Opening.OPEN, Opening.WAIT),
        (DUE + LATE + TICK, Opening.MISSED, Opening.MISSED),
        (DUE + timedelta(days=400), Opening.MISSED, Opening.MISSED),
    ],
)
def test_a_check_in_opens_from_its_date_until_three_days_later(
    now: datetime, alone: Opening, beside_another: Opening
) -> None:
    assert opening(DUE, now, another_open=False) is alone
    assert opening(DUE, now, another_open=True) is beside_another


def test_late_is_three_days_and_the_time_to_mend_an_hour() -> None:
    assert timedelta(days=3) == LATE
    assert timedelta(hours=1) == MEND


def test_a_round_that_somebody_has_not_finished_closes_at_its_deadline() -> None:
    assert closing_time(DEADLINE, None) == DEADLINE


def test_a_round_that_everybody_finished_closes_an_hour_later() -> None:
    assert closing_time(DEADLINE, DUE) == DUE + timedelta(hours=1)


@pytest.mark.parametrize("before", [MEND, MEND - TICK, TICK, timedelta(0), -TICK])
def test_the_time_to_mend_never_moves_the_deadline(before: timedelta) -> None:
    assert closing_time(DEADLINE, DEADLINE - before) == DEADLINE


def test_finishing_just_over_an_hour_early_closes_just_before_the_deadline() -> None:
    assert closing_time(DEADLINE, DEADLINE - MEND - TICK) == DEADLINE - TICK
