"""One lock for everything the stand-in remembers, and the news that some of it has changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

# A predicate may also look at things outside the stand-in (a database row), whose changes nobody
# announces here: look again at least this often, in seconds.
LOOK_AGAIN = 0.1


class Changes:
    """A re-entrant lock with a version that grows at every change."""

    def __init__(self) -> None:
        self._condition = threading.Condition(threading.RLock())
        self._version = 0

    @property
    def version(self) -> int:
        """How many changes there were; another number means that something has changed."""
        return self._version

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the lock."""
        with self._condition:
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock, then tell everybody who waits that something has changed."""
        with self._condition:
            try:
                yield
            finally:
                self._version += 1
                self._condition.notify_all()

    def announce(self) -> None:
        """Say that something has changed that is not kept here."""
        with self.writing():
            pass

    def wait_until(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:
        """The first truthy value of the predicate, which runs without the lock.

        Raises TimeoutError after `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        while True:
            with self._condition:
                seen = self._version
            if value := predicate():
                return value
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise TimeoutError(f"nothing came of it within {timeout} s")
            self._wait_for_news(seen, min(remaining, LOOK_AGAIN))

    def _wait_for_news(self, seen: int, timeout: float) -> None:
        with self._condition:
            self._condition.wait_for(lambda: self._version != seen, timeout)
