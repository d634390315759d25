"""Whether what is shown of one criterion leaves everybody at least two answers.

Figures are shown of groups of people: of all who answered, of those of a role, of last time's. They
cut the people into cells: who is in a cell is in the same groups, so what one of them said another
may have said instead, and a cell with different answers gives nobody away. A cell in which all said
the same gives them away, unless one of them might have said something else and every figure would
still be what it is. That must hold for all such cells at once, in every combination: then whatever
is told apart by whether it held, it held there, too.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import TypeAlias

from bot.domain.privacy import countable, published_answer
from bot.domain.team import Privacy
from rubric.model import Criterion
from rubric.scoring import DONT_KNOW, State, offered, team_answer

# What people answered to one criterion: user id → answer.
Answers: TypeAlias = Mapping[str, str]
# What is shown of a group: whether it is known, its choice, and whether it is split.
Figure: TypeAlias = tuple[State, str | None, bool]

# With more cells of one mind than this nothing is tried: what would be shown is left out.
MOST_CELLS = 6


def figure(criterion: Criterion, counts: Mapping[str, int], minimum: int) -> Figure:
    """What a confidential team is shown of a group of whom so many gave which answer."""
    shown = countable({"": counts}, Privacy.CONFIDENTIAL, minimum)
    told = published_answer(team_answer("", criterion, shown.get("", {})))
    return told.state, told.choice, told.split


def crowd_like(criterion: Criterion, wanted: Figure, minimum: int) -> dict[str, int]:
    """How many people with which answers would be shown so; nobody, where nothing is known."""
    sides = (0, minimum, minimum + 1)
    choices = [answer for answer in offered(criterion) if answer != DONT_KNOW]
    for counts in product(sides, repeat=len(choices)):
        crowd = {answer: count for answer, count in zip(choices, counts, strict=True) if count}
        if crowd and figure(criterion, crowd, minimum) == wanted:
            return crowd
    return {}


def deniable(
    criterion: Criterion,
    answers: Answers,
    wholes: Sequence[Collection[str]],
    parts: Sequence[Collection[str]],
    minimum: int,
) -> bool:
    """Whether the figures of all groups leave everybody in them at least two answers.

    Of `wholes` it is shown whether they are split, of `parts` it is not. People without an answer
    count for nothing.
    """

    def told(world: Answers) -> list[Figure]:
        shown = [_figure_of(criterion, world, group, minimum) for group in wholes]
        of_parts = (_figure_of(criterion, world, group, minimum) for group in parts)
        return [*shown, *((state, choice, False) for state, choice, _ in of_parts)]

    def possible(user: str) -> list[str]:
        others = [other for other in offered(criterion) if other != answers[user]]
        return [other for other in others if told({**answers, user: other}) == shown]

    shown = told(answers)
    cells = _cells(answers, [*wholes, *parts])
    alike = [cell for cell in cells if len({answers[user] for user in cell}) == 1]
    if len(alike) > MOST_CELLS:
        return False
    return any(
        all(told({**answers, **change}) == shown for change in _together(alike, others))
        for others in product(*(possible(cell[0]) for cell in alike))
    )


def _figure_of(
    criterion: Criterion, answers: Answers, group: Collection[str], minimum: int
) -> Figure:
    counts = Counter(answers[user] for user in group if user in answers)
    return figure(criterion, counts, minimum)


def _cells(answers: Answers, groups: Sequence[Collection[str]]) -> list[list[str]]:
    """The people who are in the same groups, together; who is in none is left out."""
    cells: dict[tuple[bool, ...], list[str]] = {}
    for user in answers:
        cells.setdefault(tuple(user in group for group in groups), []).append(user)
    return [cell for where, cell in cells.items() if any(where)]


def _together(cells: Sequence[Sequence[str]], others: Sequence[str]) -> Iterator[dict[str, str]]:
    """One person of each of some cells with another answer, for every two or more of the cells."""
    moves = [(cell[0], other) for cell, other in zip(cells, others, strict=True)]
    for count in range(2, len(moves) + 1):
        yield from map(dict, combinations(moves, count))
