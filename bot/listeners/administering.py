"""Admins: the slash command that opens the form, and its submission."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.domain.admins import ADMINS, Candidate, picked_in
from bot.domain.commands import Verb, parse
from bot.domain.permissions import is_full_member
from bot.errors import BotError
from bot.gateway.directory import Directory
from bot.listeners.actors import Actors
from bot.listeners.payloads import channel_of, id_in, metadata_of, state_of, text_of, user_of
from bot.listeners.wake import Wake
from bot.services.admins import Admins
from bot.views import admins as views


class Administering:
    """Listeners of somebody who chooses a team's admins."""

    def __init__(self, actors: Actors, directory: Directory, admins: Admins, wake: Wake) -> None:
        self._actors = actors
        self._directory = directory
        self._admins = admins
        self._wake = wake

    def register(self, app: App) -> None:
        app.command("/maturity", matchers=[_is_admins])(self.open)
        app.view(ADMINS)(self.choose)

    def open(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        """`/maturity admins` opens the form; an admin who has left is shown as gone."""
        ack()
        workspace_id, channel = context["workspace_id"], channel_of(body)
        actor = self._actors.in_channel(workspace_id, user_of(body), channel)
        team = self._admins.team(actor, workspace_id, channel)
        known = [self._candidate(workspace_id, user_id, channel) for user_id in team.admins]
        gone = [c.user_id for c in known if c.actor is None or not is_full_member(c.actor)]
        client.views_open(trigger_id=body["trigger_id"], view=views.choosing(team, gone))

    def choose(
        self, ack: Ack, body: dict[str, Any], view: dict[str, Any], context: BoltContext
    ) -> None:
        """A submitted form is stored before it is acknowledged."""
        workspace_id, metadata = context["workspace_id"], metadata_of(view)
        team_id = id_in(metadata, "team")
        channel = self._admins.channel_of(workspace_id, team_id)
        actor = self._actors.in_channel(workspace_id, user_of(body), channel)
        people = picked_in(state_of(view))
        candidates = [self._candidate(workspace_id, user_id, channel) for user_id in people]
        revision = id_in(metadata, "revision")
        team = self._admins.choose(actor, workspace_id, team_id, revision, candidates)
        ack(response_action="update", view=views.chosen(team))
        self._wake()

    def _candidate(self, workspace_id: int, user_id: str, channel: str) -> Candidate:
        try:
            actor = self._actors.in_channel(workspace_id, user_id, channel)
            name = self._directory.person(workspace_id, user_id).name
        except BotError:  # Slack does not know the person
            return Candidate(user_id, "", None)
        return Candidate(user_id, name, actor)


def _is_admins(body: dict[str, Any]) -> bool:
    return parse(text_of(body, "text"), ()).verb is Verb.ADMINS
