"""Looks for steps whose day has passed, and has their owners told."""

import logging
import threading
import time

from bot.errors import BotError, ChannelGone, SlackUnavailable
from bot.gateway.directory import Directory
from bot.services.overdue import Overdue, OverdueSteps

log = logging.getLogger(__name__)

# One look ends after so many seconds, also when more is due: the next one goes on.
BUDGET = 20.0


class OverdueLook:
    """`look()` deals with everything that is overdue; several replicas may do so at once."""

    def __init__(self, steps: OverdueSteps, directory: Directory) -> None:
        self._steps = steps
        self._directory = directory
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopped.set()

    def look(self) -> int:
        """Tell the owners who are to be told now; how many were."""
        ends = time.monotonic() + BUDGET
        told, last = 0, 0
        while batch := self._steps.some(after=last):
            for late in batch:
                if self._stopped.is_set() or time.monotonic() >= ends:
                    return told
                told += self._tell(late)
                last = late.id
        return told

    def _tell(self, late: Overdue) -> bool:
        """One owner who cannot be looked up must not keep the others from being told."""
        try:
            member = self._is_member(late)
        except SlackUnavailable as busy:
            log.warning("a step waits for Slack: %s", busy, extra=_fields(late))
            return False
        if not member:
            self._steps.pass_over(late)
            log.info("the owner has left the channel", extra=_fields(late))
            return False
        return self._steps.tell(late)

    def _is_member(self, late: Overdue) -> bool:
        try:
            if late.owner not in self._directory.members(late.workspace_id, late.channel):
                return False
            person = self._directory.person(late.workspace_id, late.owner)
        except (BotError, ChannelGone):  # Slack does not know the person, or the channel is gone
            return False
        return not (person.guest or person.stranger or person.deleted or person.is_bot)


def _fields(late: Overdue) -> dict[str, object]:
    return {"workspace": late.workspace_id, "team": late.team_id, "commitment": late.id}
