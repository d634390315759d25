"""`/maturity overview`, and the same from Home: teams side by side."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.domain.overview import Overview
from bot.domain.permissions import Actor
from bot.gateway.directory import Directory
from bot.listeners.actors import Actors
from bot.listeners.payloads import user_of
from bot.listeners.questions import Question, say
from bot.services.overviews import Overviews
from bot.views.overview import overview, overview_modal


class Overviewing:
    """Shows the teams whose channels a person may know."""

    def __init__(self, actors: Actors, directory: Directory, overviews: Overviews) -> None:
        self._actors = actors
        self._directory = directory
        self._overviews = overviews

    def register(self, app: App) -> None:
        app.action("overview")(self.button)

    def answer(self, question: Question, respond: Respond) -> None:
        """The teams as a table, only to the person."""
        page = question.command.rest
        found = self._overview(question.actor, question.workspace_id)
        say(respond, overview(found, int(page) if page.isdecimal() else 1))

    def button(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        """*Overview of teams* on Home opens the same as a modal."""
        ack()
        workspace_id = context["workspace_id"]
        actor = self._actors.anywhere(workspace_id, user_of(body))
        view = overview_modal(self._overview(actor, workspace_id))
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def _overview(self, actor: Actor, workspace_id: int) -> Overview:
        """Of the bot's channels the public ones, and the private ones that the person is in."""
        theirs = set(self._directory.channels_of(workspace_id, actor.user_id))
        names = {
            channel.id: channel.name
            for channel in self._directory.own_channels(workspace_id)
            if not channel.private or channel.id in theirs
        }
        return self._overviews.overview(actor, workspace_id, names)
