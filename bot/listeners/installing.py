"""Installing by OAuth: Bolt's flow on our own stores, with pages of our own."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk.oauth import OAuthStateUtils
from slack_sdk.oauth.installation_store import Installation, InstallationStore
from slack_sdk.oauth.state_store import OAuthStateStore

from bot.domain.installation import Grant, missing_scopes
from bot.errors import AccessRefused, SlackUnavailable
from bot.gateway.oauth import OAuth
from bot.services.oauth_states import LIFETIME, OAuthStates
from bot.views import install_pages as pages

log = logging.getLogger(__name__)

INSTALL_PATH, REDIRECT_PATH = "/slack/install", "/slack/oauth_redirect"
# Only for this host, over TLS, and not readable by scripts.
_COOKIE = "__Host-rung-install"
_TEAM = re.compile(r"[TE][A-Z0-9]{1,30}")
_WORD = re.compile(r"[a-z_]{1,60}")


@dataclass(frozen=True)
class Wanted:
    """What is asked for: `scopes` are needed, those that are `optional` may be left out."""

    api_url: str
    scopes: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def slack_url(self) -> str:
        """Where Slack's own pages are."""
        return self.api_url.rstrip("/").removesuffix("/api")


class _Refused(Exception):
    """The installation ends on this page."""

    def __init__(self, page: str, status: HTTPStatus) -> None:
        super().__init__(page)
        self.page, self.status = page, status


class _Installed(Installation):
    """What Bolt hands on from Slack's answer to the store and to the last page."""

    def __init__(self, grant: Grant) -> None:
        super().__init__(
            app_id=grant.app_id,
            enterprise_id=grant.enterprise_id or None,
            team_id=grant.slack_team_id or None,
            user_id=grant.installed_by,
            is_enterprise_install=not grant.slack_team_id,
        )
        self.grant = grant


class _Store(InstallationStore):
    def __init__(self, install: Callable[[Grant], int]) -> None:
        self._install = install

    def save(self, installation: Installation) -> None:
        assert isinstance(installation, _Installed)  # noqa: S101 - the flow makes no others
        self._install(installation.grant)


class _States(OAuthStateStore):
    def __init__(self, states: OAuthStates) -> None:
        self._states = states

    def issue(self, *_args: Any, **_kwargs: Any) -> str:
        return self._states.issue()

    def consume(self, state: str) -> bool:
        return self._states.consume(state)


class _Cookie(OAuthStateUtils):
    """Binds a state to the browser that it was given to, also on the way back from Slack."""

    def __init__(self) -> None:
        super().__init__(cookie_name=_COOKIE, expiration_seconds=int(LIFETIME.total_seconds()))

    def build_set_cookie_for_new_state(self, state: str) -> str:
        return f"{super().build_set_cookie_for_new_state(state)}; SameSite=Lax"


class Installing(OAuthFlow):
    """GET /slack/install and GET /slack/oauth_redirect."""

    def __init__(
        self, oauth: OAuth, states: OAuthStates, install: Callable[[Grant], int], wanted: Wanted
    ) -> None:
        settings = OAuthSettings(
            client_id=oauth.client_id,
            client_secret=oauth.client_secret,
            scopes=[*wanted.scopes, *wanted.optional],
            user_scopes=[],
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            installation_store=_Store(install),
            state_store=_States(states),
            callback_options=CallbackOptions(success=_succeeded, failure=_failed),
        )
        settings.state_utils = _Cookie()
        super().__init__(client=oauth.client, settings=settings)
        self._oauth, self._wanted = oauth, wanted

    def build_authorize_url(self, state: str, request: BoltRequest) -> str:
        """Slack's page that asks for agreement, on the host whose Web API we use.

        https://docs.slack.dev/authentication/installing-with-oauth
        """
        asked = {
            "client_id": self._oauth.client_id,
            "scope": ",".join([*self._wanted.scopes, *self._wanted.optional]),
            "user_scope": "",
            "state": state,
        }
        if self._oauth.redirect_uri:
            asked["redirect_uri"] = self._oauth.redirect_uri
        team = _first(request, "team")
        if _TEAM.fullmatch(team):
            asked["team"] = team
        return f"{self._wanted.slack_url}/oauth/v2/authorize?{urlencode(asked)}"

    def build_install_page_html(self, url: str, request: BoltRequest) -> str:  # noqa: ARG002
        """The page with *Add to Slack*."""
        return pages.install(url, self._wanted.scopes, self._wanted.optional)

    def handle_callback(self, request: BoltRequest) -> BoltResponse:
        """Slack has sent the person back: the installation, or a page that says why not."""
        try:
            return super().handle_callback(request)
        except _Refused as refused:
            return _page(refused.page, refused.status)

    def run_installation(self, code: str) -> Installation:
        """Exchange the code. What is missing or refused ends on a page."""
        try:
            grant = self._oauth.exchange(code)
        except AccessRefused as refused:
            log.warning("an installation failed: %s", refused.reason)
            page = pages.failure(refused.reason, INSTALL_PATH)
            raise _Refused(page, HTTPStatus.BAD_REQUEST) from refused
        except SlackUnavailable as busy:
            log.warning("an installation failed: %s", busy)
            page = pages.failure("slack_unavailable", INSTALL_PATH)
            raise _Refused(page, HTTPStatus.SERVICE_UNAVAILABLE) from busy
        if lacking := missing_scopes(grant.scopes, self._wanted.scopes):
            log.warning("an installation lacks scopes: %s", ", ".join(lacking))
            raise _Refused(pages.lacking(lacking, INSTALL_PATH), HTTPStatus.BAD_REQUEST)
        return _Installed(grant)


def _succeeded(args: SuccessArgs) -> BoltResponse:
    installed = args.installation
    name = installed.grant.name if isinstance(installed, _Installed) else ""
    return _page(pages.success(name, installed.app_id or "", installed.team_id or ""))


def _failed(args: FailureArgs) -> BoltResponse:
    reason = args.reason if _WORD.fullmatch(args.reason) else "unknown"
    log.warning("an installation failed: %s", reason)
    return _page(pages.failure(reason, INSTALL_PATH), HTTPStatus(args.suggested_status_code))


def _page(html: str, status: HTTPStatus = HTTPStatus.OK) -> BoltResponse:
    """A last page: the state's cookie has done its work."""
    headers: dict[str, Sequence[str]] = {
        "Content-Type": ["text/html; charset=utf-8"],
        "Set-Cookie": [_Cookie().build_set_cookie_for_deletion()],
    }
    return BoltResponse(status=status.value, body=html, headers=headers)


def _first(request: BoltRequest, name: str) -> str:
    return next(iter(request.query.get(name) or []), "")
