"""Which token may do what.

Source: docs.slack.dev/authentication/using-token-rotation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.errors import ApiError
from sandbox.ids import secret

DEFAULT_SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:write",
        "groups:history",
        "groups:read",
        "im:write",
        "users:read",
    }
)
# Of the access tokens of one installation, so many live side by side.
MOST_ALIVE = 2


@dataclass
class Tokens:
    """The bot tokens of one installation, and their scopes.

    `bot` is the newest, empty before the first installation. `alive` holds the access tokens that
    work, oldest first, each with the moment at which it expires (None: never); `refresh` the
    refresh tokens, each with the moment at which its use ends (None: not used yet); `dead` what
    works no more, with the error that a call gets.
    """

    scopes: set[str] = field(default_factory=lambda: set(DEFAULT_SCOPES))
    bot: str = ""
    installed: bool = False
    alive: dict[str, datetime | None] = field(default_factory=dict)
    refresh: dict[str, datetime | None] = field(default_factory=dict)
    dead: dict[str, str] = field(default_factory=dict)

    def issue(self) -> str:
        """The token that never expires: the one that there is, or the first."""
        if self.bot not in self.alive or self.alive[self.bot] is not None:
            self._begin(f"xoxb-sandbox-{secret()}", None)
        self.installed = True
        return self.bot

    def issue_pair(self, expires: datetime) -> tuple[str, str]:
        """A new access token and its refresh token; of three access tokens the oldest dies."""
        self._begin(f"xoxe.xoxb-1-sandbox-{secret()}", expires)
        while len(self.alive) > MOST_ALIVE:
            self.revoke(next(iter(self.alive)))
        refresh = f"xoxe-1-sandbox-{secret()}"
        self.refresh[refresh] = None
        return self.bot, refresh

    def _begin(self, token: str, expires: datetime | None) -> None:
        self.bot, self.installed = token, True
        self.alive[token] = expires

    def use_refresh(self, token: str, now: datetime, grace: timedelta) -> None:
        """Use a refresh token, once, or again within its grace.

        Raises ApiError invalid_refresh_token.
        """
        ends = self.refresh.get(token)
        if token not in self.refresh or (ends is not None and now >= ends):
            raise ApiError("invalid_refresh_token")
        self.refresh[token] = ends or now + grace

    def revoke(self, token: str) -> None:
        """One access token dies; the installation stands."""
        del self.alive[token]
        self.dead[token] = "token_revoked"

    def end(self, error: str) -> None:
        """The installation ends and all its tokens die; calls with them get this error."""
        self.dead |= dict.fromkeys(self.alive, error)
        self.alive.clear()
        self.refresh.clear()
        self.installed = False

    def knows(self, token: str) -> bool:
        """Whether this access token was ever given out for this installation."""
        return token in self.alive or token in self.dead

    def require_alive(self, token: str, now: datetime) -> None:
        """Raises ApiError with Slack's word for what became of a token."""
        if token in self.dead:
            raise ApiError(self.dead[token])
        expires = self.alive[token]
        if expires is not None and now >= expires:
            raise ApiError("token_expired")

    def need_any(self, scopes: tuple[str, ...]) -> None:
        """Raises ApiError missing_scope unless the bot token holds one of these; none is fine."""
        if scopes and self.scopes.isdisjoint(scopes):
            raise ApiError("missing_scope", needed=",".join(scopes), provided=self.provided)

    @property
    def provided(self) -> str:
        """The scopes held, as Slack lists them."""
        return ",".join(sorted(self.scopes))
