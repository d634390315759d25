"""A team's past: every round that is over, what it ended with, and what came of it."""

from dataclasses import dataclass, replace

from bot.domain.rounds import Round
from bot.domain.team import Team
from rubric.comparison import Comparison, compare
from rubric.model import Rubric
from rubric.scoring import Profile


@dataclass(frozen=True)
class Deed:
    """A commitment that was done: its title, and the id of the person who took it on."""

    title: str
    owner: str


@dataclass(frozen=True)
class PastRound:
    """A round that is over.

    `profile` is None for one that was missed or had too few answers. `comparison` is with the last
    round before it that showed a level; `other_questions` and `other_privacy` hold what that round
    had (an edition's key, a mode) where it was something else: a break in the series. `fall` is
    what the team said about a level that fell, empty where it said nothing.
    """

    round: Round
    rubric: Rubric
    profile: Profile | None
    comparison: Comparison | None = None
    other_questions: str = ""
    other_privacy: str = ""
    fall: str = ""
    deeds: tuple[Deed, ...] = ()


@dataclass(frozen=True)
class Past:
    """All rounds of a team that are over, oldest first."""

    team: Team
    rounds: tuple[PastRound, ...]


def compared(now: PastRound, before: PastRound | None) -> PastRound:
    """The round with what changed since the last one that showed a level, where both do."""
    if before is None or before.profile is None or now.profile is None:
        return now
    was, mode = before.rubric.key, before.round.privacy
    return replace(
        now,
        comparison=compare(now.rubric, before.profile, now.profile),
        other_questions=was if was != now.rubric.key else "",
        other_privacy=mode if mode is not now.round.privacy else "",
    )
