"""api.test, auth.test and apps.connections.open: before anything else."""

from __future__ import annotations

from typing import Any

from sandbox import arguments as a
from sandbox.errors import ApiError
from sandbox.methods.base import Arguments, Method
from sandbox.rates import CONNECTIONS, HUNDREDS, TIER_4
from sandbox.state import State


def api_test(_state: State, args: Arguments) -> dict[str, Any]:
    """api.test: says its arguments back."""
    if "error" in args:
        raise ApiError(args["error"], args=args)
    return {"args": args} if args else {}


def auth_test(state: State, _args: Arguments) -> dict[str, Any]:
    """auth.test: whose token this is."""
    ws = state.workspace
    about = {
        "url": f"{state.base_url}/",
        "team": ws.team_name,
        "user": ws.users[ws.bot_user_id].name,
        "team_id": ws.team_id,
        "user_id": ws.bot_user_id,
        "bot_id": ws.bot_id,
        "is_enterprise_install": ws.org_wide,
    }
    if ws.enterprise is None:
        return about
    # The token of an organisation belongs to no workspace: its team is the organisation.
    whose = {"team": ws.enterprise["name"], "team_id": ws.installed_id} if ws.org_wide else {}
    return about | whose | {"enterprise_id": ws.enterprise["id"]}


def open_connection(state: State, _args: Arguments) -> dict[str, Any]:
    """apps.connections.open: an address for one WebSocket."""
    host = state.base_url.replace("http://", "ws://")
    ticket = state.app.issue_ticket()
    return {"url": f"{host}/link/?ticket={ticket}&app_id={state.workspace.app_id}"}


METHODS = (
    Method(
        "api.test",
        api_test,
        TIER_4,
        optional={"error": a.word, "foo": a.text},
        token=None,
    ),
    Method("auth.test", auth_test, HUNDREDS),
    Method("apps.connections.open", open_connection, CONNECTIONS, token="app"),  # noqa: S106
)
