"""chat.*: the app writes."""

from __future__ import annotations

import copy
from typing import Any

from sandbox import arguments as a
from sandbox.blockkit import check_message
from sandbox.blockkit.messages import Surface
from sandbox.channels import Channel
from sandbox.errors import ApiError
from sandbox.methods.base import Arguments, Method
from sandbox.rates import HUNDREDS, ONE_A_SECOND, TIER_3, TIER_4
from sandbox.state import State

CONTENT: dict[str, a.Kind] = {
    "text": a.text,
    "blocks": a.items,
    "attachments": a.items,
    "metadata": a.fields,
    "markdown_text": a.text,
    "link_names": a.flag,
    "parse": a.word,
}
POSTING: dict[str, a.Kind] = {
    **CONTENT,
    "thread_ts": a.timestamp,
    "reply_broadcast": a.flag,
    "unfurl_links": a.flag,
    "unfurl_media": a.flag,
    "mrkdwn": a.flag,
}
# Known to Slack and refused: they need a scope that the app does not ask for.
DISGUISE: dict[str, a.Kind] = {"username": a.text, "icon_url": a.text, "icon_emoji": a.text}
# chat.update takes metadata away with an empty object.
REMOVED: tuple[str, dict[str, Any]] = ("metadata", {})
CHECKED = ("text", "blocks", "attachments", "metadata", "markdown_text")


def post_message(state: State, args: Arguments) -> dict[str, Any]:
    """chat.postMessage. A user id as channel means the direct messages with that person."""
    _refuse_disguise(state, args)
    channel = _writable(state, args["channel"])
    if args.get("reply_broadcast") and "thread_ts" not in args:
        raise ApiError("invalid_arguments", response_metadata={"messages": ["[ERROR] no thread"]})
    content = _content(args, "message")
    ws = state.workspace
    broadcast = bool(args.get("reply_broadcast"))
    body = ws.posts.post(channel.id, ws.author, content, broadcast=broadcast)
    return {"channel": channel.id, "ts": body["ts"], "message": copy.deepcopy(body)}


def post_ephemeral(state: State, args: Arguments) -> dict[str, Any]:
    """chat.postEphemeral, to a member of the channel."""
    _refuse_disguise(state, args)
    channel = _writable(state, args["channel"])
    if args["user"] not in channel.members:
        raise ApiError("user_not_in_channel")
    content = _content(args, "ephemeral")
    ws = state.workspace
    if "thread_ts" in args and not ws.posts.thread(channel.id, args["thread_ts"]):
        raise ApiError("thread_not_found")
    note = ws.posts.note(channel.id, args["user"], ws.author, content)
    return {"message_ts": note.ts}


def update(state: State, args: Arguments) -> dict[str, Any]:
    """chat.update, of the app's own posts in channels that are not archived."""
    channel = _member_channel(state, args["channel"])
    if channel.archived:
        raise ApiError("is_inactive")
    ws = state.workspace
    body = ws.posts.get(channel.id, args["ts"])
    if body.get("bot_id") != ws.bot_id:
        raise ApiError("cant_update_message")
    content = _content(args, "edit")
    ws.posts.update(body, content, ws.bot_user_id)
    shown = copy.deepcopy(body)
    return {
        "channel": channel.id,
        "ts": body["ts"],
        "text": shown.get("text", ""),
        "message": shown,
    }


def delete(state: State, args: Arguments) -> dict[str, Any]:
    """chat.delete, of the app's own posts."""
    channel = _member_channel(state, args["channel"])
    ws = state.workspace
    body = ws.posts.get(channel.id, args["ts"])
    if body.get("bot_id") != ws.bot_id:
        raise ApiError("cant_delete_message")
    ws.posts.delete(channel.id, args["ts"])
    return {"channel": channel.id, "ts": args["ts"]}


def _content(args: Arguments, surface: Surface) -> dict[str, Any]:
    payload = {key: args[key] for key in CHECKED if key in args}
    check_message({k: v for k, v in payload.items() if (k, v) != REMOVED}, surface=surface)
    text = payload.pop("markdown_text", None)
    shown = {**payload, "text": text} if text is not None else payload
    return shown | ({"thread_ts": args["thread_ts"]} if "thread_ts" in args else {})


def _writable(state: State, channel_id: str) -> Channel:
    ws = state.workspace
    if channel_id in ws.users:
        return _direct_messages(state, channel_id)
    channel = _member_channel(state, channel_id)
    if channel.archived:
        raise ApiError("is_archived")
    return channel


def _direct_messages(state: State, user_id: str) -> Channel:
    user = state.workspace.users[user_id]
    if user.bot:
        raise ApiError("cannot_dm_bot")
    if user.deleted:
        raise ApiError("channel_not_found")
    return state.workspace.direct_messages(user_id)


def _member_channel(state: State, channel_id: str) -> Channel:
    channel = state.workspace.channel_for_api(channel_id)
    if state.workspace.bot_user_id not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def _refuse_disguise(state: State, args: Arguments) -> None:
    if any(key in args for key in DISGUISE):
        state.tokens.need_any(("chat:write.customize",))
    if args.get("as_user"):
        raise ApiError("as_user_not_supported")


WRITE = ("chat:write",)
CHANNEL: dict[str, a.Kind] = {"channel": a.word}
MESSAGE: dict[str, a.Kind] = {"channel": a.word, "ts": a.timestamp}
AS_USER: dict[str, a.Kind] = {"as_user": a.flag}

METHODS = (
    Method(
        "chat.postMessage",
        post_message,
        HUNDREDS,
        scopes=WRITE,
        required=CHANNEL,
        optional={**POSTING, **DISGUISE, **AS_USER},
        per_channel=ONE_A_SECOND,
    ),
    Method(
        "chat.postEphemeral",
        post_ephemeral,
        TIER_4,
        scopes=WRITE,
        required={**CHANNEL, "user": a.word},
        optional={
            **{name: kind for name, kind in CONTENT.items() if name != "metadata"},
            **DISGUISE,
            **AS_USER,
            "thread_ts": a.timestamp,
        },
    ),
    Method("chat.update", update, TIER_3, scopes=WRITE, required=MESSAGE, optional=CONTENT),
    Method("chat.delete", delete, TIER_3, scopes=WRITE, required=MESSAGE),
)
