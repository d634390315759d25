"""Reminds those who have not finished, each in their own working hours."""

import logging

from bot.errors import ChannelGone, SlackUnavailable
from bot.gateway.directory import Directory
from bot.services.channels import Channels
from bot.services.reminders import DueReminders, Reminders

log = logging.getLogger(__name__)


class Reminding:
    """`claim()` hands out rounds to look at, `remind()` looks at one; by any number of replicas."""

    def __init__(self, reminders: Reminders, channels: Channels, directory: Directory) -> None:
        self._reminders = reminders
        self._channels = channels
        self._directory = directory

    def claim(self) -> list[DueReminders]:
        """Rounds in which somebody may have to be reminded; none twice within a while."""
        return self._reminders.claim()

    def remind(self, due: DueReminders) -> None:
        """One round's trouble must not keep the others from being looked at; it comes again."""
        fields = {"workspace": due.workspace_id, "check_in": due.check_in_id}
        try:
            # Slack is asked before the transaction begins.
            zones = self._directory.zones(due.workspace_id, due.channel, due.people)
            count = self._reminders.remind(due.workspace_id, due.check_in_id, zones)
        except ChannelGone as gone:
            self._channels.pause_for(due.workspace_id, due.channel, gone.reason)
            self._reminders.end(due.workspace_id, due.check_in_id)
            log.warning("cannot remind a team: %s", gone.reason, extra=fields)
        except SlackUnavailable as busy:
            if busy.limited:
                self._reminders.rest(due.workspace_id, busy.seconds)
            log.warning("reminders wait for Slack: %s", busy, extra=fields)
        else:
            log.info("reminded", extra=fields | {"people": count})
