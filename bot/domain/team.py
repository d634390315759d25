"""A team and its settings, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.cadence import Rule
from bot.domain.retention import DEFAULT_KEEP_MONTHS


class Privacy(StrEnum):
    """Who sees what of a team's answers."""

    CONFIDENTIAL = "confidential"
    OPEN = "open"


# Fewer answers than this are never shown as an aggregate; a team may ask for more.
SMALLEST_MINIMUM = 3
DEFAULT_DAYS_OPEN = 5
ROLES = {
    "data-scientist": "Data scientist",
    "data-engineer": "Data engineer",
    "software-engineer": "Software engineer",
    "other": "Something else",
}


@dataclass(frozen=True)
class Settings:
    """What the settings form holds. `picked` is None when everyone in the channel is asked."""

    rubric: str
    rule: Rule
    days_open: int = DEFAULT_DAYS_OPEN
    picked: tuple[str, ...] | None = None
    privacy: Privacy = Privacy.CONFIDENTIAL
    minimum: int = SMALLEST_MINIMUM
    in_overview: bool = False  # whether the workspace may see the team's levels
    keep_months: int = DEFAULT_KEEP_MONTHS  # how long answers are kept after a check-in's close


@dataclass(frozen=True)
class Team:
    """A channel with check-ins. `next_due_at` is None while the schedule is paused."""

    id: int
    workspace_id: int
    channel: str
    channel_name: str
    settings: Settings
    admins: tuple[str, ...]
    revision: int
    created_by: str
    next_due_at: datetime | None
    paused_reason: str
    shared: bool = False  # with another organisation, as far as is known
    sharing_allowed_by: str = ""  # who agreed that results are shown there all the same

    @property
    def holds_results(self) -> bool:
        """Whether the channel gets no results, because others would read them."""
        return self.shared and not self.sharing_allowed_by
