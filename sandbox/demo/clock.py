"""The demo's time, for the workspace and the bot alike."""

from __future__ import annotations

import time
from datetime import datetime, timedelta


class Clock:
    """Stands still until it is moved; once it runs, it goes on by itself from where it is."""

    def __init__(self, now: datetime) -> None:
        self._then = now
        self._since: float | None = None

    def __call__(self) -> datetime:
        return self.now

    @property
    def now(self) -> datetime:
        """The time, aware; set it to move."""
        passed = 0.0 if self._since is None else time.monotonic() - self._since
        return self._then + timedelta(seconds=passed)

    @now.setter
    def now(self, to: datetime) -> None:
        self._then = to
        self._since = None if self._since is None else time.monotonic()

    def run(self) -> None:
        """Go on by itself from now on."""
        self._since = time.monotonic()
