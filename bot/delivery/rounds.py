"""Opens the rounds that are due, closes those that are over, and reminds; many side by side."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.delivery.lanes import Lanes
from bot.delivery.reminding import Reminding
from bot.errors import ChannelGone, SlackUnavailable
from bot.gateway.directory import Directory
from bot.services.channels import Channels
from bot.services.checkins import CheckIns
from bot.services.due import Due, DueRounds

log = logging.getLogger(__name__)

T = TypeVar("T")
# One look ends after so many seconds, also when more is due: the next one goes on.
BUDGET = 60.0


class Rounds:
    """`look()` deals with everything that is due; several replicas may do so at once."""

    def __init__(
        self,
        due: DueRounds,
        checkins: CheckIns,
        channels: Channels,
        directory: Directory,
        reminding: Reminding,
        *,
        threads: int = 1,
    ) -> None:
        self._due = due
        self._checkins = checkins
        self._channels = channels
        self._directory = directory
        self._reminding = reminding
        self._lanes = Lanes(threads, "rounds")
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopped.set()

    def look(self) -> int:
        """Open, close and remind until nothing is due; how many rounds were dealt with."""
        ends = time.monotonic() + BUDGET

        def go_on() -> bool:
            return not self._stopped.is_set() and time.monotonic() < ends

        opened = self._lanes.work(_in_batches(self._due.claim_to_open), self._open, go_on)
        over = _once(self._due.to_close)
        closed = self._lanes.work(_in_batches(over), self._close, go_on)
        due = _in_batches(self._reminding.claim)
        return opened + closed + self._lanes.work(due, self._reminding.remind, go_on)

    def _open(self, due: Due) -> None:
        """One team's trouble must not keep the others from being asked."""
        try:
            people = self._directory.people_to_ask(due.workspace_id, due.channel)
            opened = self._checkins.open_due(due.workspace_id, due.team_id, people, due.pause)
        except ChannelGone as gone:
            self._channels.pause_for(due.workspace_id, due.channel, gone.reason)
            log.warning("cannot ask a team: %s", gone.reason, extra=_fields(due))
        except SlackUnavailable as busy:
            self._due.postpone(due, busy.seconds, whole_workspace=busy.limited)
            log.warning("a team waits for Slack: %s", busy, extra=_fields(due))
        else:
            log.info("round opened" if opened else "no round to open", extra=_fields(due))

    def _close(self, row: tuple[int, int]) -> None:
        workspace_id, check_in_id = row
        if self._checkins.close_due(workspace_id, check_in_id):
            log.info("round closed", extra={"workspace": workspace_id, "check_in": check_in_id})


def _in_batches(claim: Callable[[], Sequence[T]]) -> Callable[[int], list[T]]:
    """Claimed many at a time, handed out as many as are asked for."""
    waiting: deque[T] = deque()

    def take(count: int) -> list[T]:
        if not waiting:
            waiting.extend(claim())
        return [waiting.popleft() for _ in range(min(count, len(waiting)))]

    return take


def _once(find: Callable[[], Sequence[T]]) -> Callable[[], list[T]]:
    """What was found before is left out: what could not be done waits for the next look."""
    seen: set[T] = set()

    def fresh() -> list[T]:
        found = [row for row in find() if row not in seen]
        seen.update(found)
        return found

    return fresh


def _fields(due: Due) -> dict[str, object]:
    return {"workspace": due.workspace_id, "team": due.team_id}
