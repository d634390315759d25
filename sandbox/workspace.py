"""The workspace: people and channels, and what happens to them."""

from __future__ import annotations

from sandbox import events
from sandbox.errors import CannotAct
from sandbox.ids import copied
from sandbox.messages import Body, Message
from sandbox.population import BOT_NAME, Population
from sandbox.views import View

__all__ = ["BOT_NAME", "Workspace"]


class Workspace(Population):
    """One Slack workspace with the app's bot in it, and everything else that is there.

    People and channels are named by name or by id. `emit` hands an event to the app.
    """

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
        """Somebody stops being a member; the app hears of it where its bot is one."""
        with self.changes.writing():
            where, user = self.channel(channel), self.user(person)
            where.members.remove(user.id)
            self.tell(events.gone(where, user.id, user.team_id, self.timestamps.next()), where)

    def invite_bot(self, channel: str, *, by: str) -> None:
        """The bot joins a channel."""
        self.join(self.bot_user_id, channel, by=by)

    def remove_bot(self, channel: str, *, by: str) -> None:
        """The bot is taken out of a channel."""
        with self.changes.writing():
            where = self.channel(channel)
            where.members.remove(self.bot_user_id)
            self.emit(events.left(where, self.user(by).id, self.timestamps.next()))

    def dismiss_bot(self) -> None:
        """The bot's account is closed, and out of every channel; nobody is told."""
        for channel in self.channels.values():
            if self.bot_user_id in channel.members and not channel.im_with:
                channel.members.remove(self.bot_user_id)
        self.users[self.bot_user_id].deleted = True

    def welcome_bot(self) -> None:
        """The bot's account is open."""
        self.users[self.bot_user_id].deleted = False

    def make_private(self, channel: str) -> None:
        """A public channel becomes private: it keeps its id, and no event tells of it."""
        with self.changes.writing():
            self.channel(channel).private = True

    def share(self, channel: str, *, with_team: str = "T0OTHER0001") -> None:
        """The channel is shared with another company."""
        with self.changes.writing():
            where = self.channel(channel)
            where.ext_shared = True
            self.tell(events.shared(where, with_team, self.timestamps.next()), where)

    def unshare(self, channel: str, *, with_team: str = "T0OTHER0001") -> None:
        """The channel is shared with nobody any more."""
        with self.changes.writing():
            where = self.channel(channel)
            where.ext_shared = False
            self.tell(events.unshared(where, with_team, self.timestamps.next()), where)

    def deactivate(self, person: str) -> None:
        """Somebody's account is closed, and out of every channel."""
        with self.changes.writing():
            user = self.user(person)
            user.deleted = True
            for channel in self.channels.values():
                if user.id in channel.members and not channel.im_with:
                    channel.members.remove(user.id)

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


def _copies(channel: str, bodies: list[Body]) -> list[Message]:
    return [Message(channel, copied(body)) for body in bodies if body.get("subtype") != "tombstone"]
