"""What hardly ever changes, remembered for a minute, so that not every click asks the database."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

KNOWN_FOR = 60.0
MOST = 100_000


class Remembered(Generic[K, V]):
    """Values by key. What is not there (None) is not remembered: it may come at any moment."""

    def __init__(self) -> None:
        self._known: dict[K, tuple[float, V]] = {}

    def get(self, key: K, find: Callable[[K], V | None]) -> V | None:
        """What was found within the last minute, or is found now."""
        now = time.monotonic()
        found_at, value = self._known.get(key, (float("-inf"), None))
        if value is not None and now - found_at < KNOWN_FOR:
            return value
        value = find(key)
        if value is not None:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[key] = now, value
        return value
