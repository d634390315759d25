"""Looks at channels of which Slack told something that it did not show yet, and, once a day, at
those of teams that stopped by themselves: an event that was lost is made up for here.
"""

import logging
import threading

from bot.gateway.directory import Directory
from bot.gateway.reach import look
from bot.services.channels import Channels, ToLookAt

log = logging.getLogger(__name__)


class ChannelLook:
    """`look()` deals with some channels that are due; several replicas may do so at once."""

    def __init__(self, channels: Channels, directory: Directory) -> None:
        self._channels = channels
        self._directory = directory
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopped.set()

    def look(self) -> int:
        """Pause or resume teams as their channels show; of how many somebody is told."""
        told = 0
        for which in self._channels.to_look_at():
            if self._stopped.is_set():
                break
            told += self._look(which)
        return told

    def _look(self, which: ToLookAt) -> bool:
        fields = {"workspace": which.workspace_id, "team": which.team_id}
        seen = look(self._directory, which.workspace_id, which.channel)
        if seen is None:  # it comes again
            log.warning("a channel is not looked at: Slack does not answer", extra=fields)
            return False
        log.info("looked at a channel: %s", seen.obstacle or "nothing is wrong", extra=fields)
        return self._channels.settle(which.workspace_id, which.channel, seen.obstacle, seen.name)
