"""Trouble on order: answers that get lost, come late, or come wrong."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Where = Callable[[dict[str, Any]], bool]

BEFORE = frozenset(
    {"429", "500_before", "drop_before", "timeout_before", "html_502", "retry_after_garbage"}
)
AFTER = frozenset(
    {"500_after", "drop_after", "timeout_after", "ok_without_ts", "lands_late", "trickle"}
)


@dataclass
class Fault:
    """One kind of trouble for one method.

    `*_before` kinds leave no trace in the workspace, `*_after` kinds come when the call has already
    taken effect. `lands_late` takes effect after `delay`, when the caller has long hung up.
    """

    method: str
    kind: str
    left: int | None
    retry_after: int | None
    delay: float
    where: Where | None

    def matches(self, method: str, arguments: dict[str, Any]) -> bool:
        """Whether this call is meant."""
        if self.left == 0 or self.method not in (method, "*"):
            return False
        return self.where is None or self.where(arguments)

    @property
    def moment(self) -> Literal["before", "after"]:
        """Whether the trouble comes instead of the call's effect, or on top of it."""
        return "after" if self.kind in AFTER else "before"


@dataclass
class Weather:
    """Trouble of any of these kinds, by chance, for a share of the calls of some methods."""

    methods: Collection[str]
    kinds: Sequence[str]
    share: float
    delay: float
    chance: random.Random

    def strike(self, method: str) -> Fault | None:
        """The fault that hits a call, if one does."""
        if method not in self.methods or self.chance.random() >= self.share:
            return None
        kind = self.chance.choice(self.kinds)
        return Fault(method, kind, left=1, retry_after=1, delay=self.delay, where=None)


class Faults:
    """The faults ordered so far; the first that matches a call is used up by it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ordered: list[Fault] = []
        self._weather: Weather | None = None

    def add(
        self,
        method: str,
        kind: str,
        *,
        times: int | None = 1,
        retry_after: int | None = 1,
        delay: float = 1.0,
        where: Where | None = None,
    ) -> None:
        """Order trouble for the next `times` calls (None: all) of a method ("*": any).

        `method` may also be "response_url" or "upload". `kind` is one of BEFORE or AFTER, or
        "error:<name>" for an `ok: false`. `retry_after` None leaves the header out of a 429.
        `delay` is in seconds. Raises ValueError for a kind that does not exist.
        """
        _check(kind)
        with self._lock:
            self._ordered.append(Fault(method, kind, times, retry_after, delay, where))

    def scatter(
        self,
        methods: Collection[str],
        kinds: Sequence[str],
        share: float,
        *,
        delay: float = 1.0,
        seed: int = 0,
    ) -> None:
        """Let a share (0 to 1) of all calls of these methods meet one of the kinds, by chance.

        What was ordered with `add` comes first; the last call of `scatter` counts. `delay` as for
        `add`. Raises ValueError for a kind that does not exist.
        """
        for kind in kinds:
            _check(kind)
        with self._lock:
            self._weather = Weather(methods, kinds, share, delay, random.Random(seed))  # noqa: S311

    def clear(self) -> None:
        """No more trouble."""
        with self._lock:
            self._ordered.clear()
            self._weather = None

    def take(self, method: str, arguments: dict[str, Any]) -> Fault | None:
        """The fault that hits this call, if any."""
        with self._lock:
            for fault in self._ordered:
                if fault.matches(method, arguments):
                    fault.left = None if fault.left is None else fault.left - 1
                    return fault
            return self._weather.strike(method) if self._weather else None


def _check(kind: str) -> None:
    if kind not in BEFORE | AFTER and not kind.startswith("error:"):
        raise ValueError(f"no such fault: {kind}")
