"""The Home tab, and what its own buttons do."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.gateway.directory import Directory
from bot.listeners.actors import Actors
from bot.listeners.payloads import text_of, user_of
from bot.listeners.wake import Wake
from bot.services.homes import Homes
from bot.services.memory import Memory
from bot.services.reminders import Reminders
from bot.views.home import home
from bot.views.home_own import ON, REMINDERS

# Who opened Home within so many seconds may still look at it; opening it publishes it anew.
LOOKED_AT = 3600.0


class HomeTab:
    """Publishes somebody's Home tab whenever they open it, and when it changes under their eyes."""

    def __init__(
        self, actors: Actors, directory: Directory, homes: Homes, reminders: Reminders, wake: Wake
    ) -> None:
        self._actors = actors
        self._directory = directory
        self._homes = homes
        self._reminders = reminders
        self._wake = wake
        self._looking: Memory[tuple[int, str], bool] = Memory(LOOKED_AT)

    def register(self, app: App) -> None:
        app.event("app_home_opened")(self.opened)
        app.action(REMINDERS)(self.switch)

    def opened(self, event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        if text_of(event, "tab") != "home":
            return
        workspace_id, user = context["workspace_id"], text_of(event, "user")
        self._looking.recall((workspace_id, user), lambda: True)
        self._publish(workspace_id, user, client)

    def switch(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        """Reminders on or off, for the person themself; the messages they got say so, too."""
        workspace_id, user = context["workspace_id"], user_of(body)
        self._reminders.want(workspace_id, user, text_of(body["actions"][0], "value") == ON)
        ack()
        self._wake()
        self._publish(workspace_id, user, client)

    def refresh(self, workspace_id: int, user: str, client: WebClient) -> None:
        """Publish it again for somebody who may be looking at it; for nobody else."""
        if self._looking.recall((workspace_id, user), lambda: None):
            self._publish(workspace_id, user, client)

    def _publish(self, workspace_id: int, user: str, client: WebClient) -> None:
        actor = self._actors.anywhere(workspace_id, user)
        channels = self._directory.channels_of(workspace_id, user)
        client.views_publish(
            user_id=user, view=home(self._homes.home(actor, workspace_id, channels))
        )
