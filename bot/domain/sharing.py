"""Results in a channel that people of other organisations read, too."""

from collections.abc import Mapping

from bot.domain.team import Team
from bot.errors import BotError

HELD_BACK = (
    "People from another organisation can read this channel, so results are not shown here. "
    "An admin of the team can allow it with `/maturity sharing`."
)


SHARING, SHOW = "sharing", "show"  # the field's block and action in the settings form; its option


def allowed_in(values: object) -> bool | None:
    """Whether the consent is ticked in the settings form; None where it was not asked for.

    `values` is `view.state.values`, any JSON; whatever is no clear consent is none.
    """
    if not isinstance(values, Mapping) or SHARING not in values:
        return None
    ticked: object = values
    for key in (SHARING, SHARING, "selected_options"):
        ticked = ticked.get(key) if isinstance(ticked, Mapping) else None
    options = ticked if isinstance(ticked, list) else []
    return any(isinstance(option, Mapping) and option.get("value") == SHOW for option in options)


def refuse_where_others_read(team: Team, *, shared: bool) -> None:
    """Raises BotError where `shared` says that others read along and nobody has agreed to it."""
    if shared and not team.sharing_allowed_by:
        raise BotError(HELD_BACK)
