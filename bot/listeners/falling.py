"""A fall: the two buttons that say why a level fell."""

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.domain.falls import Reading
from bot.listeners.actors import Actors
from bot.listeners.payloads import number_of, text_of, user_of
from bot.listeners.wake import Wake
from bot.services.checkins import CheckIns
from bot.services.falls import Falls


class Falling:
    """Listeners of somebody who says why a level fell."""

    def __init__(self, actors: Actors, checkins: CheckIns, falls: Falls, wake: Wake) -> None:
        self._actors = actors
        self._checkins = checkins
        self._falls = falls
        self._wake = wake

    def register(self, app: App) -> None:
        app.action(re.compile(f"^fell:({'|'.join(Reading)})$"))(self.explain)

    def explain(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """A click keeps the reading; the message then says whose it is."""
        ack()
        workspace_id, action = context["workspace_id"], body["actions"][0]
        check_in_id = number_of(text_of(action, "value"))
        channel = self._checkins.channel_of(workspace_id, check_in_id)
        actor = self._actors.in_channel(workspace_id, user_of(body), channel)
        reading = Reading(text_of(action, "action_id").partition(":")[2])
        if self._falls.explain(actor, workspace_id, check_in_id, reading):
            self._wake()
