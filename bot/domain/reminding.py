"""When somebody who has not finished is reminded: in their own working hours, at most twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from bot.domain.rounds import Terms
from bot.domain.settings_fields import zones

APART = timedelta(hours=20)
DAY_BEFORE = timedelta(days=1)
# Who was asked a moment ago is left in peace, and who is reminded has time to answer.
AFTER_OPENING, BEFORE_CLOSING = timedelta(hours=4), timedelta(hours=1)
BEGIN, END = time(9), time(17)
# What is due later in the day might only get there after hours.
LATEST, LAST_HOUR = time(16, 45), time(16)
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
# Every hour's zone there is, from UTC+14 to UTC-12; the names count westwards.
_AROUND_THE_WORLD = tuple(f"Etc/GMT{west:+d}" for west in range(-14, 13))


@dataclass(frozen=True)
class Window:
    """An open round: when it opened, its deadline, and when it will close (all aware)."""

    opened_at: datetime
    deadline: datetime
    closing_at: datetime

    @property
    def first(self) -> datetime:
        """Before this nobody is reminded."""
        return self.opened_at + AFTER_OPENING

    @property
    def last(self) -> datetime:
        """After this nobody is reminded."""
        return self.closing_at - BEFORE_CLOSING


class Standing(Enum):
    """How somebody who was reminded of a round stands to it now."""

    WAITING = "waiting"
    UNWANTED = "unwanted"  # they want no reminders, in none of their teams
    SKIPPED = "skipped"
    FINISHED = "finished"
    CLOSED = "closed"


@dataclass(frozen=True)
class Reminder:
    """What somebody is told in their first or second reminder (`number`) of a round."""

    round: Terms
    channel: str
    standing: Standing
    number: int


def moments(window: Window, zone: str) -> tuple[datetime, ...]:
    """When somebody in `zone` (an IANA name) is reminded: at most two moments, in order, UTC.

    Half-way to the deadline and a day before the close, each moved to the next working hours, or,
    where those come too late, to the last ones before. Two that would be close become one.
    """
    kept: list[datetime] = []
    for wish in _wishes(window):
        fitted = _fitted(window, wish, ZoneInfo(zone))
        if fitted and (not kept or fitted - kept[-1] >= APART):
            kept.append(fitted)
    return tuple(kept)


def next_moment(
    window: Window, zone: str, now: datetime, reminders: int, reminded_at: datetime | None
) -> datetime | None:
    """When somebody who got so many reminders, the last one then, gets one: `now` if it is due.

    None: no more in this round. One that is late comes in working hours all the same.
    """
    planned = moments(window, zone)[reminders:]
    if not planned:
        return None
    soonest = max(planned[0], now)
    if reminded_at is not None:
        soonest = max(soonest, reminded_at + APART)
    when = _working(soonest, ZoneInfo(zone))
    return when if when <= window.last else None


def earliest(window: Window) -> datetime | None:
    """Before this nobody on earth is to be reminded; None: nobody is at all."""
    firsts = [found[0] for zone in _AROUND_THE_WORLD if (found := moments(window, zone))]
    # Some zones lie between two full hours.
    return min(firsts) - timedelta(hours=1) if firsts else None


def at_work(moment: datetime, zone: str) -> bool:
    """Whether `moment` (aware) lies in the working hours of the zone: Monday to Friday, 9 to 17."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.weekday() < _SATURDAY and BEGIN <= local.time() < END


def zone_or(zone: str, otherwise: str) -> str:
    """A person's zone as Slack names it, or the other one where it is unknown."""
    return zone if zone in zones() else otherwise


def _wishes(window: Window) -> Iterator[datetime]:
    half_way = window.opened_at + (window.deadline - window.opened_at) / 2
    yield half_way
    if window.closing_at - DAY_BEFORE > half_way:
        yield window.closing_at - DAY_BEFORE


def _fitted(window: Window, wish: datetime, zone: ZoneInfo) -> datetime | None:
    """The wish moved into working hours within the window; None where there are none."""
    for moment in (_working(wish, zone), _working_before(wish, zone)):
        if window.first <= moment <= window.last:
            return moment
    return None


def _working(moment: datetime, zone: ZoneInfo) -> datetime:
    """The first moment from this one on in which a reminder may be sent."""
    local = moment.astimezone(zone)
    if local.weekday() < _SATURDAY and BEGIN <= local.time() < LATEST:
        return moment
    day = local.date() if local.time() < BEGIN else local.date() + _ONE_DAY
    while day.weekday() >= _SATURDAY:
        day += _ONE_DAY
    return _at(day, BEGIN, zone)


def _working_before(moment: datetime, zone: ZoneInfo) -> datetime:
    """The beginning of the last working hour before this moment."""
    local = moment.astimezone(zone)
    day = local.date() if local.time() > LAST_HOUR else local.date() - _ONE_DAY
    while day.weekday() >= _SATURDAY:
        day -= _ONE_DAY
    return _at(day, LAST_HOUR, zone)


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)
