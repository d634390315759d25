"""Proof 9: clocks that jump, disagree, or are changed by law neither lose nor double a check-in."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from sqlalchemy import func, select
from town import Tally, Town, town

from bot.domain.cadence import Cadence, Rule, upcoming
from storage.database import Database
from storage.models import CheckIn, Team

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
FIRST_YEAR, LAST_YEAR = 2026, 2028
DAY = timedelta(days=1)


def test_at_every_change_of_the_clocks_in_every_zone_a_month_has_one_date() -> None:
    changes = 0
    for zone in sorted(available_timezones()):
        for edge in _edges(zone):
            changes += 1
            rule = Rule(Cadence.MONTHLY_ON_DAY, edge.time(), zone, day=edge.day)
            dates = upcoming(rule, edge.astimezone(UTC) - 32 * DAY, 4)
            assert all(a.due_at < b.due_at for a, b in itertools.pairwise(dates)), rule
            assert len({date.period for date in dates}) == 4, rule
            months = [int(date.period[:4]) * 12 + int(date.period[5:7]) for date in dates]
            assert all(b - a == 1 for a, b in itertools.pairwise(months)), rule
    assert changes > 500


def _edges(zone: str) -> Iterator[datetime]:
    """The moments, to the hour and on the wall, at which a zone's clocks are changed."""
    place = ZoneInfo(zone)
    moment, end = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR, 1, 1, tzinfo=UTC)
    while moment < end:
        following = moment + DAY
        if moment.astimezone(place).utcoffset() != following.astimezone(place).utcoffset():
            for hour in (moment + timedelta(hours=n) for n in range(24)):
                after = hour + timedelta(hours=1)
                if hour.astimezone(place).utcoffset() != after.astimezone(place).utcoffset():
                    yield after.astimezone(place).replace(minute=0, fold=0)
        moment = following


@on_postgresql
def test_a_clock_that_jumps_asks_nobody_twice_and_leaves_nobody_out(place: Town) -> None:
    place.add_teams(4)
    place.hire(2)
    assert place.finish() == Tally(posted=4)
    place.travel(timedelta(hours=-1))
    place.add_teams(2)  # life goes on with the wrong clock
    assert place.finish() == Tally(posted=6)
    place.travel(timedelta(hours=1))
    place.travel(DAY)
    assert place.finish() == Tally(posted=6)
    place.travel(40 * DAY)  # every round is over, and the next date is long past
    tally = place.finish()
    assert (tally.posted, tally.lost, tally.doubled) == (12, [], [])
    rounds = select(CheckIn.state, func.count()).group_by(CheckIn.state)
    with place.database.transaction() as session:
        assert dict(session.execute(rounds).all()) == {"closed": 6, "missed": 6}
        assert session.scalar(select(func.count()).select_from(Team)) == 6


@on_postgresql
def test_replicas_whose_clocks_are_two_minutes_apart_do_not_take_each_others_work(
    database: Database, tmp_path: Path
) -> None:
    with town(database, tmp_path) as place:
        place.slack.faults.scatter(["chat.postMessage"], ["drop_after", "500_before"], 0.3)
        place.add_teams(15)
        fast, *_ = place.hire(ahead=60)
        place.hire(ahead=-60)
        place.until(lambda: place.states()["sent"] >= 3)
        place.crew.kill(fast)
        place.hire(ahead=60)
        assert place.finish() == Tally(posted=15)


def test_the_changes_of_the_clocks_are_found_where_they_are_known_to_be() -> None:
    edges = [f"{edge:%Y-%m-%d %H}" for edge in _edges("Europe/Berlin")]
    assert edges[:2] == ["2026-03-29 03", "2026-10-25 02"]
