"""The one guard in front of everything that shows results: asked before every post and edit."""

from bot.errors import BotError
from bot.gateway.directory import Directory
from bot.gateway.slack import is_person
from bot.services.sharing import Sharing
from storage.models import Message as Row

# Kinds that show nothing of a team's results. Whatever is not here is held back by default where
# people of other organisations read along without an admin's consent, and goes to nobody by direct
# message who is not a full member of the team's channel.
SHOWS_NOTHING = frozenset(
    {
        "admins_changed",
        "channel_back",
        "channel_gone",
        "first_setup",
        "hello",
        "overdue",  # only what its owner took on; whether they still may know was just asked
        "paused",
        "reminder",
        "resumed",
        "round_missed",
        "settings_changed",
        "sharing_allowed",
        "sharing_asked",
        "sharing_withdrawn",
        "team_erased",
        "welcome",
    }
)


class Consent:
    """Knows where results must not be shown, by what Slack says now."""

    def __init__(self, sharing: Sharing, directory: Directory) -> None:
        self._sharing = sharing
        self._directory = directory

    def missing(self, row: Row) -> bool:
        """Whether a message may not be posted as it is: it shows results, and others would read.

        Raises SlackUnavailable where that cannot be found out now, ChannelGone where it never can.
        """
        if row.kind in SHOWS_NOTHING:
            return False
        if is_person(row.channel):
            return not self._is_member(row)
        shared = self._directory.channel_now(row.workspace_id, row.channel).shared
        return self._sharing.learn(row.workspace_id, row.channel, shared=shared)

    def hand_over(self, row: Row) -> None:
        """A round's result that its channel does not get goes to the admins."""
        if row.team_id is not None and row.check_in_id is not None:
            self._sharing.hand_over(row.workspace_id, row.team_id, row.check_in_id)

    def _is_member(self, row: Row) -> bool:
        if row.team_id is None:
            return False
        channel = self._sharing.channel_of(row.workspace_id, row.team_id)
        if row.channel not in self._directory.members(row.workspace_id, channel):
            return False
        try:
            return self._directory.person(row.workspace_id, row.channel).may_be_asked
        except BotError:  # Slack does not know the person any more
            return False
