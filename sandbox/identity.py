"""Who a workspace is, and who the app's bot is in it."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.ids import Ids

# The same app in every workspace. No `Ids` count from 0.
APP_ID = "A0SBX00000"


@dataclass(frozen=True)
class Identity:
    """The ids of one workspace. `ids` gives out those of its people and channels, which another
    workspace may have too; `own` all others, which nobody else has.
    """

    ids: Ids
    own: Ids
    name: str
    team_id: str
    bot_id: str
    bot_user_id: str
    app_id: str = APP_ID
    enterprise: dict[str, str] | None = None


def alone(number: int, name: str) -> Identity:
    """A workspace of no organisation; `number` sets its team and its bot apart from all others."""
    own = Ids(f"{number}OWN")
    team, bot, user = (own.new(prefix) for prefix in "TBU")
    return Identity(Ids(), own, name, team, bot, user)
