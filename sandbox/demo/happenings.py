"""What the calendar of a demo holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

OPENS, CLOSES = "opens", "closes"


@dataclass(frozen=True)
class Happening:
    """A check-in of a channel's team opens or closes."""

    at: datetime
    kind: str
    channel: str
