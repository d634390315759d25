"""Proofs of delivery: one real database, worker processes, and a Slack that fails on order."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from post_office import PostOffice
from town import Town, town

from sandbox import Sandbox
from storage.database import Database


@pytest.fixture
def place(database: Database, tmp_path: Path) -> Iterator[Town]:
    """A town with one workspace."""
    with town(database, tmp_path) as made:
        yield made


@pytest.fixture
def office(database: Database) -> Iterator[PostOffice]:
    """A post office with an empty outbox."""
    with Sandbox(rate_scale=0.001) as slack:
        yield PostOffice(slack, database)
        assert slack.errors == []
