"""The clock's side of the system: what one tick does, and how often ticks come."""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.schedulers.background import BackgroundScheduler

from bot.clock import system_clock
from bot.delivery.outbox import Outbox
from bot.delivery.reconcile import Reconciler
from bot.delivery.rounds import Rounds
from bot.services.due import DueRounds

ROUNDS, DELIVERY = "rounds", "delivery"
# How much longer than three intervals the last tick may be ago: a drain and a look are bounded.
_PATIENCE = timedelta(seconds=90)


class Look(Protocol):
    """A further look at what is due."""

    def look(self) -> int:
        """Deal with it; how many messages wait for delivery now."""
        ...

    def stop(self) -> None:
        """Begin nothing more."""
        ...


class Worker:
    """Opens what is due, closes what is over, delivers, and finds out what became of the unknown.

    `tick()` does all of it once, one after the other. `start()` has APScheduler do it at an
    interval, rounds and delivery side by side; `wake()` asks for it at once; `ease()` begins
    nothing more; `stop()` ends after what is under way.
    """

    def __init__(
        self,
        rounds: Rounds,
        due: DueRounds,
        outbox: Outbox,
        reconciler: Reconciler,
        *,
        interval: float,
        looks: Sequence[Look] = (),
    ) -> None:
        self._rounds = rounds
        self._due = due
        self._outbox = outbox
        self._reconciler = reconciler
        self._interval = interval
        self._looks = looks
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._steps = {ROUNDS: self._look, DELIVERY: self._deliver}
        self._locks = {name: threading.Lock() for name in self._steps}
        self._last = dict.fromkeys(self._steps, system_clock())

    def start(self) -> None:
        """Tick now and then at the interval; never two at once."""
        for name in self._steps:
            self._scheduler.add_job(
                self._run,
                "interval",
                args=[name],
                seconds=self._interval,
                id=name,
                next_run_time=system_clock(),
                coalesce=True,
                max_instances=2,  # the second waits for the first: what wakes us meanwhile counts
                misfire_grace_time=None,
            )
        self._scheduler.start()

    def ease(self) -> None:
        """Begin nothing more."""
        for part in (self._rounds, self._outbox, self._reconciler):
            part.stop()
        for look in self._looks:
            look.stop()

    def stop(self) -> None:
        """Wait for what is under way, and tick no more."""
        self.ease()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def wake(self) -> None:
        """Deliver as soon as possible: something is there."""
        self._outbox.wake()
        if self._scheduler.running:
            self._scheduler.modify_job(DELIVERY, next_run_time=system_clock())

    @property
    def last_tick(self) -> datetime:
        """When both halves of a tick had last ended."""
        return min(self._last.values())

    def is_ticking(self) -> bool:
        """Whether the last tick ended not much longer ago than the interval."""
        return system_clock() - self.last_tick < timedelta(seconds=3 * self._interval) + _PATIENCE

    def tick(self) -> None:
        """One look at everything that is due. What fails is logged and left for the next tick."""
        for name in self._steps:
            self._run(name)

    def _run(self, name: str) -> None:
        with self._locks[name]:
            self._steps[name]()
            self._last[name] = system_clock()

    def _look(self) -> None:
        if self._rounds.look():
            self.wake()
        if sum(look.look() for look in self._looks):
            self.wake()
        self._due.forget_deliveries()

    def _deliver(self) -> None:
        self._reconciler.reconcile()
        self._outbox.drain()
