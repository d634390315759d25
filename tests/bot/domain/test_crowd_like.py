"""A crowd of whom the same would be shown, in the place of people whose answers are erased."""

import random
from collections import Counter

import pytest

from bot.domain.deniability import crowd_like, figure
from rubric.loader import bundled
from rubric.scoring import offered

RUBRIC = bundled().get("mlops")


@pytest.mark.parametrize("path", RUBRIC.paths())
@pytest.mark.parametrize("minimum", [3, 7])
def test_a_crowd_is_found_for_whatever_can_be_shown(path: str, minimum: int) -> None:
    criterion, chance = RUBRIC.criterion(path), random.Random(path)
    for _ in range(60):
        people = chance.randint(minimum, 3 * minimum)
        said = Counter(chance.choices(offered(criterion), k=people))
        shown = figure(criterion, said, minimum)
        assert figure(criterion, crowd_like(criterion, shown, minimum), minimum) == shown
