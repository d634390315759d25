"""Steps that somebody took on, for the tests of views."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.commitments import DONE, Commitment, Plan, Plans, Step

SCORING = Step("model-release/scoring-script", "versioned-and-tested")
OWNER = Step("model-release/owner", "software-engineering-team")


def commitment(**changes: Any) -> Commitment:
    """Bob's, open, until 3 October."""
    made = Commitment(
        id=5,
        step=SCORING,
        title="Test the scoring code",
        place="Model Release",
        plan=Plan("U0BOB", date(2026, 10, 3)),
        zone="Europe/Berlin",
        state="open",
        created_by="U0BOB",
        gone=False,
        overdue=False,
    )
    return replace(made, **changes)


def done(**changes: Any) -> Commitment:
    """Done in round 42, which took Model Release from 1 to 2."""
    ended = datetime(2026, 9, 6, 7, 0, tzinfo=UTC)
    made = commitment(state=DONE, ended_at=ended, done_in=42, level_before=1, level_after=2, id=6)
    return replace(made, **changes)


def several(count: int) -> Plans:
    """That many open ones."""
    return Plans(open=tuple(commitment(id=n, title=f"Step {n}") for n in range(1, count + 1)))
