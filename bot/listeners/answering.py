"""Answer: the button, the questionnaire's pages, and *Nothing has changed*."""

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.domain.permissions import Actor
from bot.domain.rounds import Receipt
from bot.gateway.modals import show
from bot.listeners.actors import Actors
from bot.listeners.home import HomeTab
from bot.listeners.payloads import (
    channel_of,
    id_in,
    metadata_of,
    number_of,
    state_of,
    text_of,
    user_of,
    view_of,
)
from bot.listeners.wake import Wake
from bot.services.checkins import CheckIns
from bot.services.posts import Posts
from bot.services.questionnaire import Questionnaire
from bot.views import questionnaire as views


class Answering:
    """Listeners of somebody who answers a check-in."""

    def __init__(
        self,
        actors: Actors,
        checkins: CheckIns,
        questionnaire: Questionnaire,
        posts: Posts,
        home: HomeTab,
        wake: Wake,
    ) -> None:
        self._actors = actors
        self._checkins = checkins
        self._questionnaire = questionnaire
        self._posts = posts
        self._home = home
        self._wake = wake

    def register(self, app: App) -> None:
        app.action(re.compile(r"^answer(:\d+)?$"))(self.open)
        app.action("unchanged")(self.repeat)
        app.view("answer_page")(self.save)

    def open(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        """A click on *Answer* opens the questionnaire where the person stopped."""
        ack()
        check_in_id = number_of(text_of(body["actions"][0], "value"))
        actor = self._actor(context, body, check_in_id)
        page = self._questionnaire.open(actor, context["workspace_id"], check_in_id)
        client.views_open(trigger_id=body["trigger_id"], view=views.page(page))
        self._note_seen(context["workspace_id"], body, check_in_id)

    def save(
        self, ack: Ack, body: dict[str, Any], view: dict[str, Any], context: BoltContext,
        client: WebClient,
    ) -> None:  # fmt: skip
        """A submitted page is stored before it is acknowledged; then the next one shows."""
        metadata = metadata_of(view)
        check_in_id = id_in(metadata, "check_in")
        actor = self._actor(context, body, check_in_id)
        following = self._questionnaire.save_page(
            actor, context["workspace_id"], check_in_id, id_in(metadata, "page"), state_of(view)
        )
        if isinstance(following, Receipt):
            ack(response_action="update", view=views.receipt(following))
            if following.finished_now:  # the invitation counts one more
                self._wake()
                self._home.refresh(context["workspace_id"], actor.user_id, client)
        else:
            ack(response_action="update", view=views.page(following))

    def repeat(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        """*Nothing has changed* gives last time's answers again."""
        check_in_id, view = number_of(text_of(body["actions"][0], "value")), view_of(body)
        actor = self._actor(context, body, check_in_id)
        receipt = self._questionnaire.repeat_last(actor, context["workspace_id"], check_in_id)
        ack()
        self._wake()
        show(client, view["id"], views.receipt(receipt), seen=view["hash"])
        self._home.refresh(context["workspace_id"], actor.user_id, client)

    def _actor(self, context: BoltContext, body: dict[str, Any], check_in_id: int) -> Actor:
        workspace_id: int = context["workspace_id"]
        channel = self._checkins.channel_of(workspace_id, check_in_id)
        return self._actors.in_channel(workspace_id, user_of(body), channel)

    def _note_seen(self, workspace_id: int, body: dict[str, Any], check_in_id: int) -> None:
        """A click on the invitation proves that it was posted, should that be unknown."""
        ts = text_of(body, "message", "ts")
        if ts:
            self._posts.confirm(
                workspace_id, f"round:{check_in_id}:invitation", channel_of(body), ts
            )
