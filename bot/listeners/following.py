"""What happens to channels: each event is a reason to look at the channel, and to follow it."""

import logging
import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltContext

from bot.domain.channels import Happening, obstacle_after
from bot.gateway.directory import Directory
from bot.gateway.reach import look
from bot.listeners.payloads import text_of
from bot.listeners.wake import Wake
from bot.services.channels import Channels
from bot.services.checkins import CheckIns
from bot.views.text import clean

log = logging.getLogger(__name__)

# https://docs.slack.dev/reference/events: public channels, and private ones, which are "groups".
_HAPPENINGS = {
    "archive": Happening.WAS_ARCHIVED,
    "unarchive": Happening.IS_BACK,
    "deleted": Happening.WAS_DELETED,
    "left": Happening.BOT_REMOVED,
}

_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,31}")

Hello = Callable[[dict[str, Any], dict[str, Any], BoltContext], None]


class Following:
    """Listeners of what happens to the channels of teams."""

    def __init__(
        self,
        directory: Directory,
        channels: Channels,
        checkins: CheckIns,
        hello: Hello,
        wake: Wake,
    ) -> None:
        self._directory = directory
        self._channels = channels
        self._checkins = checkins
        self._hello = hello
        self._wake = wake

    def register(self, app: App) -> None:
        app.event("channel_archive")(self.happened)
        app.event("channel_deleted")(self.happened)
        app.event("channel_left")(self.happened)
        app.event("channel_unarchive")(self.happened)
        app.event("group_archive")(self.happened)
        app.event("group_deleted")(self.happened)
        app.event("group_left")(self.happened)
        app.event("group_unarchive")(self.happened)
        app.event("channel_rename")(self.renamed)
        app.event("group_rename")(self.renamed)
        app.event("channel_id_changed")(self.moved)
        app.event("member_joined_channel")(self.joined)

    def happened(self, event: dict[str, Any], context: BoltContext) -> None:
        """Archived, unarchived, deleted, or the bot was removed."""
        happening = _HAPPENINGS[text_of(event, "type").partition("_")[2]]
        self._follow(context["workspace_id"], text_of(event, "channel"), happening)

    def joined(self, event: dict[str, Any], body: dict[str, Any], context: BoltContext) -> None:
        """The bot was invited: it goes on where there is a team, and says hello elsewhere."""
        if text_of(event, "user") != context.bot_user_id:
            return
        workspace_id, channel = context["workspace_id"], text_of(event, "channel")
        self._channels.release(workspace_id, channel)
        if self._is_ours(workspace_id, channel):
            self._follow(workspace_id, channel, Happening.IS_BACK)
        else:
            self._hello(event, body, context)

    def renamed(self, event: dict[str, Any], context: BoltContext) -> None:
        """Of two that come in the wrong order the name that Slack shows now is the right one."""
        workspace_id, channel = context["workspace_id"], text_of(event, "channel", "id")
        if self._is_ours(workspace_id, channel):
            seen = look(self._directory, workspace_id, channel)
            name = (seen and seen.name) or text_of(event, "channel", "name")
            self._channels.rename(workspace_id, channel, clean(name))

    def moved(self, event: dict[str, Any], context: BoltContext) -> None:
        """The channel has another id; a team that could not be found meanwhile goes on."""
        workspace_id = context["workspace_id"]
        old, new = text_of(event, "old_channel_id"), text_of(event, "new_channel_id")
        if not (_CHANNEL.fullmatch(new) and self._is_ours(workspace_id, old)):
            return
        if self._channels.move(workspace_id, old, new):
            self._checkins.forget_channels()
            self._follow(workspace_id, new, Happening.IS_BACK)
        else:
            log.warning("a channel that moved has two teams", extra={"workspace": workspace_id})

    def _follow(self, workspace_id: int, channel: str, happening: Happening) -> None:
        if self._is_ours(workspace_id, channel):
            seen = look(self._directory, workspace_id, channel)
            name = seen.name if seen else ""
            obstacle = obstacle_after(happening, seen)
            self._channels.settle(workspace_id, channel, obstacle, name)
        self._wake()

    def _is_ours(self, workspace_id: int, channel: str) -> bool:
        """Whether the channel has a team; what was known of the channel is forgotten anyway."""
        self._directory.forget(workspace_id, channel)
        known = _CHANNEL.fullmatch(channel) is not None
        return known and self._channels.has_team(workspace_id, channel)
