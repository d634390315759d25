"""An installation of the app in a workspace or a whole organisation: what Slack granted."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Tokens:
    """What Slack gives out: `lifetime` in seconds; None, and no `refresh`, where tokens last."""

    bot: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    lifetime: int | None = None


@dataclass(frozen=True)
class Grant:
    """What an installation gave. `slack_team_id` is empty for a whole organisation's."""

    app_id: str
    enterprise_id: str
    slack_team_id: str
    name: str
    bot_id: str
    bot_user_id: str
    scopes: tuple[str, ...]
    installed_by: str
    tokens: Tokens


@dataclass(frozen=True)
class Access:
    """How to act in a workspace now. `token` is empty where no key opens it.

    `expires_at` is None where tokens last; `renewing`: somebody is just getting a new one.
    """

    workspace_id: int
    enterprise_id: str
    slack_team_id: str
    bot_id: str
    bot_user_id: str
    token: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    expires_at: datetime | None = None
    renewing: bool = False
    resting: bool = False  # nobody should ask for a new token just now

    @property
    def org_wide(self) -> bool:
        """Whether it is for every workspace of an organisation."""
        return not self.slack_team_id


def missing_scopes(granted: tuple[str, ...], needed: tuple[str, ...]) -> tuple[str, ...]:
    """What was needed and not granted, in the order of `needed`."""
    return tuple(scope for scope in needed if scope not in granted)
