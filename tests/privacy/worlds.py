"""All the worlds that a story may have played in, and what a reader of everything can find out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, product
from typing import TypeAlias

from publishers import publication
from rules import Rules, results
from small_team import Play

from rubric.scoring import Respondent, offered

# What one person answers to every criterion, in one check-in, and in all of a story.
Sheet: TypeAlias = tuple[str, ...]
Sheets: TypeAlias = tuple[Sheet, ...]
# For each cell, what its people answer, in no order: who in it said which cannot matter.
World: TypeAlias = tuple[tuple[Sheets, ...], ...]


@dataclass(frozen=True)
class Found:
    """An answer that a reader of everything has worked out."""

    people: tuple[str, ...]
    criterion: str
    check_in: int
    answer: str


def recovered(play: Play, rules: Rules, changes: int = 0) -> list[Found]:
    """The answers that follow from what is published, in any world in which at most so many people
    change an answer from one check-in to the next; nobody is known to."""
    cells = cells_of(play)
    groups: dict[str, list[World]] = defaultdict(list)
    seen: dict[str, str] = {}
    for world in worlds(play, changes):
        made = results(play, people_of(play, world), rules)
        known = repr([(r.profile, r.gaps, r.comparison, r.confirmed) for r in made])
        if known not in seen:  # what the services give in the same way is shown in the same way
            seen[known] = publication(made)
        groups[seen[known]].append(world)
    found = [f for group in groups.values() for f in certain(play, cells, group)]
    return list(dict.fromkeys(found))


def cells_of(play: Play) -> list[tuple[str, ...]]:
    """People who have the same role in the same check-ins: nothing tells them apart."""
    everybody = sorted({user for people in play.story for user in people})
    cells: dict[tuple[str | None, ...], list[str]] = defaultdict(list)
    for user in everybody:
        cells[tuple(people.get(user) for people in play.story)].append(user)
    return [tuple(users) for users in cells.values()]


def worlds(play: Play, changes: int) -> Iterator[World]:
    """Every way in which the story's people may have answered."""
    paths = play.rubric.paths()
    sheets = list(product(*(offered(play.rubric.criterion(path)) for path in paths)))
    steady = [(sheet,) * len(play.story) for sheet in sheets]
    ways = steady if not changes else [*steady, *_changed(sheets, len(play.story))]
    cells = cells_of(play)
    everything = product(*(combinations_with_replacement(ways, len(cell)) for cell in cells))
    for world in everything:
        if sum(_changes(sheets_) for cell in world for sheets_ in cell) <= changes:
            yield world


def _changed(sheets: Sequence[Sheet], check_ins: int) -> list[Sheets]:
    """Those who change one answer once."""
    return [
        (old,) * n + (new,) * (check_ins - n)
        for n in range(1, check_ins)
        for old, new in product(sheets, repeat=2)
        if sum(a != b for a, b in zip(old, new, strict=True)) == 1
    ]


def _changes(sheets: Sheets) -> int:
    return len(set(sheets)) - 1


def people_of(play: Play, world: World) -> list[dict[str, Respondent]]:
    """Per check-in: who took part, with which role and which answers."""
    paths = play.rubric.paths()
    said = {
        user: sheets
        for users, cell in zip(cells_of(play), world, strict=True)
        for user, sheets in zip(users, cell, strict=True)
    }
    return [
        {
            user: Respondent(role=role, answers=dict(zip(paths, said[user][n], strict=True)))
            for user, role in people.items()
        }
        for n, people in enumerate(play.story)
    ]


def certain(
    play: Play, cells: Sequence[tuple[str, ...]], group: Sequence[World]
) -> Iterator[Found]:
    """What is the same in all worlds of a group: a person's answer in a check-in they were in."""
    for place, users in enumerate(cells):
        for n, people in enumerate(play.story):
            if users[0] not in people:
                continue
            for column, path in enumerate(play.rubric.paths()):
                said = {sheets[n][column] for world in group for sheets in world[place]}
                if len(said) == 1:
                    yield Found(users, path, n, said.pop())
