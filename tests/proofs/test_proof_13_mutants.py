"""Proof 13: the guards are guarded. `make mutants` takes them out one by one; here is the list."""

import ast

import pytest
from mutants import MUTANTS, ROOT, Mutant

NAMED = ("unique key", "lease", "fencing", "reconciliation", "save before", "minimum", "membership")


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_can_still_be_made_from_the_source(mutant: Mutant) -> None:
    assert mutant.fits()
    changed = (ROOT / mutant.file).read_text().replace(mutant.old, mutant.new)
    assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse((ROOT / mutant.file).read_text()))
    assert all((ROOT / test).is_file() for test in mutant.tests)


def test_every_guard_that_delivery_rests_on_has_a_mutant_and_seven_more_have() -> None:
    names = [mutant.name for mutant in MUTANTS]
    assert all(any(word in name for name in names) for word in NAMED)
    assert len(set(names)) == len(names) >= len(NAMED) + 7
