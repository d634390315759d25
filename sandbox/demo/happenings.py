"""What the calendar of a demo holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

OPENS, CLOSES, REMINDS = "opens", "closes", "reminds"


@dataclass(frozen=True)
class Happening:
    """A check-in of a channel's team opens or closes, or somebody may be reminded of it."""

    at: datetime
    kind: str
    channel: str
