"""Identifiers and time stamps in Slack's shapes."""

from __future__ import annotations

import itertools
import json
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

T = TypeVar("T")

MICROSECONDS = 1_000_000


class Ids:
    """Fresh identifiers: a letter that says what it is, then capitals and digits.

    Those of another `series` differ from these.
    """

    def __init__(self, series: str = "0SBX") -> None:
        self._series = series
        self._numbers = itertools.count(1)

    def new(self, prefix: str) -> str:
        """An identifier such as C0SBX00007, never given before."""
        return f"{prefix}{self._series}{next(self._numbers):05d}"


class Timestamps:
    """Message time stamps: seconds and microseconds of the clock, each later than the last."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        """A time stamp such as 1764000000.000100, unique and increasing even on a frozen clock."""
        now = round(self._clock().timestamp() * MICROSECONDS)
        self._last = max(now, self._last + 1)
        return f"{self._last // MICROSECONDS}.{self._last % MICROSECONDS:06d}"


def secret(length: int = 12) -> str:
    """Random characters that nobody can guess, for tickets, triggers and hashes."""
    return secrets.token_hex(length)


def copied(body: T) -> T:
    """A copy of a JSON value, in a fraction of the time that `copy.deepcopy` takes."""
    fresh: T = json.loads(json.dumps(body))
    return fresh
