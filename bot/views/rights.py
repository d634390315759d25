"""The end of the settings form: who looks after it, and whether others may read results."""

from typing import Any

from slack_sdk.models.blocks import Block, ContextBlock, MarkdownTextObject

from bot.domain.team import Team
from bot.views.sharing import choice
from bot.views.text import listed, person


def with_rights(form: dict[str, Any], team: Team | None, *, shared: bool) -> dict[str, Any]:
    """The settings form with the consent for a shared channel, and the admins of a team."""
    more: list[Block] = []
    if shared:
        more.append(choice(allowed=bool(team and team.sharing_allowed_by)))
    if team:
        names = listed([person(admin) for admin in team.admins])
        words = f"Admins of this team: {names}. `/maturity admins` changes them."
        more.append(ContextBlock(elements=[MarkdownTextObject(text=words)]))
    return form | {"blocks": [*form["blocks"], *(block.to_dict() for block in more)]}
