"""What a process has read and need not read again for a while, because it hardly ever changes."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """Values by key, each believed for so many seconds. What is not there is never remembered."""

    def __init__(
        self,
        seconds: float,
        *,
        most: int = 50_000,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds = seconds
        self._most = most
        self._monotonic = monotonic
        self._known: dict[K, tuple[float, V]] = {}

    def recall(self, key: K, read: Callable[[], V | None]) -> V | None:
        """The value known of the key, or what `read` finds now."""
        now = self._monotonic()
        read_at, value = self._known.get(key, (float("-inf"), None))
        if now - read_at <= self._seconds:
            return value
        fresh = read()
        if fresh is not None:
            if len(self._known) >= self._most:
                self._known.clear()
            self._known[key] = (now, fresh)
        return fresh

    def clear(self) -> None:
        """Believe nothing any more."""
        self._known.clear()

    def forget(self, key: K) -> None:
        """Read it anew the next time."""
        self._known.pop(key, None)
