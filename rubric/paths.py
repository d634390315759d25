"""The shortest way from a profile to a level: what has to change, and what is not known yet."""

from rubric.model import Rubric
from rubric.scoring import DimensionScore, Profile, TeamAnswer
from rubric.values import Several, Value


class Step(Value):
    """A criterion that stands below the level, and the first choice that reaches it."""

    criterion: str
    from_choice: str
    to_choice: str


class Path(Value):
    """Every step is needed, and together they reach the level in all that is measured.

    `unanswered` are the criteria that are unknown: what they hide may ask for further steps.
    """

    steps: Several[Step] = ()
    unanswered: Several[str] = ()


def path_to(rubric: Rubric, profile: Profile, level: int, dimension: str = "") -> Path:
    """The way to a level in one dimension, or overall: in every dimension that is below it.

    Dimensions with the fewest steps come first, then the rubric's order counts. Raises LookupError
    for a dimension that the profile does not have.
    """
    scores = (profile.dimension(dimension),) if dimension else profile.dimensions
    # sorted() is stable, and a profile's dimensions stand in the rubric's order.
    ways = sorted((_steps(rubric, score, level) for score in scores), key=len)
    return Path(
        steps=tuple(step for way in ways for step in way),
        unanswered=tuple(path for score in scores for path in score.unknown),
    )


def level_in(profile: Profile, dimension: str = "") -> int | None:
    """The level in one dimension, or overall; None where it is not measured.

    Raises LookupError for a dimension that the profile does not have.
    """
    return profile.dimension(dimension).level if dimension else profile.overall


def lowest_level(rubric: Rubric, dimension: str = "") -> int:
    """The level on which everybody stands at least, in one dimension or overall.

    Raises LookupError for a dimension that the rubric does not have.
    """
    dimensions = (rubric.dimension(dimension),) if dimension else rubric.dimensions
    return min(d.band(0)[1] for d in dimensions)


def _steps(rubric: Rubric, score: DimensionScore, level: int) -> list[Step]:
    return [
        Step(
            criterion=answer.criterion,
            from_choice=answer.choice,
            to_choice=_first_reaching(rubric, answer, level),
        )
        for answer in score.answers
        if answer.choice is not None and answer.ceiling is not None and answer.ceiling < level
    ]


def _first_reaching(rubric: Rubric, answer: TeamAnswer, level: int) -> str:
    choices = rubric.criterion(answer.criterion).choices
    return next(choice.id for choice in choices if choice.ceiling >= level)
