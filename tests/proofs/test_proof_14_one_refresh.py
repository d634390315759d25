"""Proof 14: a refresh token is used once, however many threads and replicas want a new token."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from refreshing import Order, environment, granted, in_processes, in_threads, ways

from bot.vault import new_key
from sandbox import Sandbox
from storage.database import Database
from storage.models import Installation

BEGUN = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
LIFETIME = timedelta(hours=12)


@dataclass
class Clock:
    """The stand-in's time."""

    now: datetime = BEGUN

    def __call__(self) -> datetime:
        return self.now


@pytest.mark.parametrize(
    "left", [timedelta(hours=1), timedelta(seconds=-1)], ids=["expiring", "expired"]
)
def test_eight_threads_at_the_end_of_a_token_refresh_it_once_and_all_get_through(
    database: Database, left: timedelta
) -> None:
    clock, key = Clock(), new_key()
    with Sandbox(clock=clock, rate_scale=0.001) as slack:
        slack.token_rotation = True
        settings = environment(slack, key)
        first = ways(database, settings, BEGUN)
        workspace_id = first.installations.install(granted(slack))
        clock.now = BEGUN + LIFETIME - left
        slack.faults.add("oauth.v2.access", "trickle", delay=0.5)
        url = database.url.render_as_string(hide_password=False)
        order = Order(url, settings, workspace_id, clock.now, threads=8)
        if database.url.get_backend_name() == "sqlite":
            answers = in_threads(order)
        else:
            answers = in_processes(replace(order, threads=4), count=2)
        assert answers == ["ok"] * 8
        refreshes = [c for c in slack.log if c.arguments.get("grant_type") == "refresh_token"]
        assert len(refreshes) == 1
        assert slack.errors == []
    with database.transaction() as session:
        row = session.get(Installation, 1)
        assert row is not None
        assert (row.expires_at, row.lease_token) == (clock.now + LIFETIME, "")
