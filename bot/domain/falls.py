"""Levels that fell, and how the team reads a fall."""

from dataclasses import dataclass
from enum import StrEnum

from rubric.comparison import Comparison


class Reading(StrEnum):
    """What a fall means: the work has got worse, or the same work is judged more strictly."""

    WORSE = "worse"
    STRICTER = "stricter"


@dataclass(frozen=True)
class Fall:
    """A level that is lower than last time; `dimension` is an id, empty for the overall level."""

    dimension: str
    before: int
    after: int


def falls(comparison: Comparison) -> tuple[Fall, ...]:
    """What fell: the dimensions in the rubric's order, then the overall level."""
    levels = [*comparison.dimensions.items(), ("", comparison.overall)]
    return tuple(
        Fall(dimension, before, after)
        for dimension, (before, after) in levels
        if before is not None and after is not None and after < before
    )
