"""How often each method may be called, in sliding windows of real time.

Source: docs.slack.dev/apis/web-api/rate-limits. Slack promises "at least" these numbers and now and
then allows more; the stand-in never does.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

MINUTE = 60.0


@dataclass(frozen=True)
class Limit:
    """So many calls in a window of so many seconds."""

    calls: int
    seconds: float = MINUTE


TIER_1 = Limit(1)
TIER_2 = Limit(20)
TIER_3 = Limit(50)
TIER_4 = Limit(100)
# Slack names no number for these ("several hundred", "special"); a careful reading.
HUNDREDS = Limit(300)
# Tier 1 on paper, yet an app may hold ten connections, each with its own call.
CONNECTIONS = Limit(10)
ONE_A_SECOND = Limit(1, 1.0)


class RateLimited(Exception):
    """Refused with status 429; `retry_after` is in whole seconds, at least 1."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"again in {retry_after} s")
        self.retry_after = retry_after


@dataclass
class Rates:
    """The calls of the last minute. `scale` multiplies the length of every window."""

    scale: float = 1.0
    clock: Callable[[], float] = time.monotonic
    _calls: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def count(self, key: str, limit: Limit) -> None:
        """Count one call, or raise RateLimited; a refused call does not count."""
        now = self.clock()
        window = limit.seconds * self.scale
        calls = self._calls[key]
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= limit.calls:
            raise RateLimited(max(1, math.ceil(calls[0] + window - now)))
        calls.append(now)
