"""Who and what there is in a workspace: people, channels, and the app's bot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox.changes import Changes
from sandbox.channels import Channel
from sandbox.errors import ApiError
from sandbox.identity import Identity
from sandbox.ids import Timestamps
from sandbox.messages import Body, MessageBook
from sandbox.people import Guest, User
from sandbox.views import ViewBook

Emit = Callable[[dict[str, Any]], None]
BOT_NAME = "rung"


class Population:
    """The accounts and conversations of one workspace.

    People and channels are named by name or by id. `emit` hands an event to the app.
    """

    def __init__(
        self, identity: Identity, changes: Changes, clock: Callable[[], datetime], emit: Emit
    ) -> None:
        self.changes = changes
        self.clock = clock
        self.emit = emit
        self.ids, self.own_ids = identity.ids, identity.own
        self.timestamps = Timestamps(clock)
        self.team_id = identity.team_id
        self.team_name = identity.name
        self.enterprise = identity.enterprise
        # Whether the app is here because it is installed in the whole organisation.
        self.org_wide = False
        self.app_id = identity.app_id
        self.bot_id = identity.bot_id
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.bot_user_id = identity.bot_user_id
        self.users[self.bot_user_id] = User(
            self.bot_user_id, BOT_NAME, "Rung", self.team_id, tz="Europe/Berlin", bot=True
        )
        self.posts = MessageBook(self.timestamps)
        self.views = ViewBook(self.own_ids, self.timestamps, self._identity)

    def _identity(self) -> Body:
        return {
            "team_id": self.team_id,
            "app_id": self.app_id,
            "bot_id": self.bot_id,
            "app_installed_team_id": self.installed_id,
        }

    @property
    def installed_id(self) -> str:
        """The id of the workspace or (org-wide) the organisation in which the app is installed."""
        return self.enterprise["id"] if self.enterprise and self.org_wide else self.team_id

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
                enterprise=None if stranger else self.enterprise,
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

    def tell(self, event: Body, channel: Channel) -> None:
        """Hand an event about a channel to the app, if its bot is a member there."""
        if self.bot_user_id in channel.members:
            self.emit(event)

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

    def channel_for_api(self, channel_id: str) -> Channel:
        """A conversation that the bot can know of. Raises ApiError channel_not_found."""
        channel = self.channels.get(channel_id)
        if channel is None or not channel.visible_to(self.bot_user_id):
            raise ApiError("channel_not_found")
        return channel
