"""Proof 3: a process frozen for longer than its lease finds that it has lost it."""

import signal
from pathlib import Path

import pytest
from town import Tally, Town, town

from storage.database import Database

# What is begun within the lease may land this much later: time enough to thaw somebody in.
MARGIN = 4.0


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("step", ["claimed", "before chat.postMessage", "sent chat.postMessage"])
def test_a_frozen_workers_message_is_posted_once_and_its_late_record_is_fenced(
    database: Database, tmp_path: Path, step: str
) -> None:
    with town(database, tmp_path, margin=MARGIN) as place:
        if step == "claimed":
            step = _claimed(place, tmp_path / "trace")
        before = len(place.rows())
        place.add_teams(1)
        (frozen,) = place.hire(trace="/dev/null", halts={step: signal.SIGSTOP})
        place.until(lambda: _stopped(frozen.pid))
        place.hire()
        place.until(lambda: place.states()["sending"] == 0 and len(place.rows()) > before)
        place.crew.signal(frozen, signal.SIGCONT)
        assert place.finish() == Tally(posted=before + 1)
        row = place.rows()[-1]
        place.add_teams(3)  # which the frozen one may take as well as the other
        assert place.finish() == Tally(posted=before + 4)
        after = next(now for now in place.rows() if now.id == row.id)
        assert (after.state, after.ts, after.attempts) == ("sent", row.ts, row.attempts)


def _claimed(place: Town, trace: Path) -> str:
    """The step after a message was claimed: the last one before its sending is begun."""
    place.add_teams(1)
    place.hire(trace=str(trace))
    place.finish()
    place.crew.close()
    steps = trace.read_text().splitlines()
    begun = next(n for n, s in enumerate(steps) if s.startswith("before") and "attempts" in s)
    return steps[begun - 1]


def _stopped(pid: int | None) -> bool:
    status = Path(f"/proc/{pid}/status").read_text()
    return "State:\tT" in status
