"""Forgetting: the two commands, the forms that ask first, and their submission."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.domain.forgetting import NAME, Subject, subject_of
from bot.listeners.actors import Actors
from bot.listeners.home import HomeTab
from bot.listeners.payloads import channel_of, id_in, metadata_of, state_of, text_of, user_of
from bot.listeners.wake import Wake
from bot.services.forgetting import Forgetting
from bot.services.teams import Teams
from bot.views import forgetting as views


class Forgetful:
    """Listeners of somebody who wants to have something erased."""

    def __init__(
        self, actors: Actors, teams: Teams, forgetting: Forgetting, home: HomeTab, wake: Wake
    ) -> None:
        self._actors = actors
        self._teams = teams
        self._forgetting = forgetting
        self._home = home
        self._wake = wake

    def register(self, app: App) -> None:
        app.command("/maturity", matchers=[_asks_to_forget])(self.ask)
        app.view("forget_me")(self.forget_me)
        app.view("forget_team")(self.forget_team)

    def ask(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        """Open the form that says what will happen. For oneself anybody may, from anywhere."""
        ack()
        workspace_id, user = context["workspace_id"], user_of(body)
        if subject_of(text_of(body, "text")) is Subject.ME:
            view = views.forget_me(self._forgetting.footprint(workspace_id, user))
        else:
            actor = self._actors.in_channel(workspace_id, user, channel_of(body))
            team = self._forgetting.look_at_team(actor, workspace_id, channel_of(body))
            view = views.forget_team(team)
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def forget_me(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        """Erased before it is acknowledged."""
        workspace_id, user = context["workspace_id"], user_of(body)
        self._forgetting.forget_me(workspace_id, user)
        ack(response_action="update", view=views.forgotten())
        self._wake()
        self._home.refresh(workspace_id, user, client)

    def forget_team(
        self, ack: Ack, body: dict[str, Any], view: dict[str, Any], context: BoltContext
    ) -> None:
        """Erased before it is acknowledged; nothing is where the name does not fit."""
        workspace_id, team_id = context["workspace_id"], id_in(metadata_of(view), "team")
        channel = self._teams.get(workspace_id, team_id).channel
        actor = self._actors.in_channel(workspace_id, user_of(body), channel)
        typed = text_of(state_of(view), NAME, NAME, "value")
        self._forgetting.forget_team(actor, workspace_id, team_id, typed)
        ack(response_action="update", view=views.team_forgotten(channel))
        self._wake()


def _asks_to_forget(body: dict[str, Any]) -> bool:
    return subject_of(text_of(body, "text")) is not None
