"""The rules of privacy, each of which can be taken out; and closing a story's check-ins by them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from small_team import Play, round_of, team

from bot.domain.confirmation import confirmations
from bot.domain.privacy import published, shows_level
from bot.domain.role_gaps import Gap, RoleTally, levels_apart
from bot.domain.rounds import Point, Result
from bot.domain.settlement import Settled, settle_confidential, settle_open
from bot.domain.steadiness import Closing, Earlier, People
from bot.domain.team import Privacy
from rubric.comparison import compare
from rubric.recommendations import recommend
from rubric.scoring import Profile, tally

CONFIDENTIAL, OPEN = Privacy.CONFIDENTIAL, Privacy.OPEN


@dataclass(frozen=True)
class Rules:
    """What the product does at the close of a confidential check-in, and when it is shown."""

    minimum: int = 3
    settle: Callable[[Closing, RoleTally, int], Settled] = settle_confidential
    publish: Callable[[Profile], Profile] = lambda profile: published(profile, CONFIDENTIAL)
    shown_as: Privacy = CONFIDENTIAL
    blind_to_gaps: bool = False  # takes who is left of a check-in for all who answered it


def roles_told(c: Closing, said: RoleTally, respondents: int) -> Settled:
    """Settled, but with roles told as in an open team."""
    profile = settle_confidential(c, said, respondents).profile
    return Settled(profile, settle_open(c.rubric, said, respondents, c.minimum).gaps)


def roles_unchecked(c: Closing, said: RoleTally, respondents: int) -> Settled:
    """Settled, but with roles told wherever enough people of each answered."""
    profile = settle_confidential(c, said, respondents).profile
    gaps = (
        Gap(d.id, levels_apart(c.rubric, d.id, said, CONFIDENTIAL, c.minimum))
        for d in c.rubric.dimensions
    )
    return Settled(profile, tuple(gap for gap in gaps if gap.levels))


def without_looking_back(c: Closing, said: RoleTally, respondents: int) -> Settled:
    """Settled as if it were the team's first check-in."""
    return settle_confidential(replace(c, earlier=()), said, respondents)


def counts_stripped(profile: Profile) -> Profile:
    """Published without the rule for split answers."""
    dimensions = tuple(
        score.model_copy(
            update={
                "answers": tuple(
                    a.model_copy(update={"counts": {}, "agreement": None}) for a in score.answers
                )
            }
        )
        for score in profile.dimensions
    )
    return profile.model_copy(update={"dimensions": dimensions})


ALL = Rules()
WITHOUT = {
    "the minimum": Rules(minimum=1),
    "the rule for split answers": Rules(publish=counts_stripped),
    "the rule for roles": Rules(settle=roles_told),
    "the check of roles": Rules(settle=roles_unchecked),
    "the rule for comings and goings": Rules(settle=without_looking_back),
    "keeping counts to itself": Rules(publish=lambda profile: profile, shown_as=OPEN),
}


def results(play: Play, world: Sequence[People], rules: Rules) -> list[Result]:
    """The results of a story's check-ins in a world: for each, what everybody in it answered."""
    closed: list[Result] = []
    for number in range(len(world)):
        closed.append(close(play, world[: number + 1], closed, rules))
    return closed


def close(
    play: Play,
    world: Sequence[People],
    closed: Sequence[Result],
    rules: Rules,
    gone: Collection[str] = (),
) -> Result:
    """As bot.services.settling and bot.services.results do it; `gone` had their answers erased."""
    levelled = [r for r in closed if r.profile is not None]
    settled = _settled(play, world, closed, rules, gone)
    profile = rules.publish(settled.profile) if settled else None
    round_ = round_of(len(world) - 1, len(world[-1]), rules.shown_as, rules.minimum)
    before = levelled[-1] if levelled and profile else None
    shown = [(r.round.closed_at, r.profile) for r in levelled]
    shown += [(round_.closed_at, profile)] if profile else []
    return Result(
        team=team(),
        round=round_,
        rubric=play.rubric,
        profile=profile,
        steps=recommend(play.rubric, profile) if profile else (),
        comparison=compare(play.rubric, before.profile, profile) if before else None,
        compared_with=before.round.closed_at if before else None,
        trend=tuple(_point(closed_at, profile) for closed_at, profile in shown),
        voices=(),
        votes={},
        gaps=settled.gaps if settled else (),
        confirmed=confirmations(shown, [*(r.round.closed_at for r in closed), round_.closed_at]),
    )


def _settled(
    play: Play,
    world: Sequence[People],
    closed: Sequence[Result],
    rules: Rules,
    gone: Collection[str],
) -> Settled | None:
    people = world[-1]
    if not shows_level(len(people), CONFIDENTIAL, rules.minimum):
        return None
    earlier = [
        Earlier(
            shown=r.profile,
            gaps={gap.dimension: gap.levels for gap in r.gaps},
            minimum=rules.minimum,
            who=frozenset(p.keys() - gone),
            people=lambda p=p: {user: said for user, said in p.items() if user not in gone},
            whole=rules.blind_to_gaps or p.keys().isdisjoint(gone),
        )
        for r, p in reversed(list(zip(closed, world, strict=False)))
        if len(p) >= rules.minimum
    ]
    closing = Closing(play.rubric, rules.minimum, frozenset(people), lambda: people, earlier)
    said = {
        role: tally(p for p in people.values() if p.role == role)
        for role in {p.role for p in people.values()}
    }
    settled = rules.settle(closing, said, len(people))
    return None if settled.profile.overall is None else settled


def _point(closed_at: datetime, profile: Profile) -> Point:
    levels = {d.dimension: d.level for d in profile.dimensions}
    return Point(closed_at, profile.overall, levels, "made@1", CONFIDENTIAL)
