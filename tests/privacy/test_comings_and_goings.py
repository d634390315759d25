"""How many must come or go before an answer may move for that alone: counted out, not guessed."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations_with_replacement, product
from typing import TypeAlias

import pytest
from small_team import THREE, TWO, criterion

from bot.domain.deniability import Figure, figure
from rubric.model import Criterion
from rubric.scoring import offered

# How many gave which answer.
Counts: TypeAlias = tuple[int, ...]
FAR = TWO.criterion("release/process")
NOT_FOR_ALL = criterion("optional", 0, 4, may_be_not_applicable=True)
WITH_A_STEP = THREE.criterion("release/owner")


def certain(asked: Criterion, stay: int, go: int, come: int, minimum: int) -> list[str]:
    """Whose answer follows from two figures: who stays, goes or comes; all answer as before."""

    @cache
    def told(counts: Counts) -> Figure:
        return figure(asked, dict(zip(offered(asked), counts, strict=True)), minimum)

    seen: dict[tuple[Figure, Figure], list[set[str]]] = defaultdict(lambda: [set(), set(), set()])
    for staying, going, coming in product(*(_ways(asked, n) for n in (stay, go, come))):
        before, now = told(_sum(staying, going)), told(_sum(staying, coming))
        turned = "not_applicable" in {before[0], now[0]} and before[0] != now[0]
        groups = seen[before, before if turned and stay else now]
        for group, counts in zip(groups, (staying, going, coming), strict=True):
            group.update(a for a, n in zip(offered(asked), counts, strict=True) if n)
    sizes = {"stays": stay, "goes": go, "comes": come}
    return [
        who
        for groups in seen.values()
        for (who, size), answers in zip(sizes.items(), groups, strict=True)
        if size and len(answers) == 1
    ]


def _ways(asked: Criterion, people: int) -> Iterator[Counts]:
    for said in combinations_with_replacement(offered(asked), people):
        counts = Counter(said)
        yield tuple(counts[answer] for answer in offered(asked))


def _sum(one: Counts, other: Counts) -> Counts:
    return tuple(a + b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("asked", "most"), [(FAR, 5), (NOT_FOR_ALL, 4), (WITH_A_STEP, 3)], ids=lambda v: str(v)[:12]
)
def test_four_are_enough(asked: Criterion, most: int) -> None:
    found = {
        (stay, go, come)
        for stay in range(most)
        for go, come in ((4, 0), (0, 4), (4, 4), (5, 4), (4, 5))
        if stay + go >= 3 and stay + come >= 3 and stay + go + come < 10
        if certain(asked, stay, go, come, 3)
    }
    assert found == set()


@pytest.mark.parametrize(("go", "come"), [(1, 0), (0, 1), (2, 0), (0, 2), (3, 3), (1, 4), (4, 1)])
def test_fewer_are_not(go: int, come: int) -> None:
    assert certain(FAR, 3, go, come, 3)
