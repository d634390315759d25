"""Proof 5: a storm of rate limits in one workspace leaves another untouched."""

from pathlib import Path

import pytest
from town import Tally, town

from storage.database import Database

TEAMS, REPLICAS = 15, 3


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_one_workspace_is_told_to_wait_and_every_replica_obeys_while_another_is_served(
    database: Database, tmp_path: Path
) -> None:
    with town(database, tmp_path, workspaces=2) as place:
        stormy, calm = place.slacks
        stormy.faults.add("chat.postMessage", "429", times=None, retry_after=3600)
        for workspace in range(2):
            place.add_teams(TEAMS, workspace)
        place.hire(REPLICAS)
        place.until(lambda: place.opened() and place.states()["sent"] == TEAMS)
        assert len(place.tally().lost) == TEAMS
        posts = [call for call in calm.log if call.method == "chat.postMessage"]
        assert len(posts) == TEAMS
        # What was under way when the first answer came; nothing after that.
        assert 1 <= sum(call.method == "chat.postMessage" for call in stormy.log) <= REPLICAS
        stormy.faults.clear()
        place.end_all_waits()
        assert place.finish() == Tally(posted=2 * TEAMS)
