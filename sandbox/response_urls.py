"""Response URLs: five answers within thirty minutes of an interaction.

Source: docs.slack.dev/interactivity/handling-user-interaction.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from sandbox import arguments
from sandbox.blockkit import check_message
from sandbox.errors import ApiError
from sandbox.ids import secret
from sandbox.messages import Body, Message
from sandbox.workspace import Workspace

Surface = Literal["message", "ephemeral"]

LIFETIME = 1800.0
USES = 5

KINDS: dict[str, arguments.Kind] = {
    "text": arguments.text,
    "blocks": arguments.items,
    "attachments": arguments.items,
    "metadata": arguments.fields,
    "response_type": arguments.word,
    "replace_original": arguments.flag,
    "delete_original": arguments.flag,
    "thread_ts": arguments.timestamp,
    "unfurl_links": arguments.flag,
    "unfurl_media": arguments.flag,
    "link_names": arguments.flag,
    "mrkdwn": arguments.flag,
    "parse": arguments.word,
}


@dataclass
class Conversation:
    """Where the answers to one interaction go, and which have come."""

    channel: str
    user: str
    original: Message | None
    issued: float
    uses: int = 0
    answers: list[Message] = field(default_factory=list)


@dataclass
class ResponseUrls:
    """All response URLs given out. `lifetime` is in seconds of `now`; a test may change either."""

    workspace: Workspace
    lifetime: float = LIFETIME
    now: Callable[[], float] = time.monotonic
    _given: dict[str, Conversation] = field(default_factory=dict)

    def issue(self, channel: str, user: str, original: Message | None) -> tuple[str, Conversation]:
        """A new token for the URL, and the conversation it belongs to."""
        token = secret()
        self._given[token] = Conversation(channel, user, original, self.now())
        return token, self._given[token]

    def knows(self, token: str) -> bool:
        """Whether this token was given out here."""
        return token in self._given

    def use(self, token: str, given: Body) -> None:
        """Apply one answer of the app.

        Raises ApiError expired_url or used_url, Refused or ApiError for a payload Slack refuses.
        """
        conversation = self._given.get(token)
        if conversation is None or self.now() - conversation.issued > self.lifetime:
            raise ApiError("expired_url")
        if conversation.uses >= USES:
            raise ApiError("used_url")
        self.answer(conversation, given)
        conversation.uses += 1

    def answer(self, conversation: Conversation, given: Body) -> None:
        """Apply an answer, from a response URL or from the body of an acknowledgement.

        Raises Refused or ApiError for a payload Slack refuses.
        """
        answer = arguments.check(given, {}, KINDS)
        original = conversation.original
        if answer.get("delete_original"):
            self._delete(_required(original))
            return
        check_message(_content(answer), surface=_surface(answer))
        if answer.get("replace_original") and original is not None:
            conversation.answers.append(self._replace(original, answer))
        else:
            conversation.answers.append(self._add(conversation, answer))

    def _delete(self, original: Message) -> None:
        if original.ephemeral_to:
            self.workspace.posts.change_note(original.ts, None)
            return
        self.workspace.posts.get(original.channel, original.ts)
        self.workspace.posts.delete(original.channel, original.ts)

    def _replace(self, original: Message, answer: Body) -> Message:
        posts = self.workspace.posts
        if original.ephemeral_to:
            posts.change_note(original.ts, answer)
            body = {**self.workspace.author, "ts": original.ts, **answer}
            return Message(original.channel, body, original.ephemeral_to)
        stored = posts.get(original.channel, original.ts)
        posts.update(stored, answer, self.workspace.bot_user_id)
        return Message(original.channel, copy.deepcopy(stored))

    def _add(self, conversation: Conversation, answer: Body) -> Message:
        posts, author = self.workspace.posts, self.workspace.author
        if _surface(answer) == "ephemeral":
            return posts.note(conversation.channel, conversation.user, author, answer)
        body = posts.post(conversation.channel, author, answer)
        return Message(conversation.channel, copy.deepcopy(body))


def _required(original: Message | None) -> Message:
    if original is None:
        raise ApiError("invalid_payload")
    return original


def _surface(answer: Body) -> Surface:
    kinds: dict[str, Surface] = {"ephemeral": "ephemeral", "in_channel": "message"}
    kind = answer.get("response_type", "ephemeral")
    if kind not in kinds:
        raise ApiError("invalid_payload")
    return kinds[kind]


def _content(answer: Body) -> Body:
    return {
        key: answer[key] for key in ("text", "blocks", "attachments", "metadata") if key in answer
    }
