"""Where tokens are given out: for codes that stand for an agreement, and for refresh tokens.

A code lives ten minutes, works once, for one address.
Source: docs.slack.dev/authentication/installing-with-oauth.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.errors import ApiError
from sandbox.ids import secret
from sandbox.installation import Installation

LIFETIME = timedelta(minutes=10)


@dataclass
class Code:
    """What a person agreed to. `redirect_uri` is None when the app named none."""

    installation: Installation
    user: str
    scopes: set[str]
    redirect_uri: str | None
    expires: datetime
    used: bool = False


@dataclass
class Desk:
    """All installations there can be, and all codes given out."""

    installations: list[Installation] = field(default_factory=list)
    _given: dict[str, Code] = field(default_factory=dict)

    def issue(
        self,
        installation: Installation,
        user: str,
        scopes: set[str],
        redirect_uri: str | None,
        now: datetime,
    ) -> str:
        """A new code."""
        code = f"{len(self._given) + 1}.{secret()}"
        given = Code(installation, user, scopes, redirect_uri, now + LIFETIME)
        self._given[code] = given
        return code

    def use(self, code: str, redirect_uri: str | None, now: datetime) -> Code:
        """Exchange a code.

        Raises ApiError invalid_code, code_already_used or bad_redirect_uri; the last one leaves the
        code as it is.
        """
        given = self._given.get(code)
        if given is None or now >= given.expires:
            raise ApiError("invalid_code")
        if given.used:
            raise ApiError("code_already_used")
        if redirect_uri != given.redirect_uri:
            raise ApiError("bad_redirect_uri")
        given.used = True
        return given

    def of_refresh(self, token: str) -> Installation:
        """The installation that a refresh token is for. Raises ApiError invalid_refresh_token."""
        for installation in self.installations:
            if token in installation.tokens.refresh:
                return installation
        raise ApiError("invalid_refresh_token")
