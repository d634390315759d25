"""conversations.* and users.conversations: which channels there are, and who is in them."""

from __future__ import annotations

from typing import Any

from sandbox import arguments as a
from sandbox.channels import Channel
from sandbox.errors import ApiError
from sandbox.methods.base import Arguments, Method
from sandbox.methods.pages import following, page
from sandbox.rates import TIER_2, TIER_3, TIER_4
from sandbox.state import State

READ = ("channels:read", "groups:read", "im:read")
READ_SCOPE = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


def info(state: State, args: Arguments) -> dict[str, Any]:
    """conversations.info."""
    channel = _readable(state, args["channel"])
    about = channel.as_api(state.workspace.bot_user_id)
    if args.get("include_num_members"):
        about["num_members"] = len(channel.members)
    if args.get("include_locale"):
        about["locale"] = "en-US"
    return {"channel": about}


def members(state: State, args: Arguments) -> dict[str, Any]:
    """conversations.members."""
    found, cursor = page(_readable(state, args["channel"]).members, args, default=100)
    return {"members": found} | following(cursor)


def open_dm(state: State, args: Arguments) -> dict[str, Any]:
    """conversations.open: the direct messages with one person."""
    if len(args["users"]) > 1:
        state.tokens.need_any(("mpim:write",))
        raise ApiError("too_many_users")
    user = state.workspace.users.get(args["users"][0])
    if user is None:
        raise ApiError("user_not_found")
    if user.bot:
        raise ApiError("cannot_dm_bot")
    if user.deleted:
        raise ApiError("user_disabled")
    known = {channel.im_with for channel in state.workspace.channels.values()}
    channel = state.workspace.direct_messages(user.id)
    already = {"no_op": True, "already_open": True} if user.id in known else {}
    whole = channel.as_api(state.workspace.bot_user_id)
    return already | {"channel": whole if args.get("return_im") else {"id": channel.id}}


def list_all(state: State, args: Arguments) -> dict[str, Any]:
    """conversations.list: public channels, and private ones the bot is in."""
    return _listed(state, args, list(state.workspace.channels.values()))


def of_user(state: State, args: Arguments) -> dict[str, Any]:
    """users.conversations: a person's channels, as far as the bot can see them."""
    user = args.get("user", state.workspace.bot_user_id)
    if user not in state.workspace.users:
        raise ApiError("user_not_found")
    channels = state.workspace.channels.values()
    return _listed(state, args, [channel for channel in channels if user in channel.members])


def _listed(state: State, args: Arguments, channels: list[Channel]) -> dict[str, Any]:
    types = args.get("types", ["public_channel"])
    for kind in types:
        if kind not in READ_SCOPE:
            raise ApiError("invalid_types")
        state.tokens.need_any((READ_SCOPE[kind],))
    bot = state.workspace.bot_user_id
    found = [
        channel
        for channel in channels
        if channel.kind in types
        and channel.visible_to(bot)
        and not (channel.archived and args.get("exclude_archived"))
    ]
    shown, cursor = page(found, args, default=100)
    return {"channels": [channel.as_api(bot) for channel in shown]} | following(cursor)


def _readable(state: State, channel_id: str) -> Channel:
    channel = state.workspace.channel_for_api(channel_id)
    state.tokens.need_any((READ_SCOPE[channel.kind],))
    return channel


CHANNEL: dict[str, a.Kind] = {"channel": a.word}
PAGED: dict[str, a.Kind] = {"cursor": a.text, "limit": a.number}
LISTED: dict[str, a.Kind] = {**PAGED, "types": a.names, "exclude_archived": a.flag}

METHODS = (
    Method(
        "conversations.info",
        info,
        TIER_3,
        scopes=READ,
        required=CHANNEL,
        optional={"include_locale": a.flag, "include_num_members": a.flag},
    ),
    Method("conversations.members", members, TIER_4, scopes=READ, required=CHANNEL, optional=PAGED),
    Method(
        "conversations.open",
        open_dm,
        TIER_3,
        scopes=("im:write", "mpim:write"),
        required={"users": a.names},
        optional={"return_im": a.flag},
    ),
    Method("conversations.list", list_all, TIER_2, scopes=READ, optional=LISTED, names_team=True),
    Method(
        "users.conversations",
        of_user,
        TIER_3,
        scopes=READ,
        optional={**LISTED, "user": a.word},
        names_team=True,
    ),
)
