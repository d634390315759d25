"""Who may do what. Asked again on every submission; nothing that Slack hands back is authority."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum

from bot.errors import NotAllowed


@dataclass(frozen=True)
class Actor:
    """The person behind a click or a command, as Slack describes them right now.

    `workspace_admin`: of the workspace, and the channel is no secret to them: it is public, or
    they are in it. `around` are all who are in the channel; None where that was not asked.
    """

    user_id: str
    in_channel: bool
    outsider: bool = False  # a guest, or somebody of another organisation
    workspace_admin: bool = False
    human: bool = True  # neither a bot nor a deactivated account
    around: frozenset[str] | None = field(default=None, repr=False)


class Action(Enum):
    """What can be done, and the words for it."""

    LOOK = "see this team's results"
    ANSWER = "answer check-ins"
    EXPLAIN_FALL = "say why a level fell"
    START = "start a check-in"
    COMMIT = "take on next steps"
    EXPORT = "export the team's history"
    OVERVIEW = "see how teams stand"
    SET_UP = "set up check-ins"
    CLOSE = "close a check-in"
    PAUSE = "pause or resume check-ins"
    CHANGE_SETTINGS = "change the settings"
    CHANGE_ADMINS = "choose the team's admins"
    ALLOW_SHARING = "decide whether results are shown to other organisations"
    SET_TARGETS = "set targets"
    AUDIT = "see who changed what"
    FORGET_TEAM = "erase this team"


FOR_ADMINS = frozenset(
    {
        Action.CLOSE,
        Action.PAUSE,
        Action.CHANGE_SETTINGS,
        Action.CHANGE_ADMINS,
        Action.ALLOW_SHARING,
        Action.SET_TARGETS,
        Action.AUDIT,
        Action.FORGET_TEAM,
    }
)
ANYWHERE = frozenset({Action.OVERVIEW})


def check(actor: Actor, action: Action, admins: Collection[str] = ()) -> None:
    """Raises NotAllowed, with a sentence that says who may, unless the actor may do this."""
    if not actor.human or actor.outsider:
        raise NotAllowed(f"Sorry, only full members of this workspace can {action.value}.")
    if action in FOR_ADMINS and may_administer(actor, admins):
        return
    if not actor.in_channel and action not in ANYWHERE:
        raise NotAllowed(f"Join the channel first: only its members can {action.value}.")
    if action in FOR_ADMINS:
        raise NotAllowed(
            f"Only the team's admins can {action.value}. Please ask {_whom_to_ask(actor, admins)}."
        )


def is_full_member(actor: Actor) -> bool:
    """Whether the actor is a full member of the workspace, and in the channel."""
    return actor.human and not actor.outsider and actor.in_channel


def may_administer(actor: Actor, admins: Collection[str]) -> bool:
    """Whether the actor is an admin of the team, and still in the channel, or of the workspace."""
    if actor.outsider or not actor.human:
        return False
    return actor.workspace_admin or (actor.in_channel and actor.user_id in admins)


def _whom_to_ask(actor: Actor, admins: Collection[str]) -> str:
    """The team's admins who are still in the channel; those of the workspace can always help."""
    there = [a for a in admins if actor.around is None or a in actor.around]
    return " or ".join([*(f"<@{admin}>" for admin in there), "a workspace admin"])
