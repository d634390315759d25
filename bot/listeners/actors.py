"""Who is behind a payload, as Slack describes them now; never as the payload claims."""

from bot.domain.permissions import Actor
from bot.errors import BotError
from bot.gateway.directory import Directory, Person
from bot.gateway.memory import AFRESH

ONLY_IN_CHANNELS = "Use this in your team's channel: that is where check-ins live."


class Actors:
    """Makes actors from the directory of people and channels."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def in_channel(self, workspace_id: int, user_id: str, channel: str) -> Actor:
        """The person, and whether they are in the channel. Raises BotError outside of channels.

        A private channel is a secret also to those admins of the workspace who are not in it.
        """
        if not channel.startswith(("C", "G")):
            raise BotError(ONLY_IN_CHANNELS)
        around = self._directory.members(workspace_id, channel)
        person = self._directory.person(workspace_id, user_id)
        there = user_id in around
        knows = person.admin and (there or self._is_public(workspace_id, channel))
        return _actor(person, there, knows, around)

    def anywhere(self, workspace_id: int, user_id: str) -> Actor:
        """The person, outside of any channel (on Home)."""
        person = self._directory.person(workspace_id, user_id)
        return _actor(person, in_channel=False, workspace_admin=person.admin)

    def _is_public(self, workspace_id: int, channel: str) -> bool:
        return not self._directory.channel_now(workspace_id, channel, AFRESH).private


def _actor(
    person: Person,
    in_channel: bool,
    workspace_admin: bool,
    around: frozenset[str] | None = None,
) -> Actor:
    return Actor(
        user_id=person.id,
        in_channel=in_channel,
        outsider=person.guest or person.stranger,
        workspace_admin=workspace_admin,
        human=not (person.is_bot or person.deleted),
        around=around,
    )
