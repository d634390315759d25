"""The Home tab."""

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.gateway.directory import Directory
from bot.listeners.actors import Actors
from bot.listeners.payloads import text_of
from bot.services.results import Results
from bot.views.home import home


class HomeTab:
    """Publishes somebody's Home tab whenever they open it."""

    def __init__(self, actors: Actors, directory: Directory, results: Results) -> None:
        self._actors = actors
        self._directory = directory
        self._results = results

    def register(self, app: App) -> None:
        app.event("app_home_opened")(self.opened)

    def opened(self, event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        if text_of(event, "tab") != "home":
            return
        workspace_id, user = context["workspace_id"], text_of(event, "user")
        actor = self._actors.anywhere(workspace_id, user)
        channels = self._directory.channels_of(workspace_id, user)
        view = home(self._results.home(actor, workspace_id, channels))
        client.views_publish(user_id=user, view=view)
