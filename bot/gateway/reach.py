"""Whether a channel can be reached, and who can be told when it cannot."""

from collections.abc import Sequence

from bot.domain.channels import ARCHIVED, REMOVED, Sight
from bot.errors import BotError, ChannelGone, SlackUnavailable
from bot.gateway.directory import Channel, Directory
from bot.gateway.memory import AFRESH

# So many of the workspace's admins are told where none of the team's can be.
MOST_ADMINS = 3


def look(directory: Directory, workspace_id: int, channel: str) -> Sight | None:
    """What Slack shows of the channel right now; None when it does not answer."""
    directory.forget(workspace_id, channel)
    try:
        found = directory.channel(workspace_id, channel)
    except ChannelGone as gone:
        return Sight(gone.reason)
    except SlackUnavailable:
        return None
    return Sight(obstacle_of(found), found.name)


def obstacle_of(channel: Channel) -> str:
    """Why the bot cannot post in a channel that it can see, "" when it can."""
    if channel.archived:
        return ARCHIVED
    return "" if channel.member else REMOVED


def whom_to_tell(directory: Directory, workspace_id: int, admins: Sequence[str]) -> tuple[str, ...]:
    """Those of a team's admins who are still here, or else some admins of the workspace.

    All of the team's while Slack does not say who they are: who has gone is told nothing anyway.
    """
    try:
        here = tuple(user_id for user_id in admins if _is_here(directory, workspace_id, user_id))
        return here or directory.admins(workspace_id)[:MOST_ADMINS]
    except (ChannelGone, SlackUnavailable):
        return tuple(admins)


def _is_here(directory: Directory, workspace_id: int, user_id: str) -> bool:
    try:
        return directory.person(workspace_id, user_id, AFRESH).may_be_asked
    except BotError:  # the workspace does not know them
        return False
