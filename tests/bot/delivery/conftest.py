"""A post office with an empty outbox."""

from collections.abc import Iterator

import pytest
from post_office import PostOffice

from sandbox import Sandbox
from storage.database import Database


@pytest.fixture
def office(database: Database) -> Iterator[PostOffice]:
    with Sandbox(rate_scale=0.001) as slack:
        yield PostOffice(slack, database)
        assert slack.errors == []
