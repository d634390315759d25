"""The app as it is registered with Slack: the same for every workspace that installs it."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from sandbox.errors import ApiError
from sandbox.events import SUBSCRIPTIONS
from sandbox.ids import secret
from sandbox.tokens import DEFAULT_SCOPES

TOKEN_LIFETIME = 43_200.0


@dataclass
class Registration:
    """What the app's settings at Slack say.

    `base_url` is where the stand-in listens, `install_url` where the app's own page for installing
    is. Times are in seconds. Slack calls the grace of a used refresh token short and names no
    number: here it is none, unless a test gives some.
    """

    signing_secret: str = field(default_factory=lambda: f"sandbox-{secret()}")
    app_token: str = field(default_factory=lambda: f"xapp-1-sandbox-{secret()}")
    client_id: str = "1111111111.2222222222"
    client_secret: str = field(default_factory=lambda: f"sandbox-client-{secret()}")
    redirect_uris: list[str] = field(default_factory=list)
    bot_scopes: set[str] = field(default_factory=lambda: set(DEFAULT_SCOPES))
    bot_optional: set[str] = field(default_factory=lambda: {"channels:history", "groups:history"})
    subscriptions: set[str] = field(default_factory=lambda: set(SUBSCRIPTIONS))
    token_rotation: bool = False
    token_lifetime: float = TOKEN_LIFETIME
    refresh_grace: float = 0.0
    install_url: str = ""
    base_url: str = ""
    issue_ticket: Callable[[], str] = str

    def check_client(self, client_id: str, client_secret: str) -> None:
        """Raises ApiError invalid_client_id or bad_client_secret."""
        if client_id != self.client_id:
            raise ApiError("invalid_client_id")
        if not hmac.compare_digest(client_secret.encode(), self.client_secret.encode()):
            raise ApiError("bad_client_secret")

    @property
    def grace(self) -> timedelta:
        """How long a refresh token works after its first use."""
        return timedelta(seconds=self.refresh_grace)


class Registered:
    """What a stand-in says of the app that is registered with it; change it at will."""

    app: Registration

    @property
    def app_token(self) -> str:
        """The app-level token, for Socket Mode."""
        return self.app.app_token

    @property
    def signing_secret(self) -> str:
        """What Slack signs its requests with."""
        return self.app.signing_secret

    @property
    def client_id(self) -> str:
        """Who the app is, for OAuth."""
        return self.app.client_id

    @property
    def client_secret(self) -> str:
        """How the app proves it, for OAuth."""
        return self.app.client_secret

    @property
    def redirect_uris(self) -> list[str]:
        """Where Slack may send a person back to after they agreed."""
        return self.app.redirect_uris

    @redirect_uris.setter
    def redirect_uris(self, addresses: list[str]) -> None:
        self.app.redirect_uris = addresses

    @property
    def install_url(self) -> str:
        """The app's own page on which an installation begins."""
        return self.app.install_url

    @install_url.setter
    def install_url(self, address: str) -> None:
        self.app.install_url = address

    @property
    def subscriptions(self) -> set[str]:
        """The kinds of events that the app wants to hear of."""
        return self.app.subscriptions

    @subscriptions.setter
    def subscriptions(self, kinds: set[str]) -> None:
        self.app.subscriptions = kinds

    @property
    def bot_optional(self) -> set[str]:
        """The scopes that a person may leave out when they install the app."""
        return self.app.bot_optional

    @bot_optional.setter
    def bot_optional(self, scopes: set[str]) -> None:
        self.app.bot_optional = scopes

    @property
    def token_rotation(self) -> bool:
        """Whether tokens that are given out from now on expire."""
        return self.app.token_rotation

    @token_rotation.setter
    def token_rotation(self, on: bool) -> None:
        self.app.token_rotation = on

    @property
    def token_lifetime(self) -> float:
        """How long an access token lives, in seconds of the stand-in's clock."""
        return self.app.token_lifetime

    @token_lifetime.setter
    def token_lifetime(self, seconds: float) -> None:
        self.app.token_lifetime = seconds
