"""Proof 15: a query without its workspace is noticed. `make keys` tries every one, this a few."""

import ast

import pytest
from keys import PATIENCE, WALK, keys
from mutants import KILLED, ROOT, outcome

# They turn the walk red within seconds, one way each: a read, a join, a change.
TRIED = (
    "storage/teams.py Team.workspace_id == workspace_id",
    "storage/teams.py Schedule.workspace_id == Team.workspace_id",
    "storage/messages.py Message.workspace_id == message.workspace_id",
)


def test_every_module_that_asks_the_database_has_keys_that_can_be_taken_out() -> None:
    found = keys()
    assert len(found) >= 70
    for key in found:
        source = (ROOT / key.file).read_bytes()
        cut = source[key.begin : key.end].decode()
        assert isinstance(ast.parse(cut, mode="eval").body, ast.Compare)


@pytest.mark.parametrize("which", TRIED)
def test_a_key_that_is_taken_out_is_missed(which: str) -> None:
    key = next(key for key in keys() if f"{key.file} {key.text}" == which)
    assert outcome(key.apply, WALK, PATIENCE)[0] == KILLED
