"""The demo's time machine: the clock jumps from one happening to the next, never past one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from sandbox.client import Stop
from sandbox.demo.clock import Clock
from sandbox.demo.happenings import CLOSES, OPENS, Happening
from sandbox.errors import CannotAct

DAY, MONTH = timedelta(days=1), timedelta(days=30)
MOST_STEPS = 100
LABELS = {OPENS: "To the next check-in", CLOSES: "To the close of the open check-in"}


class Travel:
    """Moves `clock`; `tick` has the bot do what is due, `happenings` is its calendar.

    `name_of` is what a channel is called.
    """

    def __init__(
        self,
        clock: Clock,
        tick: Callable[[], None],
        happenings: Callable[[], list[Happening]],
        name_of: Callable[[str], str],
    ) -> None:
        self._clock = clock
        self._tick = tick
        self._happenings = happenings
        self._name_of = name_of
        self._travelling = threading.Lock()

    def stops(self, place: str) -> list[Stop]:
        """The next check-in and the next close, of this channel or else of any, a day, a month.

        The id of a stop names the channel, so that it means the same for everybody.
        """
        now = self._clock.now
        found = [self._next(kind, place) for kind in (OPENS, CLOSES)]
        stops = [self._stop(happening) for happening in found if happening]
        ahead = (("day", "Forward a day", DAY), ("month", "Forward a month", MONTH))
        return stops + [Stop(name, label, "", now + by) for name, label, by in ahead]

    def travel(self, stop_id: str) -> None:
        """Go there by way of everything that happens before. Raises CannotAct."""
        with self._travelling:
            place = stop_id.partition(" ")[2]
            stop = next((stop for stop in self.stops(place) if stop.id == stop_id), None)
            if stop is None:
                raise CannotAct("Time cannot go there now.")
            for _ in range(MOST_STEPS):
                coming = self._coming()
                if not coming or coming[0].at > stop.at:
                    break
                self._move(coming[0].at)
            self._move(stop.at)

    def _next(self, kind: str, place: str) -> Happening | None:
        coming = [happening for happening in self._coming() if happening.kind == kind]
        here = [happening for happening in coming if happening.channel == place]
        return next(iter(here or coming), None)

    def _stop(self, happening: Happening) -> Stop:
        channel = happening.channel
        about = f"#{self._name_of(channel)}"
        return Stop(f"{happening.kind} {channel}", LABELS[happening.kind], about, happening.at)

    def _coming(self) -> list[Happening]:
        now = self._clock.now
        return [happening for happening in self._happenings() if happening.at > now]

    def _move(self, to: datetime) -> None:
        self._clock.now = max(self._clock.now, to)
        self._tick()
