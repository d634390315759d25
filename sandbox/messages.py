"""The posts of every conversation, and the notes that only one person sees."""

from __future__ import annotations

import copy
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sandbox.blockkit import assign_ids
from sandbox.errors import ApiError
from sandbox.ids import Timestamps

Body = dict[str, Any]
CONTENT = ("text", "blocks", "attachments", "metadata", "files")
TOMBSTONE = {"type": "message", "subtype": "tombstone", "text": "This message was deleted."}


@dataclass(frozen=True)
class Message:
    """A copy of a message as it stood at one moment: it grows stale when the message changes."""

    channel: str
    body: Body
    ephemeral_to: str | None = None

    @property
    def ts(self) -> str:
        """Its time stamp, which is also its identifier."""
        return str(self.body["ts"])

    @property
    def thread_ts(self) -> str | None:
        """The time stamp of the thread's first message, if it is in a thread."""
        return self.body.get("thread_ts")

    @property
    def user(self) -> str | None:
        """Who posted it."""
        return self.body.get("user")

    @property
    def text(self) -> str:
        """The plain text, which notifications and screen readers use."""
        return str(self.body.get("text", ""))

    @property
    def blocks(self) -> list[Body]:
        """The blocks; empty for plain text."""
        return list(self.body.get("blocks", []))

    @property
    def metadata(self) -> Body | None:
        """The message metadata, if any."""
        return self.body.get("metadata")

    @property
    def files(self) -> list[Body]:
        """The files that came with it."""
        return list(self.body.get("files", []))

    def texts(self) -> list[str]:
        """Every text that a reader sees in the blocks, or the plain text if there are none."""
        return all_texts(self.blocks) or [self.text]


def all_texts(node: Any) -> list[str]:
    """Every string under a `text` key, in reading order."""
    if isinstance(node, list):
        return [text for item in node for text in all_texts(item)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if isinstance(node.get("text"), str) else []
    return own + [
        text
        for key, item in node.items()
        if key not in ("value", "confirm")
        for text in all_texts(item)
    ]


@dataclass
class MessageBook:
    """All messages, by conversation and time stamp. Whoever calls holds the lock."""

    timestamps: Timestamps
    _posts: dict[str, dict[str, Body]] = field(default_factory=lambda: defaultdict(dict))
    _notes: list[Message] = field(default_factory=list)

    def post(self, channel: str, author: Body, content: Body, *, broadcast: bool = False) -> Body:
        """Post a message, in a thread if `content` has a `thread_ts`; returns the stored body.

        Raises ApiError thread_not_found, or cannot_reply_to_message for the time stamp of a reply.
        """
        thread = content.get("thread_ts")
        parent = self._parent(channel, thread) if thread else None
        body = {"type": "message", **author, "ts": self.timestamps.next(), **_content(content)}
        if parent is not None:
            self._attach(parent, body, broadcast=broadcast)
        self._posts[channel][body["ts"]] = body
        return body

    def _parent(self, channel: str, thread_ts: str) -> Body:
        parent = self._posts[channel].get(thread_ts)
        if parent is None:
            raise ApiError("thread_not_found")
        if parent.get("thread_ts", thread_ts) != thread_ts:
            raise ApiError("cannot_reply_to_message")
        return parent

    def _attach(self, parent: Body, reply: Body, *, broadcast: bool) -> None:
        reply |= {"thread_ts": parent["ts"], "parent_user_id": parent.get("user")}
        if broadcast:
            reply["subtype"] = "thread_broadcast"
        users = list(dict.fromkeys([*parent.get("reply_users", []), reply.get("user")]))
        parent |= {
            "thread_ts": parent["ts"],
            "reply_count": parent.get("reply_count", 0) + 1,
            "reply_users": users,
            "reply_users_count": len(users),
            "latest_reply": reply["ts"],
        }

    def get(self, channel: str, ts: str) -> Body:
        """The stored body. Raises ApiError message_not_found."""
        body = self._posts[channel].get(ts)
        if body is None or body.get("subtype") == "tombstone":
            raise ApiError("message_not_found")
        return body

    def update(self, body: Body, content: Body, editor: str) -> None:
        """Replace what `content` holds.

        A text without blocks removes the blocks; blocks alone leave the text and no mark of the
        edit; metadata stays unless given (docs.slack.dev/reference/methods/chat.update).
        """
        if "text" in content and "blocks" not in content:
            body.pop("blocks", None)
        if "blocks" not in content:
            body["edited"] = {"user": editor, "ts": self.timestamps.next()}
        body |= _content(content)
        for key in ("blocks", "attachments", "metadata"):
            if key in body and not body[key]:
                del body[key]

    def delete(self, channel: str, ts: str) -> None:
        """Remove a message; a thread that has replies keeps a tombstone as its first message."""
        body = self._posts[channel].pop(ts)
        thread = body.get("thread_ts")
        if thread == ts and body.get("reply_count"):
            kept = {key: body[key] for key in ("ts", "thread_ts", "reply_count", "latest_reply")}
            self._posts[channel][ts] = {**TOMBSTONE, **kept}
        elif thread and thread in self._posts[channel]:
            self._posts[channel][thread]["reply_count"] -= 1

    def move(self, old: str, new: str) -> None:
        """The conversation got another id."""
        self._posts[new] = self._posts.pop(old, {})

    def note(self, channel: str, to: str, author: Body, content: Body) -> Message:
        """A message that only one person sees, and that no history keeps."""
        body = {"type": "message", **author, "ts": self.timestamps.next(), **_content(content)}
        if thread := content.get("thread_ts"):
            body["thread_ts"] = thread
        message = Message(channel, body, ephemeral_to=to)
        self._notes.append(message)
        return message

    def change_note(self, ts: str, content: Body | None) -> None:
        """Replace or (None) remove a note, if it is still there."""
        for index, message in enumerate(self._notes):
            if message.ts == ts:
                kept = {key: value for key, value in message.body.items() if key not in CONTENT}
                new = [] if content is None else [{**kept, **_content(content)}]
                self._notes[index : index + 1] = [
                    Message(message.channel, body, message.ephemeral_to) for body in new
                ]

    def in_channel(self, channel: str) -> list[Body]:
        """Every message of a conversation, threads included, oldest first."""
        posts = self._posts[channel]
        return [posts[ts] for ts in sorted(posts, key=ts_key)]

    def thread(self, channel: str, ts: str) -> list[Body]:
        """The first message and its replies, oldest first; empty if there is no such message."""
        return [
            body for body in self.in_channel(channel) if ts in (body["ts"], body.get("thread_ts"))
        ]

    def notes(self, channel: str | None, to: str) -> list[Message]:
        """What one person alone sees, in one conversation or (None) everywhere."""
        return [
            copy.deepcopy(note)
            for note in self._notes
            if note.ephemeral_to == to and channel in (None, note.channel)
        ]


def ts_key(ts: str) -> tuple[int, int]:
    """Orders time stamps."""
    seconds, _, fraction = ts.partition(".")
    return int(seconds), int(fraction or 0)


def _content(content: Body) -> Body:
    kept = {key: copy.deepcopy(content[key]) for key in CONTENT if key in content}
    if kept.get("blocks"):
        kept["blocks"] = assign_ids(kept["blocks"])
    return kept
