"""Somebody has their answers erased: what was published before, and is from then on, gives nobody
away, neither who went nor who stayed.

The reader has read everything before, knows who had their answers erased, and reads on.
"""

from collections import defaultdict
from dataclasses import replace

import pytest
from publishers import publication
from rules import ALL, Rules, close, results
from small_team import DE, DS, TWO, Play, some
from worlds import World, cells_of, certain, people_of, worlds

from bot.domain.rounds import Result
from bot.domain.steadiness import People

GONE = "U9"
FOUR, THREE_OF_THEM = {**some(3), GONE: DE}, {**some(2), GONE: DE}
NEW = {"U5": DS}

# Who takes part; U9 has their answers erased after the first check-in.
STORIES = {
    "nobody else comes or goes": Play(TWO, (FOUR, some(3))),
    "and takes part again": Play(TWO, (FOUR, FOUR)),
    "and another one comes": Play(TWO, (FOUR, {**some(3), **NEW})),
    "and another one comes later": Play(TWO, (FOUR, some(3), {**some(3), **NEW})),
    "and comes back later": Play(TWO, (FOUR, some(3), FOUR)),
    "too few are left, and another one comes": Play(TWO, (THREE_OF_THEM, {**some(2), **NEW})),
    "too few are left, and they take part again": Play(TWO, (THREE_OF_THEM, THREE_OF_THEM)),
    "too few are left, and many come": Play(TWO, (THREE_OF_THEM, some(5))),
}


def found(play: Play, rules: Rules) -> list[object]:
    """The answers that a reader of everything can work out."""
    groups: dict[str, list[World]] = defaultdict(list)
    seen: dict[str, str] = {}
    for world in worlds(play, changes=0):
        before, after = _results(play, people_of(play, world), rules)
        known = repr([(r.profile, r.gaps, r.comparison, r.confirmed) for r in before + after])
        if known not in seen:
            seen[known] = publication(before) + publication(after)
        groups[seen[known]].append(world)
    cells = cells_of(play)
    return [f for group in groups.values() for f in certain(play, cells, group)]


def _results(play: Play, world: list[People], rules: Rules) -> tuple[list[Result], list[Result]]:
    """The check-ins until somebody had their answers erased, and all as they stand in the end."""
    before = results(play, world[:1], rules)
    closed = [erased(r, people) for r, people in zip(before, world, strict=False)]
    for number in range(1, len(world)):
        closed.append(close(play, world[: number + 1], closed, rules, [GONE]))
    return before, closed


def erased(r: Result, people: People) -> Result:
    """What stays of a check-in, as bot.services.kept has it."""
    if len(people.keys() - {GONE}) >= r.round.minimum:
        return replace(r, gaps=())
    over = replace(r.round, enough=False, incomplete=True)
    nothing = {"profile": None, "comparison": None, "compared_with": None}
    return replace(r, **nothing, round=over, steps=(), trend=(), gaps=(), confirmed={})


@pytest.mark.parametrize("story", STORIES)
def test_no_answer_can_be_worked_out_when_somebody_had_theirs_erased(story: str) -> None:
    assert found(STORIES[story], ALL) == []


def test_answers_could_be_worked_out_if_what_is_left_were_taken_for_all() -> None:
    blind = Rules(blind_to_gaps=True)
    assert found(STORIES["nobody else comes or goes"], blind)
    assert found(STORIES["too few are left, and another one comes"], blind)
