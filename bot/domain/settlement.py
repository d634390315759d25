"""What a round that closes shows: its profile, and the levels that roles see apart."""

from dataclasses import dataclass

from bot.domain.privacy import countable
from bot.domain.role_gaps import Gap, RoleTally, levels_apart, together
from bot.domain.steadiness import Closing, steady_answers, steady_gap
from bot.domain.team import Privacy
from rubric.model import Rubric
from rubric.scoring import Profile, score_tally


@dataclass(frozen=True)
class Settled:
    """A profile to be stored, with counts; whoever shows it asks `privacy.published` first."""

    profile: Profile
    gaps: tuple[Gap, ...]


def settle_open(rubric: Rubric, said: RoleTally, respondents: int, minimum: int) -> Settled:
    """An open round: everything that was said counts and may be told."""
    profile = score_tally(rubric, together(said), respondents, minimum)
    levels = (
        Gap(d.id, levels_apart(rubric, d.id, said, Privacy.OPEN, minimum))
        for d in rubric.dimensions
    )
    return Settled(profile, tuple(gap for gap in levels if gap.levels))


def settle_confidential(c: Closing, said: RoleTally, respondents: int) -> Settled:
    """A confidential round: what nobody's answer can be worked out from."""
    counts = countable(together(said), Privacy.CONFIDENTIAL, c.minimum)
    profile = score_tally(c.rubric, steady_answers(c, counts), respondents, c.minimum)
    return Settled(profile, _gaps(c, said))


def _gaps(c: Closing, said: RoleTally) -> tuple[Gap, ...]:
    gaps = []
    for dimension in c.rubric.dimensions:
        own = levels_apart(c.rubric, dimension.id, said, Privacy.CONFIDENTIAL, c.minimum)
        gaps.append(Gap(dimension.id, steady_gap(c, dimension.id, own)))
    return tuple(gap for gap in gaps if gap.levels)
