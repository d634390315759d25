"""Channels shared with another organisation: what Slack tells of them, and the admins' consent."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from bot.gateway.directory import Directory
from bot.gateway.memory import AFRESH
from bot.listeners.actors import Actors
from bot.listeners.payloads import number_of, text_of, user_of
from bot.listeners.questions import Question, say
from bot.listeners.wake import Wake
from bot.services.sharing import Sharing
from bot.views import sharing as views


class Consenting:
    """Listeners around results in shared channels."""

    def __init__(self, actors: Actors, directory: Directory, sharing: Sharing, wake: Wake) -> None:
        self._actors = actors
        self._directory = directory
        self._sharing = sharing
        self._wake = wake

    def register(self, app: App) -> None:
        app.action(views.ALLOW)(self.allow)
        app.action(views.WITHDRAW)(self.withdraw)
        app.event("channel_shared")(self.changed)
        app.event("channel_unshared")(self.changed)

    def answer(self, question: Question, respond: Respond) -> None:
        """`/maturity sharing`: how it stands, only to the admin who asks."""
        workspace_id, channel = question.workspace_id, question.channel
        team = self._sharing.team(question.actor, workspace_id, channel)
        shared = self._directory.channel_now(workspace_id, channel).shared
        say(respond, views.standing(team, shared=shared))

    def allow(self, ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        """Results are shown, although others read along."""
        ack()
        self._decide(body, context, respond, allowed=True)

    def withdraw(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond
    ) -> None:
        """Results are shown no longer."""
        ack()
        self._decide(body, context, respond, allowed=False)

    def changed(self, event: dict[str, Any], context: BoltContext) -> None:
        """Others joined a channel or left it: what holds now is asked afresh."""
        workspace_id, channel = context["workspace_id"], text_of(event, "channel")
        shared = self._directory.channel_now(workspace_id, channel, AFRESH).shared
        self._sharing.learn(workspace_id, channel, shared=shared)
        self._wake()

    def _decide(
        self, body: dict[str, Any], context: BoltContext, respond: Respond, *, allowed: bool
    ) -> None:
        workspace_id = context["workspace_id"]
        team_id = number_of(text_of(body["actions"][0], "value"))
        channel = self._sharing.channel_of(workspace_id, team_id)
        actor = self._actors.in_channel(workspace_id, user_of(body), channel)
        shared = self._directory.channel_now(workspace_id, channel, AFRESH).shared
        team = self._sharing.decide(actor, workspace_id, team_id, shared=shared, allowed=allowed)
        respond(text=views.decided(team), response_type="ephemeral", replace_original=False)
        self._wake()
