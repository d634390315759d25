"""Everything that one person sees at one moment, as JSON for the page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.channels import Channel
from sandbox.messages import Body, ts_key
from sandbox.people import User
from sandbox.person import COMMANDS
from sandbox.state import State
from sandbox.workspace import BOT_NAME

Json = dict[str, Any]
HOME = "home"


@dataclass(frozen=True)
class Scenes:
    """Looks at the workspace through somebody's eyes."""

    state: State
    words: Sequence[tuple[str, str]]
    stops: list[Json]
    busy: str | None

    def json(self, who: str, place: str, thread: str | None) -> bytes:
        """The scene. Raises LookupError for a person or a place that is not there."""
        # Turned into text while nobody changes it: that is cheaper than copying it all.
        with self.state.changes.reading():
            viewer = self.state.workspace.user(who)
            return json.dumps(self._scene(viewer, place or HOME, thread)).encode()

    def _scene(self, viewer: User, place: str, thread: str | None) -> Json:
        ws = self.state.workspace
        ws.direct_messages(viewer.id)
        home = ws.views.homes.get(viewer.id)
        return {
            "version": self.state.changes.version,
            "now": ws.clock().isoformat(),
            "workspace": {"name": ws.team_name, "bot": ws.bot_user_id, "bot_name": BOT_NAME},
            "me": _person(viewer),
            "people": [_person(user) for user in ws.users.values()],
            "channels": [self._channel(viewer, c) for c in self._visible(viewer)],
            "messages": self._messages(viewer, place),
            "thread": self._thread(viewer, place, thread) if thread else [],
            "home": home.body if home else None,
            "stack": [view.body for view in ws.views.stacks[viewer.id]],
            "commands": self._commands(),
            "busy": self.busy,
            "clock": self.stops,
        }

    def _visible(self, viewer: User) -> list[Channel]:
        channels = self.state.workspace.channels.values()
        return [
            channel
            for channel in channels
            if viewer.id in channel.members or (channel.visible_to(viewer.id) and not viewer.guest)
        ]

    def _channel(self, viewer: User, channel: Channel) -> Json:
        ws = self.state.workspace
        shown = self._shown(viewer, channel) if viewer.id in channel.members else []
        return {
            "id": channel.id,
            "name": channel.name,
            "private": channel.private,
            "archived": channel.archived,
            "shared": channel.ext_shared,
            "member": viewer.id in channel.members,
            "bot": ws.bot_user_id in channel.members,
            "latest": shown[-1]["ts"] if shown else None,
            "im": channel.im_with is not None,
        }

    def _messages(self, viewer: User, place: str) -> list[Body]:
        if place == HOME:
            return []
        channel = self.state.workspace.channel(place)
        return self._shown(viewer, channel) if viewer.id in channel.members else []

    def _shown(self, viewer: User, channel: Channel) -> list[Body]:
        """The top level of a channel, with what was sent to it from threads."""
        posts = self.state.workspace.posts.in_channel(channel.id)
        top = [body for body in posts if _at_the_top(body)]
        return _in_order(top + self._notes(viewer, channel, None))

    def _thread(self, viewer: User, place: str, ts: str) -> list[Body]:
        if place == HOME:
            return []
        channel = self.state.workspace.channel(place)
        if viewer.id not in channel.members:
            return []
        posts = self.state.workspace.posts.thread(channel.id, ts)
        return _in_order(posts + self._notes(viewer, channel, ts))

    def _notes(self, viewer: User, channel: Channel, thread: str | None) -> list[Body]:
        """What only this person sees, in a thread or (None) at the top."""
        notes = self.state.workspace.posts.notes(channel.id, viewer.id)
        return [
            {**note.body, "ephemeral": True}
            for note in notes
            if note.body.get("thread_ts") == thread
        ]

    def _commands(self) -> list[Json]:
        words = [{"usage": usage, "does": does} for usage, does in self.words]
        return [{"name": name, "words": words} for name in sorted(COMMANDS)]


def _person(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "tz": user.tz,
        "guest": user.guest is not None,
        "admin": user.is_admin or user.is_owner,
        "bot": user.bot,
        "deleted": user.deleted,
    }


def _at_the_top(body: Body) -> bool:
    return body.get("thread_ts") in (None, body["ts"]) or body.get("subtype") == "thread_broadcast"


def _in_order(bodies: list[Body]) -> list[Body]:
    return sorted(bodies, key=lambda body: ts_key(body["ts"]))
