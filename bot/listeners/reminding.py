"""The buttons of a reminder; *Answer* is that of every other message."""

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.listeners.home import HomeTab
from bot.listeners.payloads import channel_of, number_of, text_of, user_of
from bot.listeners.wake import Wake
from bot.services.posts import Posts
from bot.services.reminders import Reminders, key_of
from bot.views.reminder import BLOCK, NO_MORE, SKIP

_WHICH = re.compile(rf"{BLOCK}:([12])")


class Reminding:
    """Listeners of somebody who was reminded. Each press changes the message to what holds now."""

    def __init__(self, reminders: Reminders, posts: Posts, home: HomeTab, wake: Wake) -> None:
        self._reminders = reminders
        self._posts = posts
        self._home = home
        self._wake = wake

    def register(self, app: App) -> None:
        app.action(SKIP)(self.skip)
        app.action(NO_MORE)(self.no_more)

    def skip(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        """*Skip this one*: stored before it is acknowledged."""
        check_in_id = number_of(text_of(body["actions"][0], "value"))
        self._reminders.skip(context["workspace_id"], check_in_id, user_of(body))
        ack()
        self._show(body, context, client)

    def no_more(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        """*Don't remind me*: of no check-in, until they turn it on again in Home."""
        self._reminders.want(context["workspace_id"], user_of(body), wanted=False)
        ack()
        self._show(body, context, client)

    def _show(self, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        self._note_seen(context["workspace_id"], body)
        self._wake()
        self._home.refresh(context["workspace_id"], user_of(body), client)

    def _note_seen(self, workspace_id: int, body: dict[str, Any]) -> None:
        """A press proves that the reminder was posted, should that be unknown."""
        action = body["actions"][0]
        which, ts = _WHICH.fullmatch(text_of(action, "block_id")), text_of(body, "message", "ts")
        if which and ts:
            check_in_id = number_of(text_of(action, "value"))
            key = key_of(check_in_id, int(which[1]), user_of(body))
            self._posts.confirm(workspace_id, key, channel_of(body), ts)
