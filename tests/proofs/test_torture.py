"""The short form of `make torture`: everything goes wrong at once."""

from pathlib import Path

import pytest
from torture import POLICY, Plan, torture
from town import town

from storage.database import Database


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_nothing_is_lost_or_doubled_while_slack_fails_and_workers_are_killed_and_stopped(
    database: Database, tmp_path: Path
) -> None:
    plan = Plan(
        teams=30, closing=12, workers=3, seconds=40, share=0.3, kill_every=1.0, stop_every=4, seed=7
    )
    with town(database, tmp_path, workspaces=2, **POLICY) as place:
        report = torture(place, plan)
    assert (report.tally.lost, report.tally.doubled) == ([], [])
    assert report.tally.posted == plan.teams + plan.closing
    assert report.kills
    assert report.stops
    assert report.faults
