"""A person of the workspace, who acts as one does in Slack."""

from __future__ import annotations

import copy
import re
from typing import Any

from sandbox import events, payloads
from sandbox.channels import Channel
from sandbox.errors import AppFailed, CannotAct
from sandbox.forms import Forms
from sandbox.messages import Message
from sandbox.records import Ack, DeliveryKind
from sandbox.reply import Reply
from sandbox.views import View
from sandbox.workspace import BOT_NAME

KINDS: dict[str, DeliveryKind] = {
    "events_api": "events_api",
    "event_callback": "events_api",
    "slash_commands": "slash_commands",
}
COMMANDS = frozenset({"/maturity"})


class Person(Forms):
    """Writes, commands, presses, fills in. Every action waits for the app to acknowledge it."""

    def command(self, line: str, *, channel: str) -> Reply:
        """Type a slash command, such as "/maturity status".

        Raises CannotAct for one that there is not, AppFailed if the app does not take it.
        """
        if line.partition(" ")[0] not in COMMANDS:
            raise CannotAct(f"{line} is not a command here")
        if not self._state.tokens.installed:
            raise CannotAct("the app is not installed here")
        if "commands" not in self._state.tokens.scopes:
            raise CannotAct("the app was installed with no commands")
        where = self._where(channel)
        url, conversation = self._response_url(where.id, None)
        ws = self._state.workspace
        payload = payloads.slash_command(ws, self._user, where, line, self._trigger(), url)

        def show_answer(reply: Reply) -> None:
            if body := reply.ack.body:
                answer = body if isinstance(body, dict) else {"text": str(body)}
                with self._state.changes.writing():
                    self._state.response_urls.answer(conversation, answer)

        return self._interact(
            "slash_commands", payload, conversation=conversation, follow=show_answer
        )

    def say(self, channel: str, text: str, thread_ts: str | None = None) -> Message:
        """Post a message. It reaches the app only if it mentions the bot, where the bot is."""
        ws = self._state.workspace
        with self._state.changes.writing():
            where = self._where(channel)
            if where.archived:
                raise CannotAct(f"{channel} is archived")
            author = {"user": self.id, "team": self._user.team_id}
            content = {"text": text} | ({"thread_ts": thread_ts} if thread_ts else {})
            body = ws.posts.post(where.id, author, content)
            if f"<@{ws.bot_user_id}>" in text:
                ws.tell(events.mention(where.id, body), where)
            return Message(where.id, copy.deepcopy(body))

    def mention(self, channel: str, text: str, thread_ts: str | None = None) -> Message:
        """Post a message such as "@Rung tips"; the name becomes a mention of the bot."""
        bot = self._state.workspace.bot_user_id
        said = re.sub(rf"@{BOT_NAME}\b", f"<@{bot}>", text, flags=re.IGNORECASE)
        return self.say(channel, said, thread_ts)

    def open_home(self, timeout: float = 5.0) -> View:
        """Open the app's Home tab, and wait until the app has published it.

        Raises AppFailed if it does not within `timeout` seconds.
        """
        ws, views = self._state.workspace, self._state.workspace.views
        with self._state.changes.writing():
            before = views.published[self.id]
            shown = views.homes.get(self.id)
            view = shown.copy().body if shown else None
            dm = ws.direct_messages(self._user.id)
            ws.tell(events.home_opened(self.id, dm.id, view, ws.timestamps.next()), dm)
        try:
            self._state.changes.wait_until(lambda: views.published[self.id] > before, timeout)
        except TimeoutError as error:
            raise AppFailed("no Home tab was published") from error
        return self.home()

    def home(self) -> View:
        """A copy of the Home tab as it stands. Raises CannotAct if there is none."""
        view = self._state.workspace.home(self.id)
        if view is None:
            raise CannotAct("the app has published no Home tab")
        return view

    def views(self) -> list[View]:
        """Copies of everything the app shows this person beside messages: modals, the Home tab."""
        home = self._state.workspace.home(self.id)
        return [*self.stack(), *([home] if home else [])]

    def ephemerals(self, channel: str | None = None) -> list[Message]:
        """Copies of the notes that only this person sees, oldest first."""
        with self._state.changes.reading():
            ws = self._state.workspace
            where = self._where(channel).id if channel else None
            return ws.posts.notes(where, self.id)

    def direct_messages(self) -> list[Message]:
        """Copies of the messages between this person and the bot, oldest first."""
        # Not as a change, though the conversation may begin here: who waits for a message asks
        # again at every change, and would never stop asking.
        with self._state.changes.reading():
            dm = self._state.workspace.direct_messages(self.id)
            return self._state.workspace.messages(dm.id)

    def send_raw(self, payload: dict[str, Any], kind: str | None = None) -> Ack:
        """Deliver any payload once, exactly as it is; raises nothing.

        `kind` is the payload's type unless given: slash_commands, events_api or an interaction.
        """
        named = kind or ("slash_commands" if "command" in payload else str(payload.get("type")))
        return self._courier.hand_over(KINDS.get(named, "interactive"), payload, lambda ack: ack)

    def _where(self, channel: str) -> Channel:
        if channel in ("dm", "directmessage"):
            return self._state.workspace.direct_messages(self._user.id)
        return self._member_channel(channel)
