"""Every journey runs in both transports and on both databases."""

from collections.abc import Iterator

import pytest
from world import TRANSPORTS, World, world

from storage.database import Database


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> str:
    """How Slack reaches the bot."""
    return str(request.param)


@pytest.fixture
def rung(database: Database, transport: str) -> Iterator[World]:
    """A world with the bot running in it."""
    with world(database, transport) as made:
        made.run_bot()
        yield made
