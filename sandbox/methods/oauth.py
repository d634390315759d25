"""oauth.v2.access, auth.revoke, auth.teams.list, apps.uninstall: how an app gets in and out.

https://docs.slack.dev/reference/methods/oauth.v2.access
https://docs.slack.dev/reference/methods/auth.revoke
https://docs.slack.dev/reference/methods/auth.teams.list
https://docs.slack.dev/reference/methods/apps.uninstall
"""

from __future__ import annotations

from typing import Any

from sandbox import arguments as a
from sandbox.errors import ApiError
from sandbox.methods.base import Arguments, Method
from sandbox.methods.pages import following, page
from sandbox.rates import TIER_1, TIER_2, TIER_3, Limit
from sandbox.state import State

OFTEN = Limit(600)


def access(state: State, args: Arguments) -> dict[str, Any]:
    """oauth.v2.access: a code for a token, or a refresh token for the next pair."""
    kind = args.get("grant_type", "authorization_code")
    if kind == "refresh_token":
        return _refresh(state, args.get("refresh_token", ""))
    if kind != "authorization_code":
        raise ApiError("invalid_grant_type")
    now = state.clock()
    code = state.desk.use(args.get("code", ""), args.get("redirect_uri"), now)
    answer = code.installation.grant(state.app, code.scopes, now)
    return {**answer, "authed_user": {"id": code.user}}


def _refresh(state: State, refresh: str) -> dict[str, Any]:
    now = state.clock()
    installation = state.desk.of_refresh(refresh)
    installation.tokens.use_refresh(refresh, now, state.app.grace)
    return installation.issue(state.app, now)


def revoke(state: State, args: Arguments) -> dict[str, Any]:
    """auth.revoke: with rotation one token dies, without it the installation ends."""
    if args.get("test"):
        return {"revoked": False}
    if state.tokens.refresh:
        state.tokens.revoke(state.token)
    else:
        state.installation.revoke_token()
    return {"revoked": True}


def uninstall(state: State, _args: Arguments) -> dict[str, Any]:
    """apps.uninstall: every token of the installation dies, and the app is told."""
    state.installation.uninstall()
    return {}


def teams(state: State, args: Arguments) -> dict[str, Any]:
    """auth.teams.list: the workspaces that a token reaches."""
    found, cursor = page(state.installation.reach(), args, default=100)
    return {"teams": found} | following(cursor)


METHODS = (
    Method(
        "oauth.v2.access",
        access,
        OFTEN,
        optional={
            "code": a.text,
            "redirect_uri": a.text,
            "grant_type": a.text,
            "refresh_token": a.text,
        },
        token=None,
        client=True,
    ),
    Method("auth.revoke", revoke, TIER_3, optional={"test": a.flag}),
    Method(
        "auth.teams.list",
        teams,
        TIER_2,
        optional={"cursor": a.text, "limit": a.number, "include_icon": a.flag},
    ),
    Method("apps.uninstall", uninstall, TIER_1, client=True),
)
