"""files.*: the app uploads a file and shares it.

https://docs.slack.dev/reference/methods/files.getUploadURLExternal
https://docs.slack.dev/reference/methods/files.completeUploadExternal
"""

from __future__ import annotations

import re
from typing import Any

from sandbox import arguments as a
from sandbox.channels import Channel
from sandbox.errors import ApiError
from sandbox.files import File
from sandbox.methods.base import Arguments, Method
from sandbox.rates import TIER_4
from sandbox.state import State

LARGEST_SNIPPET = 1_000_000
LONGEST_ALT = 1_000
LONGEST_COMMENT = 40_000
# Slack's own words to those who give a person's id: github.com/slackapi/bolt-js/issues/2115
PLACE = re.compile(r"[CGDZ][A-Z0-9]{8,}")


def get_upload_url(state: State, args: Arguments) -> dict[str, Any]:
    """files.getUploadURLExternal: where the bytes of one file are to be posted."""
    length = args["length"]
    if length < 1:
        raise ApiError("missing_argument")
    if args.get("snippet_type") and length > LARGEST_SNIPPET:
        raise ApiError("snippet_too_large")
    if len(args.get("alt_txt", "")) > LONGEST_ALT:
        raise ApiError("alt_txt_too_large")
    file = state.files.announce(args["filename"], length)
    return {"upload_url": f"{state.base_url}/upload/v1/{file.token}", "file_id": file.id}


def complete_upload(state: State, args: Arguments) -> dict[str, Any]:
    """files.completeUploadExternal: shares uploaded files with one conversation, or with nobody."""
    channel = _place(state, args)
    if len(args.get("initial_comment", "")) > LONGEST_COMMENT:
        raise ApiError("msg_too_long")
    titles = dict(_described(item) for item in args["files"])
    if not titles:
        raise ApiError("invalid_arguments", response_metadata={"messages": ["[ERROR] no files"]})
    files = [state.files.uploaded(file_id) for file_id in titles]
    for file in files:
        file.completed, file.title = True, titles[file.id] or file.name
    if channel is not None:
        _share(state, channel, files, args)
    return {"files": [{"id": file.id, "title": file.title} for file in files]}


def as_shown(file: File) -> dict[str, Any]:
    """The file object in a message, as far as the page needs it."""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "size": file.length,
        "mode": "hosted",
        "filetype": file.name.rpartition(".")[2],
    }


def _place(state: State, args: Arguments) -> Channel | None:
    channel_id = args.get("channel_id")
    if channel_id is None:
        return None
    if not PLACE.fullmatch(channel_id):
        message = f"[ERROR] input must match regex pattern: ^{PLACE.pattern}$"
        message += " [json-pointer:/channel_id]"
        raise ApiError("invalid_arguments", response_metadata={"messages": [message]})
    channel = state.workspace.channel_for_api(channel_id)
    if state.workspace.bot_user_id not in channel.members:
        raise ApiError("not_in_channel")
    if channel.archived:
        raise ApiError("is_archived")
    return channel


def _described(item: Any) -> tuple[str, str]:
    """The id and the title of one of the files to complete."""
    known = isinstance(item, dict) and set(item) <= {"id", "title", "highlight_type"}
    if not known or not all(isinstance(value, str) for value in item.values()) or "id" not in item:
        message = "[ERROR] must provide an object with an id [json-pointer:/files/0]"
        raise ApiError("invalid_arguments", response_metadata={"messages": [message]})
    return item["id"], item.get("title", "")


def _share(state: State, channel: Channel, files: list[File], args: Arguments) -> None:
    shown = [as_shown(file) for file in files]
    content = {"text": args.get("initial_comment", ""), "files": shown}
    if "thread_ts" in args:
        content["thread_ts"] = args["thread_ts"]
    state.workspace.posts.post(channel.id, state.workspace.author, content)
    for file in files:
        file.channels.append(channel.id)


WRITE = ("files:write",)

METHODS = (
    Method(
        "files.getUploadURLExternal",
        get_upload_url,
        TIER_4,
        scopes=WRITE,
        required={"filename": a.word, "length": a.number},
        optional={"alt_txt": a.text, "snippet_type": a.word},
    ),
    Method(
        "files.completeUploadExternal",
        complete_upload,
        TIER_4,
        scopes=WRITE,
        required={"files": a.items},
        optional={"channel_id": a.word, "thread_ts": a.timestamp, "initial_comment": a.text},
    ),
)
