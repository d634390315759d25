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
    """The two tokens of one installation, and the scopes of the bot's.

    `gone` is None while the installation stands, else the error that every call with the bot token
    gets: `token_revoked` or `account_inactive`.
    """

    scopes: set[str] = field(default_factory=lambda: set(DEFAULT_SCOPES))
    bot: str = field(default_factory=lambda: f"xoxb-sandbox-{secret()}")
    app: str = field(default_factory=lambda: f"xapp-1-sandbox-{secret()}")
    gone: str | None = None

    def kind(self, token: str | None) -> str | None:
        """`bot`, `app`, or None for a token that nobody gave out."""
        return {self.bot: "bot", self.app: "app"}.get(token or "")

    def check(self, token: str | None, wanted: str) -> None:
        """Raises ApiError where Slack would not take this token for a method that wants another."""
        if not token:
            raise ApiError("not_authed")
        kind = self.kind(token)
        if kind is None:
            raise ApiError("invalid_auth")
        if kind != wanted:
            raise ApiError("not_allowed_token_type")
        if self.gone and kind == "bot":
            raise ApiError(self.gone)

    def need_any(self, scopes: tuple[str, ...]) -> None:
        """Raises ApiError missing_scope unless the bot token holds one of these; none is fine."""
        if scopes and self.scopes.isdisjoint(scopes):
            raise ApiError("missing_scope", needed=",".join(scopes), provided=self.provided)

    @property
    def provided(self) -> str:
        """The scopes held, as Slack lists them."""
        return ",".join(sorted(self.scopes))
