"""Tokens from Slack: for the code of an installation, and for the refresh token of an older one.

https://docs.slack.dev/reference/methods/oauth.v2.access
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.installation import Grant, Tokens
from bot.errors import AccessRefused, SlackUnavailable
from bot.gateway.slack import NO_ANSWER, Later, Refused, answered

ACCESS = "oauth.v2.access"


@dataclass(frozen=True)
class OAuth:
    """Asks as the app itself: the client has no token.

    Both raise SlackUnavailable, AccessRefused.
    """

    client: WebClient
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str | None = None

    def exchange(self, code: str) -> Grant:
        """What an installation granted, for its code."""
        answer = self._access(code=code, redirect_uri=self.redirect_uri)
        return _grant(answer, self._bot_id(answer["access_token"]))

    def refresh(self, refresh_token: str) -> Tokens:
        """The next pair of tokens, for a refresh token."""
        answer = self._access(grant_type="refresh_token", refresh_token=refresh_token)
        return _tokens(answer)

    def _bot_id(self, token: str) -> str:
        """The bot's own id, by which its messages are told apart; empty where Slack will not say.

        The code is used up by now: that must not fail an installation.
        """
        try:
            return _part(self.client.auth_test(token=token).data, "bot_id")
        except NO_ANSWER:
            return ""

    def _access(self, **arguments: str | None) -> Mapping[str, Any]:
        try:
            answer = self.client.oauth_v2_access(
                client_id=self.client_id, client_secret=self.client_secret, **arguments
            ).data
        except SlackApiError as error:
            raise _sorted(error) from error
        except NO_ANSWER as error:
            raise SlackUnavailable(f"{ACCESS}: {type(error).__name__}") from error
        if not isinstance(answer, dict) or not isinstance(answer.get("access_token"), str):
            raise SlackUnavailable(f"{ACCESS}: an answer without a token")
        return answer


def _grant(answer: Mapping[str, Any], bot_id: str) -> Grant:
    org_wide = answer.get("is_enterprise_install") is True
    place = "enterprise" if org_wide else "team"
    return Grant(
        app_id=_part(answer, "app_id"),
        enterprise_id=_part(answer, "enterprise", "id"),
        slack_team_id="" if org_wide else _part(answer, "team", "id"),
        name=_part(answer, place, "name")[:255],
        bot_id=bot_id,
        bot_user_id=_part(answer, "bot_user_id"),
        scopes=tuple(scope for scope in _part(answer, "scope").split(",") if scope),
        installed_by=_part(answer, "authed_user", "id"),
        tokens=_tokens(answer),
    )


def _tokens(answer: Mapping[str, Any]) -> Tokens:
    refresh, seconds = _part(answer, "refresh_token"), answer.get("expires_in")
    lifetime = seconds if refresh and isinstance(seconds, int) else None
    return Tokens(answer["access_token"], refresh, lifetime)


def _part(answer: object, *path: str) -> str:
    for name in path:
        answer = answer.get(name) if isinstance(answer, Mapping) else None
    return answer if isinstance(answer, str) else ""


def _sorted(error: SlackApiError) -> Exception:
    outcome = answered(error.response, scope="")
    if isinstance(outcome, Refused):
        return AccessRefused(outcome.error)
    if isinstance(outcome, Later):
        return SlackUnavailable(str(outcome), seconds=outcome.seconds, limited=True)
    return SlackUnavailable(str(outcome))
