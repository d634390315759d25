"""Hands payloads to the app, over HTTP or Socket Mode, and repeats events until they are taken.

Source: docs.slack.dev/apis/events-api, "Retries": at once, after a minute, after five. Interactions
and commands are never repeated.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sandbox.changes import Changes
from sandbox.records import Ack, Delivery, DeliveryKind, Parcel

T = TypeVar("T")

ACK_WINDOW = 3.0
RETRY_DELAYS = (0.0, 60.0, 300.0)


class Transport(Protocol):
    """A way to the app."""

    async def send(self, parcel: Parcel, window: float) -> Ack:
        """How the app answered within the window, in seconds."""
        ...


class Courier:
    """`transport` may be changed at any time; `ack_window` and `retry_delays` are in seconds.

    `errors` collects what went wrong in here while an event was delivered.
    """

    def __init__(
        self,
        changes: Changes,
        clock: Callable[[], datetime],
        loop: asyncio.AbstractEventLoop,
        transport: Transport,
        scale: float,
        errors: list[BaseException],
    ) -> None:
        self.transport = transport
        self.ack_window = ACK_WINDOW
        self.retry_delays = tuple(delay * scale for delay in RETRY_DELAYS)
        self.deliveries: list[Delivery] = []
        self._changes = changes
        self._clock = clock
        self._loop = loop
        self._errors = errors
        self._under_way: set[Future[None]] = set()

    def hand_over(
        self, kind: DeliveryKind, payload: dict[str, Any], apply: Callable[[Ack], T]
    ) -> T:
        """Deliver once, and return what `apply` makes of the acknowledgement (or raises).

        `apply` runs before any later call of the app is served. Not to be called on the event loop.
        """

        async def deliver_and_apply() -> T:
            return apply(await self._deliver(Parcel(kind, payload)))

        return asyncio.run_coroutine_threadsafe(deliver_and_apply(), self._loop).result()

    def announce(self, payload: dict[str, Any]) -> None:
        """Deliver an event in the background, up to four times."""
        task = asyncio.run_coroutine_threadsafe(self._insist(payload), self._loop)
        with self._changes.writing():
            self._under_way.add(task)
        task.add_done_callback(self._done)

    @property
    def under_way(self) -> int:
        """How many events are neither taken nor given up."""
        return len(self._under_way)

    def _done(self, task: Future[None]) -> None:
        with self._changes.writing():
            self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._errors.append(error)

    async def _insist(self, payload: dict[str, Any]) -> None:
        parcel = Parcel("events_api", payload)
        ack = await self._deliver(parcel)
        for attempt, delay in enumerate(self.retry_delays, start=1):
            if ack.ok or not ack.retry:
                return
            await asyncio.sleep(delay)
            ack = await self._deliver(replace(parcel, attempt=attempt, reason=ack.reason))

    async def _deliver(self, parcel: Parcel) -> Ack:
        started, begun = self._clock(), time.monotonic()
        ack = await self.transport.send(parcel, self.ack_window)
        duration = time.monotonic() - begun
        delivery = Delivery(parcel.kind, parcel.payload, parcel.attempt, started, duration, ack)
        with self._changes.writing():
            self.deliveries.append(delivery)
        return ack
