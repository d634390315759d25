"""Which token may do what."""

from __future__ import annotations

from dataclasses import dataclass, field

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


@dataclass
class Tokens:
    """The bot tokens of one installation, and their scopes.

    `bot` is the newest, empty before the first installation. `dead` holds those that work no more,
    each with the error that a call with it gets: `token_revoked` or `account_inactive`.
    """

    scopes: set[str] = field(default_factory=lambda: set(DEFAULT_SCOPES))
    bot: str = ""
    dead: dict[str, str] = field(default_factory=dict)

    @property
    def installed(self) -> bool:
        """Whether the installation stands."""
        return bool(self.bot) and self.bot not in self.dead

    def issue(self) -> str:
        """A new bot token, beside those that live."""
        self.bot = f"xoxb-sandbox-{secret()}"
        return self.bot

    def end(self, error: str) -> None:
        """The installation's token dies; calls with it get this error."""
        self.dead[self.bot] = error

    def knows(self, token: str) -> bool:
        """Whether this token was ever given out for this installation."""
        return bool(token) and (token == self.bot or token in self.dead)

    def require_alive(self, token: str) -> None:
        """Raises ApiError with Slack's word for what became of a token."""
        if token in self.dead:
            raise ApiError(self.dead[token])

    def need_any(self, scopes: tuple[str, ...]) -> None:
        """Raises ApiError missing_scope unless the bot token holds one of these; none is fine."""
        if scopes and self.scopes.isdisjoint(scopes):
            raise ApiError("missing_scope", needed=",".join(scopes), provided=self.provided)

    @property
    def provided(self) -> str:
        """The scopes held, as Slack lists them."""
        return ",".join(sorted(self.scopes))
