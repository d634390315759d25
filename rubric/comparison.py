"""What moved between two profiles."""

from collections.abc import Iterator
from typing import TypeAlias

from rubric.model import Rubric
from rubric.scoring import Profile, State, TeamAnswer
from rubric.values import Several, Value

Levels: TypeAlias = tuple[int | None, int | None]


class Move(Value):
    """A criterion whose team answer changed; `rose` tells the direction."""

    criterion: str
    from_choice: str
    to_choice: str
    rose: bool


class NewState(Value):
    """A criterion that became known, unknown or not applicable."""

    criterion: str
    before: State
    after: State


class Comparison(Value):
    """Two profiles side by side; levels are (before, after), None where not measured.

    `dimensions` has every dimension of the rubric, in order, by id; `moves` and `new_states` are
    in the rubric's order, and no criterion is in both.
    """

    overall: Levels
    dimensions: dict[str, Levels]
    moves: Several[Move]
    new_states: Several[NewState]


def compare(rubric: Rubric, before: Profile, after: Profile) -> Comparison:
    """What moved from `before` to `after`, seen through `rubric`, the edition of `after`.

    `before` may be of another edition: a criterion or choice that the rubric does not have, or
    that only one of the profiles has, is left out, and a dimension new since then has no level
    before. (Levels of different editions are still shown as they were scored.)
    """
    pairs = tuple(_pairs(rubric, before, after))
    return Comparison(
        overall=(before.overall, after.overall),
        dimensions=_levels(rubric, before, after),
        moves=tuple(move for was, now in pairs if (move := _move(rubric, was, now))),
        new_states=tuple(
            NewState(criterion=now.criterion, before=was.state, after=now.state)
            for was, now in pairs
            if was.state != now.state
        ),
    )


def _levels(rubric: Rubric, before: Profile, after: Profile) -> dict[str, Levels]:
    was = {score.dimension: score.level for score in before.dimensions}
    now = {score.dimension: score.level for score in after.dimensions}
    return {d.id: (was.get(d.id), now.get(d.id)) for d in rubric.dimensions}


def _pairs(
    rubric: Rubric, before: Profile, after: Profile
) -> Iterator[tuple[TeamAnswer, TeamAnswer]]:
    was = {answer.criterion: answer for score in before.dimensions for answer in score.answers}
    now = {answer.criterion: answer for score in after.dimensions for answer in score.answers}
    return ((was[path], now[path]) for path in rubric.paths() if path in was and path in now)


def _move(rubric: Rubric, was: TeamAnswer, now: TeamAnswer) -> Move | None:
    order = [choice.id for choice in rubric.criterion(now.criterion).choices]
    if was.choice == now.choice or was.choice not in order or now.choice not in order:
        return None
    return Move(
        criterion=now.criterion,
        from_choice=was.choice,
        to_choice=now.choice,
        rose=order.index(now.choice) > order.index(was.choice),
    )
