"""What was read lately, so that it is not read again: each thing by one reader at a time."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar, cast

from bot.errors import SlackUnavailable

T = TypeVar("T")

MOST_REMEMBERED = 100_000
_NEVER = float("-inf")
# Within which nothing was read: only who asks at the same time shares the answer.
AFRESH = -1.0


class Memory:
    """Remembers answers by their keys. While Slack does not answer, one holds for `known_for`."""

    def __init__(self, monotonic: Callable[[], float], known_for: float) -> None:
        self._monotonic = monotonic
        self._known_for = known_for
        self._lock = threading.Lock()
        self._remembered: dict[Hashable, tuple[float, Any]] = {}
        self._flights: dict[Hashable, Future[Any]] = {}

    def recall(self, key: Hashable, within: float, read: Callable[[], T]) -> T:
        """What was read within so many seconds, or is read now.

        Who asks for what is just being read waits for that answer. Raises what `read` raises.
        """
        with self._lock:
            if (known := self._known(key, within)) is not None:
                return cast(T, known[0])
            flight = self._flights.get(key)
            mine = flight is None
            if flight is None:
                flight = self._flights[key] = Future()
        if mine:
            self._fly(key, flight, read)
        return cast(T, flight.result())

    def knows(self, key: Hashable, within: float) -> bool:
        """Whether it was read within so many seconds."""
        with self._lock:
            return self._known(key, within) is not None

    def keep(self, key: Hashable, answer: object) -> None:
        """Remember what was read now."""
        with self._lock:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = (self._monotonic(), answer)

    def forget(self, key: Hashable) -> None:
        """What was known does not hold any more, not even while nothing answers."""
        with self._lock:
            self._remembered.pop(key, None)

    def _known(self, key: Hashable, within: float) -> tuple[Any] | None:
        read_at, known = self._remembered.get(key, (_NEVER, None))
        return (known,) if self._monotonic() - read_at <= within else None

    def _fly(self, key: Hashable, flight: "Future[Any]", read: Callable[[], object]) -> None:
        """Read, and let everybody who waits have the answer, or what was raised instead."""
        try:
            answer = self._read(key, read)
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            self._land(key)
            flight.set_exception(error)
        else:
            self._land(key)
            flight.set_result(answer)

    def _read(self, key: Hashable, read: Callable[[], object]) -> object:
        try:
            fresh = read()
        except SlackUnavailable:
            with self._lock:
                known = self._known(key, self._known_for)
            if known is None:
                raise
            return known[0]
        self.keep(key, fresh)
        return fresh

    def _land(self, key: Hashable) -> None:
        with self._lock:
            del self._flights[key]
