"""Erases what has been kept long enough, and workspaces that left two weeks ago."""

import logging
import threading
import time
from datetime import timedelta

from bot.clock import Clock
from bot.services.purging import Purging

log = logging.getLogger(__name__)

# One look ends after so many seconds, also when more is to be erased: the next one goes on.
BUDGET = 10.0
# Between two looks where nothing was left to erase: it is a matter of days.
REST = timedelta(minutes=30)


class PurgeLook:
    """`look()` erases; several replicas may do so at once."""

    def __init__(self, purging: Purging, clock: Clock) -> None:
        self._purging = purging
        self._clock = clock
        self._stopped = threading.Event()
        self._ends = 0.0
        self._rests_until = clock() - REST

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopped.set()

    def look(self) -> int:
        """Erase for a while; no message ever waits because of it."""
        now = self._clock()
        if now < self._rests_until:
            return 0
        self._ends = time.monotonic() + BUDGET
        self._answers()
        self._rows()
        self._workspaces()
        if self._goes_on():
            self._rests_until = now + REST
        return 0

    def _answers(self) -> None:
        rounds = 0
        while self._goes_on() and (some := self._purging.old_answers()):
            rounds += some
        if rounds:
            log.info("old answers erased", extra={"rounds": rounds})

    def _rows(self) -> None:
        while self._goes_on() and (some := self._purging.old_rows()) and any(some.values()):
            log.info("old rows erased", extra=some)

    def _workspaces(self) -> None:
        for workspace_id in self._purging.left_workspaces():
            self._purging.give_up(workspace_id)
            while self._goes_on():
                if not self._purging.some_of(workspace_id):
                    log.info("a workspace that left is erased", extra={"workspace": workspace_id})
                    break

    def _goes_on(self) -> bool:
        return not self._stopped.is_set() and time.monotonic() < self._ends
