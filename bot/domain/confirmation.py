"""When the team's answers were last known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rubric.scoring import Profile

STALE_AFTER = 2


@dataclass(frozen=True)
class Confirmation:
    """The last check-in in which an answer was known: when it closed, and what was said.

    `choice` is None where the criterion did not apply. `since` is how many check-ins have closed
    after it.
    """

    closed_at: datetime
    choice: str | None
    since: int

    @property
    def stale(self) -> bool:
        """Nobody has confirmed it for two check-ins."""
        return self.since >= STALE_AFTER


def confirmations(
    shown: Sequence[tuple[datetime, Profile]], closings: Sequence[datetime]
) -> dict[str, Confirmation]:
    """By criterion path; `shown` are the rounds with a level, oldest first, and `closings` when
    rounds closed, with or without one. A criterion that was never known is left out."""
    found: dict[str, Confirmation] = {}
    for closed_at, profile in shown:
        since = sum(closing > closed_at for closing in closings)
        for answer in (a for score in profile.dimensions for a in score.answers):
            if answer.state != "unknown":
                found[answer.criterion] = Confirmation(closed_at, answer.choice, since)
    return found
