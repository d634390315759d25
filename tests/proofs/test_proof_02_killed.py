"""Proof 2: a process killed at any step takes nothing along and leaves nothing to be done twice.

tests/journeys/test_killed.py does the same to the whole bot, listeners included.
"""

import signal
from pathlib import Path

import pytest
from town import Town

AT_ONCE = 4
POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@POSTGRESQL
def test_workers_killed_at_every_kind_of_step_lose_and_double_nothing(
    place: Town, tmp_path: Path
) -> None:
    steps = _steps(place, tmp_path / "trace")
    assert {"sent chat.postMessage", "before conversations.history"} <= set(steps)
    place.slack.faults.scatter(["chat.postMessage"], ["drop_after"], 0.5)
    for first in range(0, len(steps), AT_ONCE):
        _doom(place, steps[first : first + AT_ONCE])
    place.hire(2)
    tally = place.finish()
    assert (tally.lost, tally.doubled) == ([], [])
    assert set(place.states()) == {"sent"}


def _doom(place: Town, steps: list[str]) -> None:
    """Workers that die, each at another step; teams fall due until all of them have."""
    doomed = [place.hire(trace="/dev/null", halts={step: signal.SIGKILL})[0] for step in steps]

    def everybody_is_dead() -> bool:
        if place.opened():
            place.add_teams(2)
        return not any(worker.is_alive() for worker in doomed)

    place.until(everybody_is_dead)
    assert {worker.exitcode for worker in doomed} == {-signal.SIGKILL}


def _steps(place: Town, trace: Path) -> list[str]:
    """Every kind of step of a worker that asks a team, and looks for a message."""
    place.add_teams(1)
    place.slack.faults.add("chat.postMessage", "drop_after")
    place.hire(trace=str(trace))
    place.finish()
    place.crew.close()
    return sorted(set(trace.read_text().splitlines()))
