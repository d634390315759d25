"""Time travel, as the page knows it: where time can go, and that it goes there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Stop:
    """Somewhere to go in time. `about` says more, such as the channel that it is about."""

    id: str
    label: str
    about: str
    at: datetime

    def as_json(self) -> dict[str, Any]:
        """As the page reads it."""
        moment = self.at.isoformat()
        return {"id": self.id, "label": self.label, "about": self.about, "at": moment}


class TimeMachine(Protocol):
    """Moves the workspace's clock, and the app's with it."""

    def stops(self, place: str) -> list[Stop]:
        """Where time can go from here for somebody who looks at this place."""
        ...

    def travel(self, stop_id: str) -> None:
        """Go there, and come back when the app has done what fell due on the way.

        Raises CannotAct for a stop that is not offered.
        """
        ...
