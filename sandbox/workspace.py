"""The workspace: people and channels, and what happens to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox import events
from sandbox.changes import Changes
from sandbox.channels import Channel
from sandbox.errors import ApiError, CannotAct
from sandbox.identity import Identity
from sandbox.ids import Timestamps, copied
from sandbox.messages import Body, Message, MessageBook
from sandbox.people import Guest, User
from sandbox.views import View, ViewBook

Emit = Callable[[dict[str, Any]], None]
BOT_NAME = "rung"


class Workspace:
    """One Slack workspace with the app's bot in it, and everything else that is there.

    People and channels are named by name or by id. `emit` hands an event to the app.
    """

    def __init__(
        self, identity: Identity, changes: Changes, clock: Callable[[], datetime], emit: Emit
    ) -> None:
        self.changes = changes
        self.clock = clock
        self._emit = emit
        self.ids, self.own_ids = identity.ids, identity.own
        self.timestamps = Timestamps(clock)
        self.team_id = identity.team_id
        self.team_name = identity.name
        self.enterprise_id = identity.enterprise_id
        self.app_id = identity.app_id
        self.bot_id = identity.bot_id
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.bot_user_id = identity.bot_user_id
        self.users[self.bot_user_id] = User(
            self.bot_user_id, BOT_NAME, "Rung", self.team_id, tz="Europe/Berlin", bot=True
        )
        self.posts = MessageBook(self.timestamps)
        self.views = ViewBook(self.own_ids, self.timestamps, self._identity())

    def _identity(self) -> Body:
        return {
            "team_id": self.team_id,
            "app_id": self.app_id,
            "bot_id": self.bot_id,
            "app_installed_team_id": self.team_id,
        }

    @property
    def author(self) -> Body:
        """The fields that say the app posted a message."""
        return {
            "user": self.bot_user_id,
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "team": self.team_id,
        }

    def add_person(
        self,
        name: str,
        *,
        real_name: str = "",
        tz: str = "Europe/Berlin",
        locale: str = "en-US",
        is_admin: bool = False,
        is_owner: bool = False,
        guest: Guest | None = None,
        deleted: bool = False,
        bot: bool = False,
        stranger: bool = False,
    ) -> str:
        """A new account; returns its id. A stranger belongs to another organisation."""
        with self.changes.writing():
            user = User(
                id=self.ids.new("U"),
                name=name,
                real_name=real_name or name.title(),
                team_id=self.ids.new("T") if stranger else self.team_id,
                tz=tz,
                locale=locale,
                is_admin=is_admin,
                is_owner=is_owner,
                guest=guest,
                deleted=deleted,
                bot=bot,
                stranger=stranger,
            )
            self.users[user.id] = user
            return user.id

    def add_channel(
        self,
        name: str,
        *,
        members: list[str] | None = None,
        private: bool = False,
        archived: bool = False,
        ext_shared: bool = False,
    ) -> str:
        """A new channel, made by its first member; returns its id. Tells the app nothing."""
        with self.changes.writing():
            users = [self.user(member).id for member in members or []]
            channel = Channel(
                id=self.ids.new("C"),
                name=name,
                creator=users[0] if users else "USLACKBOT",
                created=int(self.clock().timestamp()),
                members=users,
                private=private,
                archived=archived,
                ext_shared=ext_shared,
            )
            self.channels[channel.id] = channel
            return channel.id

    def user(self, who: str) -> User:
        """The account of that name or id. Raises LookupError."""
        for user in self.users.values():
            if who in (user.id, user.name):
                return user
        raise LookupError(f"nobody is called {who}")

    def channel(self, which: str) -> Channel:
        """The conversation of that name or id. Raises LookupError."""
        for channel in self.channels.values():
            if which == channel.id or (which == channel.name and not channel.im_with):
                return channel
        raise LookupError(f"no channel is called {which}")

    def join(self, person: str, channel: str, *, by: str | None = None) -> None:
        """Somebody becomes a member; the app hears of it if its bot is one (or becomes one)."""
        with self.changes.writing():
            where, user = self.channel(channel), self.user(person)
            if user.id in where.members:
                raise CannotAct(f"{person} is already in {channel}")
            where.members.append(user.id)
            inviter = self.user(by).id if by else None
            event = events.joined(where, user.id, user.team_id, inviter, self.timestamps.next())
            self.tell(event, where)

    def leave(self, person: str, channel: str) -> None:
        """Somebody stops being a member. The app has not subscribed to people leaving."""
        with self.changes.writing():
            self.channel(channel).members.remove(self.user(person).id)

    def invite_bot(self, channel: str, *, by: str) -> None:
        """The bot joins a channel."""
        self.join(self.bot_user_id, channel, by=by)

    def remove_bot(self, channel: str, *, by: str) -> None:
        """The bot is taken out of a channel."""
        with self.changes.writing():
            where = self.channel(channel)
            where.members.remove(self.bot_user_id)
            self._emit(events.left(where, self.user(by).id, self.timestamps.next()))

    def archive(self, channel: str, *, by: str) -> None:
        """The channel becomes read-only."""
        self._change(channel, "archive", by, archived=True)

    def unarchive(self, channel: str, *, by: str) -> None:
        """The channel can be written to again."""
        self._change(channel, "unarchive", by, archived=False)

    def _change(self, channel: str, what: str, by: str, *, archived: bool) -> None:
        with self.changes.writing():
            where = self.channel(channel)
            where.archived = archived
            actor = self.user(by).id
            self.tell(events.changed(where, what, actor, self.timestamps.next()), where)

    def delete_channel(self, channel: str, *, by: str) -> None:
        """The channel and its messages are gone."""
        with self.changes.writing():
            where = self.channels.pop(self.channel(channel).id)
            actor = self.user(by).id
            self.tell(events.changed(where, "deleted", actor, self.timestamps.next()), where)

    def rename(self, channel: str, name: str) -> None:
        """The channel gets another name and keeps its id."""
        with self.changes.writing():
            where = self.channel(channel)
            where.name = name
            self.tell(events.renamed(where, self.timestamps.next()), where)

    def change_channel_id(self, channel: str) -> str:
        """The channel gets another id, as shared channels can; returns the new one."""
        with self.changes.writing():
            where = self.channels.pop(self.channel(channel).id)
            old, where.id = where.id, self.ids.new("C")
            self.channels[where.id] = where
            self.posts.move(old, where.id)
            self.tell(events.id_changed(old, where.id, self.timestamps.next()), where)
            return where.id

    def tell(self, event: Body, channel: Channel) -> None:
        """Hand an event about a channel to the app, if its bot is a member there."""
        if self.bot_user_id in channel.members:
            self._emit(event)

    def direct_messages(self, user_id: str) -> Channel:
        """The conversation between a person and the bot, made when first needed."""
        for channel in self.channels.values():
            if channel.im_with == user_id:
                return channel
        created = int(self.clock().timestamp())
        members = [user_id, self.bot_user_id]
        dm = Channel(self.ids.new("D"), "directmessage", user_id, created, members, im_with=user_id)
        self.channels[dm.id] = dm
        return dm

    def conversation_id(self, channel_id: str) -> str:
        """The id of a conversation, also where a person's id stands for the direct messages."""
        ims = (channel for channel in self.channels.values() if channel.im_with == channel_id)
        return next((channel.id for channel in ims), channel_id)

    def messages(self, channel: str) -> list[Message]:
        """Copies of what its members see, threads included, oldest first."""
        with self.changes.reading():
            where = self.channel(channel).id
            return _copies(where, self.posts.in_channel(where))

    def thread(self, channel: str, ts: str) -> list[Message]:
        """Copies of a thread's first message and its replies, oldest first."""
        with self.changes.reading():
            where = self.channel(channel).id
            return _copies(where, self.posts.thread(where, ts))

    def home(self, user: str) -> View | None:
        """A copy of somebody's Home tab, if the app has published one."""
        with self.changes.reading():
            view = self.views.homes.get(self.user(user).id)
            return view.copy() if view else None

    def channel_for_api(self, channel_id: str) -> Channel:
        """A conversation that the bot can know of. Raises ApiError channel_not_found."""
        channel = self.channels.get(channel_id)
        if channel is None or not channel.visible_to(self.bot_user_id):
            raise ApiError("channel_not_found")
        return channel


def _copies(channel: str, bodies: list[Body]) -> list[Message]:
    return [Message(channel, copied(body)) for body in bodies if body.get("subtype") != "tombstone"]
