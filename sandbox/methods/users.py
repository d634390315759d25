"""users.* and bots.info: who somebody is."""

from __future__ import annotations

from typing import Any

from sandbox import arguments as a
from sandbox.errors import ApiError
from sandbox.methods.base import Arguments, Method
from sandbox.methods.pages import following, page
from sandbox.people import User
from sandbox.rates import TIER_2, TIER_3, TIER_4
from sandbox.state import State

READ = ("users:read",)


def info(state: State, args: Arguments) -> dict[str, Any]:
    """users.info; with `include_locale`, the locale of people of this workspace."""
    user = state.workspace.users.get(args["user"])
    if user is None:
        raise ApiError("user_not_found")
    locale = bool(args.get("include_locale"))
    return {"user": _shown(state, user, locale)}


def list_all(state: State, args: Arguments) -> dict[str, Any]:
    """users.list."""
    found, cursor = page(list(state.workspace.users.values()), args, default=999)
    shown = [_shown(state, user, bool(args.get("include_locale"))) for user in found]
    return {"members": shown} | following(cursor)


def _shown(state: State, user: User, include_locale: bool) -> dict[str, Any]:
    """The user object. Whoever shares a channel with the app is no stranger to it, and still of
    another team: https://docs.slack.dev/reference/objects/user-object."""
    ws = state.workspace
    shown = user.as_api(state.clock(), include_locale=include_locale)
    if any({user.id, ws.bot_user_id} <= set(c.members) for c in ws.channels.values()):
        shown.pop("is_stranger", None)
    return shown


def bot_info(state: State, args: Arguments) -> dict[str, Any]:
    """bots.info: there is one bot."""
    ws = state.workspace
    if args["bot"] != ws.bot_id:
        raise ApiError("bot_not_found")
    bot = ws.users[ws.bot_user_id]
    about = {"id": ws.bot_id, "app_id": ws.app_id, "user_id": bot.id, "name": bot.name}
    return {"bot": about | {"deleted": False, "updated": 0, "icons": {}}}


LOCALE: dict[str, a.Kind] = {"include_locale": a.flag}

METHODS = (
    Method("users.info", info, TIER_4, scopes=READ, required={"user": a.word}, optional=LOCALE),
    Method(
        "users.list",
        list_all,
        TIER_2,
        scopes=READ,
        optional={**LOCALE, "cursor": a.text, "limit": a.number},
        names_team=True,
    ),
    Method(
        "bots.info",
        bot_info,
        TIER_3,
        scopes=READ,
        required={"bot": a.word},
        names_team=True,
    ),
)
