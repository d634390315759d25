"""What happens to a team's channel, and what that means for its check-ins: pure rules.

A happening (an event of Slack's) is a reason to look at the channel; what the look shows decides.
Reasons are Slack's names of errors, and of the one event that no error tells apart.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

ARCHIVED, REMOVED, UNSEEN = "is_archived", "not_in_channel", "channel_not_found"
DELETED = "channel_deleted"
FROZEN = "is_inactive"  # what an edit is told in an archived channel
RESTRICTED = "restricted_action"  # and its many kinds: restricted_action_read_only_channel

# What is wrong with the channel itself, so that a look at it shows it.
OF_THE_CHANNEL = frozenset({ARCHIVED, REMOVED, UNSEEN, DELETED})
# What a look that finds nothing wrong disproves: also that the token is not accepted.
DISPROVED_BY_A_LOOK = OF_THE_CHANNEL | {
    "account_inactive",
    "invalid_auth",
    "not_authed",
    "team_not_found",
    "token_expired",
    "token_revoked",
}
# Two words for one thing: a private channel is not shown to who was removed from it, and a deleted
# one to nobody.
_ALIKE = ({REMOVED, UNSEEN}, {DELETED, UNSEEN})

# How soon Slack is asked again where it does not show what it tells.
SOON = timedelta(minutes=1)
# How often, and for how long, the channel of a team that stopped by itself is looked at.
DAILY, LOOKED_FOR = timedelta(days=1), timedelta(days=30)


class Happening(Enum):
    """What Slack tells of a channel; the value is the obstacle to check-ins, "" for none."""

    WAS_ARCHIVED = ARCHIVED
    WAS_DELETED = DELETED
    BOT_REMOVED = REMOVED
    IS_BACK = ""  # unarchived, or the bot was invited again


class Step(Enum):
    """What becomes of a team after a look at its channel."""

    NOTHING = 0
    PAUSE = 1
    PAUSE_ANEW = 2  # paused already, but now for another reason
    RESUME = 3


@dataclass(frozen=True)
class Sight:
    """What Slack shows of a channel: why the bot cannot post there, "" when it can."""

    obstacle: str
    name: str = ""


@dataclass(frozen=True)
class Stopped:
    """A team whose check-ins stopped by themselves, for its admins."""

    channel_name: str
    reason: str


def obstacle_after(happening: Happening, seen: Sight | None) -> str | None:
    """What stands in the way, "" for nothing; None: Slack does not show (yet) what it tells.

    Events come late, twice and in any order, so what is seen decides; but an event says better why
    a channel cannot be found. `seen` is None where Slack did not answer.
    """
    if seen is None or bool(seen.obstacle) != bool(happening.value):
        return None
    return happening.value if {seen.obstacle, happening.value} in _ALIKE else seen.obstacle


def next_step(paused: bool, reason: str, obstacle: str) -> Step:
    """What to do for a team, paused for this reason or not, when this stands in the way, or ""."""
    if not paused:
        return Step.PAUSE if obstacle else Step.NOTHING
    if not stopped_by_itself(reason):
        return Step.NOTHING  # somebody paused it: only somebody resumes it
    if not obstacle:
        return Step.RESUME if reason in DISPROVED_BY_A_LOOK else Step.NOTHING
    if obstacle not in OF_THE_CHANNEL or obstacle == reason or {obstacle, reason} in _ALIKE:
        return Step.NOTHING
    return Step.PAUSE_ANEW


def stopped_by_itself(reason: str) -> bool:
    """Whether nobody paused the team: Slack refused something for this reason."""
    return (
        reason in DISPROVED_BY_A_LOOK or reason == "missing_scope" or reason.startswith(RESTRICTED)
    )


def may_come_back(error: str) -> bool:
    """Whether a channel that refuses a post like this may take it another day."""
    return error in (ARCHIVED, FROZEN, REMOVED, UNSEEN) or error.startswith(RESTRICTED)


def look_again(reason: str, paused_at: datetime, now: datetime) -> datetime | None:
    """When to look next at the channel of a team that stopped; None: only when Slack tells of it.

    A deleted channel does not come back, and a look does not show what else Slack may refuse.
    """
    if reason not in DISPROVED_BY_A_LOOK or reason == DELETED or now - paused_at >= LOOKED_FOR:
        return None
    return now + DAILY
