"""What Slack delivers again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from storage import inbox, workspaces
from storage.database import Database

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def workspace_ids(database: Database) -> list[int]:
    with database.transaction() as session:
        return [
            workspaces.remember(
                session, enterprise_id="", slack_team_id=team, name="", bot_user_id="", now=NOW
            )
            for team in ("T1", "T2")
        ]


def note(database: Database, workspace_id: int, delivery: str, now: datetime = NOW) -> bool:
    with database.transaction() as session:
        return inbox.note(session, workspace_id, delivery, now)


def test_of_many_at_once_one_is_the_first(database: Database, workspace_ids: list[int]) -> None:
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: note(database, workspace_ids[0], "Ev1"), range(8)))
    assert sorted(told) == [False] * 7 + [True]


def test_workspaces_do_not_share_an_inbox(database: Database, workspace_ids: list[int]) -> None:
    assert all(note(database, workspace_id, "Ev1") for workspace_id in workspace_ids)


def test_what_was_delivered_long_ago_is_forgotten(
    database: Database, workspace_ids: list[int]
) -> None:
    note(database, workspace_ids[0], "old", NOW - timedelta(days=2))
    note(database, workspace_ids[0], "new")
    with database.transaction() as session:
        assert inbox.forget(session, NOW - timedelta(days=1)) == 1
    assert note(database, workspace_ids[0], "old")
    assert not note(database, workspace_ids[0], "new")
