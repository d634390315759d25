"""The next steps of a team: what to change in which order, and which level that gives."""

from rubric.model import Choice, Criterion, Rubric
from rubric.scoring import DimensionScore, Profile
from rubric.values import Span, Value


class Recommendation(Value):
    """A step: from the team's choice to the first one above it that lifts the criterion.

    `effect` is the dimension's level now, and once every criterion that holds it made its step.
    """

    criterion: str
    from_choice: str
    to_choice: str
    dimension: str
    effect: Span


def recommend(rubric: Rubric, profile: Profile) -> tuple[Recommendation, ...]:
    """All next steps: lowest dimension first (it holds the overall level), then the dimension
    with the fewest holding criteria (it is nearest to rising), then in the rubric's order."""
    measured = [(score.level, score) for score in profile.dimensions if score.level is not None]
    # sorted() is stable, and a profile's dimensions stand in the rubric's order.
    nearest = sorted(measured, key=lambda pair: (pair[0], len(pair[1].holding)))
    return tuple(step for level, score in nearest for step in _steps(rubric, score, level))


def _steps(rubric: Rubric, score: DimensionScore, level: int) -> list[Recommendation]:
    targets = {path: _first_above(rubric.criterion(path), level) for path in score.holding}
    after = (
        targets[answer.criterion].ceiling if answer.criterion in targets else answer.ceiling
        for answer in score.answers
    )
    effect = (level, min(ceiling for ceiling in after if ceiling is not None))
    return [
        Recommendation(
            criterion=answer.criterion,
            from_choice=answer.choice,
            to_choice=targets[answer.criterion].id,
            dimension=score.dimension,
            effect=effect,
        )
        for answer in score.answers
        if answer.criterion in targets and answer.choice is not None
    ]


def _first_above(criterion: Criterion, level: int) -> Choice:
    return next(choice for choice in criterion.choices if choice.ceiling > level)
