"""Targets: a level that a team means to reach, and how far it is. Today is a value passed in."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from rubric.model import Rubric
from rubric.paths import Path, level_in, lowest_level, path_to
from rubric.scoring import Profile

# Nobody plans further ahead; a year that is later was mistyped.
FURTHEST = timedelta(days=3653)
OVERALL = ""


@dataclass(frozen=True)
class Target:
    """A level to reach in a dimension, or overall (`dimension` is OVERALL).

    `due_on` is a day in the team's zone. `reached_in` is the check-in that reached it first, and
    `reached_at` when that closed.
    """

    dimension: str
    level: int
    due_on: date | None
    set_by: str
    reached_in: int | None = None
    reached_at: datetime | None = None


@dataclass(frozen=True)
class Change:
    """What somebody did to a target: set it, or turned it off (`band` is None).

    `name` is the dimension's, unescaped, empty for OVERALL; bands are as `shown_level` gives them.
    `before` is the band of the target that it takes the place of.
    """

    by: str
    dimension: str
    name: str
    band: tuple[int, int] | None
    due_on: date | None
    before: tuple[int, int] | None

    def plain(self) -> dict[str, Any]:
        """As JSON, to be told later."""
        return asdict(self) | {"due_on": self.due_on and self.due_on.isoformat()}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Change":
        """What `plain` gave."""
        bands = {name: plain[name] and tuple(plain[name]) for name in ("band", "before")}
        due_on = plain["due_on"] and date.fromisoformat(plain["due_on"])
        return cls(**{**plain, **bands, "due_on": due_on})


class Stage(StrEnum):
    """How a target stands."""

    AHEAD = "ahead"
    REACHED = "reached"
    BELOW_AGAIN = "below_again"  # it was reached, and is no longer
    GONE = "gone"  # the rubric's edition does not have the dimension or the level any more


@dataclass(frozen=True)
class Progress:
    """A target, the level now (None: not measured), and the way that is left.

    `overdue`: the day has passed, and the target is still ahead.
    """

    target: Target
    stage: Stage
    level: int | None
    path: Path
    overdue: bool


def progress(
    target: Target, rubric: Rubric, profile: Profile | None, today: date, asked: Rubric
) -> Progress:
    """How a target stands by a profile of `rubric`; `asked` is the edition asked from now on."""
    if not is_measurable(target, asked):
        return Progress(target, Stage.GONE, None, Path(), overdue=False)
    level, path = _level(profile, target.dimension), Path()
    if profile is not None and is_measurable(target, rubric):
        path = path_to(rubric, profile, target.level, target.dimension)
    stage = _stage(target, level)
    late = target.due_on is not None and target.due_on < today
    return Progress(target, stage, level, path, overdue=late and stage is Stage.AHEAD)


def is_reached(target: Target, profile: Profile) -> bool:
    """Whether a profile stands on the target's level or above it."""
    level = _level(profile, target.dimension)
    return level is not None and level >= target.level


def is_measurable(target: Target, rubric: Rubric) -> bool:
    """Whether the rubric has the target's dimension and its level."""
    known = {dimension.id for dimension in rubric.dimensions} | {OVERALL}
    return target.dimension in known and target.level <= rubric.top_level


def shown_level(rubric: Rubric, dimension: str, level: int) -> tuple[int, int]:
    """The band (low, high) of a level to reach: `high` is where a team that reaches it stands.

    Each level stands alone overall, where the dimensions' bands differ, and where the rubric does
    not have the dimension or the level.
    """
    asked = [d for d in rubric.dimensions if d.id == dimension and level <= rubric.top_level]
    return asked[0].band(level) if asked else (level, level)


def levels_above(rubric: Rubric, profile: Profile | None, dimension: str) -> range:
    """The levels that can be aimed for: above where the team stands, none on the top level.

    A level that the rubric cannot tell from the team's is not above it. `rubric` has the dimension.
    """
    now = max(_level(profile, dimension) or 0, lowest_level(rubric, dimension))
    if now >= rubric.top_level:
        return range(0)
    return range(shown_level(rubric, dimension, now)[1] + 1, rubric.top_level + 1)


def _level(profile: Profile | None, dimension: str) -> int | None:
    """The level now; None where it is not measured, or was not asked about."""
    if profile is None:
        return None
    known = {score.dimension for score in profile.dimensions} | {OVERALL}
    return level_in(profile, dimension) if dimension in known else None


def _stage(target: Target, level: int | None) -> Stage:
    if level is not None and level >= target.level:
        return Stage.REACHED
    return Stage.AHEAD if target.reached_in is None else Stage.BELOW_AGAIN
