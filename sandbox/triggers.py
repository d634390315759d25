"""Trigger ids: they open one view, and only for a moment.

Source: docs.slack.dev/interactivity/handling-user-interaction (3 seconds, once).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.errors import ApiError
from sandbox.ids import secret

LIFETIME = 3.0


@dataclass
class Trigger:
    """Given out with one interaction of one person."""

    user: str
    issued: float
    used: bool = False


@dataclass
class Triggers:
    """All trigger ids given out. `lifetime` is in seconds of `now`; a test may change either."""

    lifetime: float = LIFETIME
    now: Callable[[], float] = time.monotonic
    _given: dict[str, Trigger] = field(default_factory=dict)

    def issue(self, user: str) -> str:
        """A trigger id that starts to age now."""
        trigger = f"{len(self._given) + 1}.{int(time.time())}.{secret()}"
        self._given[trigger] = Trigger(user, self.now())
        return trigger

    def knows(self, trigger_id: str) -> bool:
        """Whether this trigger id was given out here."""
        return trigger_id in self._given

    def look_at(self, trigger_id: str) -> Trigger:
        """The trigger if it can still be exchanged.

        Raises ApiError invalid_trigger_id, exchanged_trigger_id or expired_trigger_id.
        """
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        if self.now() - trigger.issued > self.lifetime:
            raise ApiError("expired_trigger_id")
        return trigger
