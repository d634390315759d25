"""Where the app is, was or can be installed: in one workspace, or in a whole organisation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox.registration import Registration
from sandbox.tokens import Tokens

Body = dict[str, Any]


@dataclass
class Installation:
    """`about` is what `oauth.v2.access` says of it, `reach` the workspaces that its token is good
    for; `settle` has the bot move in, `uninstall` and `revoke_token` end it.
    """

    about: Callable[[], Body]
    reach: Callable[[], list[Body]]
    settle: Callable[[], None]
    uninstall: Callable[[], None]
    revoke_token: Callable[[], None]
    tokens: Tokens = field(default_factory=Tokens)

    def grant(self, app: Registration, scopes: set[str], now: datetime) -> Body:
        """Install, again or for the first time: the answer's part about the tokens.

        While an installation stands, its scopes only grow (docs.slack.dev/authentication/
        installing-with-oauth, "Appending scopes").
        """
        kept = self.tokens.scopes if self.tokens.installed else set()
        self.tokens.scopes = kept | scopes
        answer = self.issue(app, now)
        self.settle()
        return answer

    def issue(self, app: Registration, now: datetime) -> Body:
        """A new access token, and its refresh token where tokens rotate."""
        about = {"token_type": "bot", "scope": self.tokens.provided, **self.about()}
        if not app.token_rotation:
            return {"access_token": self.tokens.issue(), **about}
        expires = now + timedelta(seconds=app.token_lifetime)
        access, refresh = self.tokens.issue_pair(expires)
        rotating = {"expires_in": int(app.token_lifetime), "refresh_token": refresh}
        return {"access_token": access, **about, **rotating}
