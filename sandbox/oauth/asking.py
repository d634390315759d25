"""What an app asks for when it sends a person to Slack's page.

Source: docs.slack.dev/authentication/installing-with-oauth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from sandbox.errors import ApiError
from sandbox.registration import Registration


@dataclass(frozen=True)
class Asked:
    """What the app asks for, checked. `redirect_uri` is None when it named none."""

    scopes: set[str]
    optional: set[str]
    redirect_uri: str | None
    back: str
    state: str | None

    def answered(self, **outcome: str) -> str:
        """The address to send the person back to."""
        state = {"state": self.state} if self.state is not None else {}
        joint = "&" if urlsplit(self.back).query else "?"
        return f"{self.back}{joint}{urlencode({**outcome, **state})}"


def asked(app: Registration, query: Mapping[str, str]) -> Asked:
    """What a link asks for. Raises ApiError for what Slack shows an error page for."""
    if query.get("client_id") != app.client_id:
        raise ApiError("invalid_client_id")
    scopes = set(query.get("scope", "").replace(" ", ",").split(",")) - {""}
    if not scopes:
        raise ApiError("no_scopes")
    if not scopes <= app.bot_scopes or query.get("user_scope"):
        raise ApiError("invalid_scope")
    given = query.get("redirect_uri")
    if not app.redirect_uris or not _allowed(given or app.redirect_uris[0], app.redirect_uris):
        raise ApiError("bad_redirect_uri")
    optional = scopes & app.bot_optional
    return Asked(scopes, optional, given, given or app.redirect_uris[0], query.get("state"))


def _allowed(address: str, registered: list[str]) -> bool:
    """Whether an address is one of the registered ones, or lies below one."""
    if "#" in address or "/.." in urlsplit(address).path:
        return False
    return any(
        address == one or address.startswith((f"{one.rstrip('/')}/", f"{one}?"))
        for one in registered
    )
