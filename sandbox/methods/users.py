"""users.* and bots.info: who somebody is."""

from __future__ import annotations

from typing import Any

from sandbox import arguments as a
from sandbox.errors import ApiError
from sandbox.methods.base import Arguments, Method
from sandbox.methods.pages import following, page
from sandbox.rates import TIER_2, TIER_3, TIER_4
from sandbox.state import State

READ = ("users:read",)


def info(state: State, args: Arguments) -> dict[str, Any]:
    """users.info; with `include_locale`, the locale of people of this workspace."""
    user = state.workspace.users.get(args["user"])
    if user is None:
        raise ApiError("user_not_found")
    locale = bool(args.get("include_locale"))
    return {"user": user.as_api(state.clock(), include_locale=locale)}


def list_all(state: State, args: Arguments) -> dict[str, Any]:
    """users.list."""
    found, cursor = page(list(state.workspace.users.values()), args, default=999)
    now, locale = state.clock(), bool(args.get("include_locale"))
    shown = [user.as_api(now, include_locale=locale) for user in found]
    return {"members": shown} | following(cursor)


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
