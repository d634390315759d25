"""Who is behind a payload, as Slack describes them now; never as the payload claims."""

from bot.domain.permissions import Actor
from bot.errors import BotError
from bot.gateway.directory import Directory

ONLY_IN_CHANNELS = "Use this in your team's channel: that is where check-ins live."


class Actors:
    """Makes actors from the directory of people and channels."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def in_channel(self, workspace_id: int, user_id: str, channel: str) -> Actor:
        """The person, and whether they are in the channel. Raises BotError outside of channels."""
        if not channel.startswith(("C", "G")):
            raise BotError(ONLY_IN_CHANNELS)
        members = self._directory.members(workspace_id, channel)
        return self._actor(workspace_id, user_id, user_id in members)

    def anywhere(self, workspace_id: int, user_id: str) -> Actor:
        """The person, outside of any channel (on Home)."""
        return self._actor(workspace_id, user_id, in_channel=False)

    def _actor(self, workspace_id: int, user_id: str, in_channel: bool) -> Actor:
        person = self._directory.person(workspace_id, user_id)
        return Actor(
            user_id=user_id,
            in_channel=in_channel,
            outsider=person.guest or person.stranger,
            workspace_admin=person.admin,
            human=not (person.is_bot or person.deleted),
        )
