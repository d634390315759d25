"""conversations.history and conversations.replies: what was said."""

from __future__ import annotations

import copy
from typing import Any

from sandbox import arguments as a
from sandbox.channels import Channel
from sandbox.errors import ApiError
from sandbox.messages import Body, ts_key
from sandbox.methods.base import Arguments, Method
from sandbox.methods.pages import following, page
from sandbox.rates import TIER_3
from sandbox.state import State

HISTORY = ("channels:history", "groups:history", "im:history")
HISTORY_SCOPE = {
    "public_channel": "channels:history",
    "private_channel": "groups:history",
    "im": "im:history",
}


def history(state: State, args: Arguments) -> dict[str, Any]:
    """conversations.history: newest first; of threads only what was shown in the channel too."""
    channel = _readable(state, args["channel"])
    posts = state.workspace.posts.in_channel(channel.id)
    top = [body for body in posts if _shown_in_channel(body)]
    return _answer([body for body in reversed(top) if _within(body, args)], args)


def replies(state: State, args: Arguments) -> dict[str, Any]:
    """conversations.replies: the first message of a thread, then its replies, oldest first."""
    channel = _readable(state, args["channel"])
    thread = state.workspace.posts.thread(channel.id, args["ts"])
    if not thread:
        raise ApiError("thread_not_found")
    first, *rest = thread
    return _answer([first, *(body for body in rest if _within(body, args))], args)


def _shown_in_channel(body: Body) -> bool:
    thread = body.get("thread_ts")
    return thread in (None, body["ts"]) or body.get("subtype") == "thread_broadcast"


def _within(body: Body, args: Arguments) -> bool:
    ts, inclusive = ts_key(body["ts"]), args.get("inclusive", False)
    if oldest := args.get("oldest"):
        edge = ts_key(oldest)
        if ts < edge or (ts == edge and not inclusive):
            return False
    if latest := args.get("latest"):
        edge = ts_key(latest)
        if ts > edge or (ts == edge and not inclusive):
            return False
    return True


def _answer(bodies: list[Body], args: Arguments) -> dict[str, Any]:
    shown, cursor = page(bodies, args, default=100)
    messages = copy.deepcopy(shown)
    if not args.get("include_all_metadata"):
        for message in messages:
            message.pop("metadata", None)
    more = following(cursor) if cursor else {}
    return {"messages": messages, "has_more": bool(cursor)} | more


def _readable(state: State, channel_id: str) -> Channel:
    channel = state.workspace.channel_for_api(channel_id)
    state.tokens.need_any((HISTORY_SCOPE[channel.kind],))
    if state.workspace.bot_user_id not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def edge_of_time(value: Any) -> str:
    """Seconds, with or without a fraction, as a string. Raises ValueError for anything else."""
    seconds, _, fraction = a.text(value).partition(".")
    if not seconds.isdigit() or (fraction and not fraction.isdigit()) or len(fraction) > 6:
        raise ValueError(f"{value} is not a valid timestamp")
    return f"{seconds}.{fraction:0<6}"


WINDOW: dict[str, a.Kind] = {
    "cursor": a.text,
    "limit": a.number,
    "oldest": edge_of_time,
    "latest": edge_of_time,
    "inclusive": a.flag,
    "include_all_metadata": a.flag,
}

METHODS = (
    Method(
        "conversations.history",
        history,
        TIER_3,
        scopes=HISTORY,
        required={"channel": a.word},
        optional=WINDOW,
    ),
    Method(
        "conversations.replies",
        replies,
        TIER_3,
        scopes=HISTORY,
        required={"channel": a.word, "ts": a.timestamp},
        optional=WINDOW,
    ),
)
