"""What is posted: https://docs.slack.dev/reference/methods/chat.postMessage"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from sandbox.blockkit.blocks import MARKDOWN, block_list
from sandbox.blockkit.refusal import Refused, fault, refuse
from sandbox.blockkit.schema import (
    Check,
    Json,
    anything,
    array,
    boolean,
    mapping,
    matching,
    one_of,
    record,
    string,
)
from sandbox.blockkit.text import json_bytes, markup_bytes, markup_length
from sandbox.blockkit.together import faults_together, tables_in

TEXT = 40_000
# chat.update takes no more, in bytes, although it is documented in characters:
# https://gitlab.com/gitlab-org/gitlab/-/merge_requests/258898
EDITED_TEXT = 4_000
# Slack answers msg_blocks_too_long from about 12,000 characters of text in the blocks on; it
# publishes no number (https://github.com/slackapi/bolt-js/issues/2509, …/2867).
TEXT_IN_BLOCKS = 12_000
BLOCKS = 50
ATTACHMENTS = 100
# Slack names the error but publishes no number; identifiers need far less than this.
METADATA_BYTES = 8_000


_ARGUMENTS: Mapping[str, Check] = {
    **dict.fromkeys(("token", "channel", "user", "ts"), string()),
    **dict.fromkeys(("text", "markdown_text"), string(0)),
    **dict.fromkeys(("blocks", "attachments", "metadata"), anything),
    **dict.fromkeys(("unfurl_links", "unfurl_media", "mrkdwn", "link_names"), boolean),
    **dict.fromkeys(("reply_broadcast", "replace_original", "delete_original"), boolean),
    "thread_ts": matching(r"\d{1,12}\.\d{6}"),
    "parse": one_of("none", "full"),
    "response_type": one_of("ephemeral", "in_channel"),
}
Surface = Literal["message", "ephemeral", "edit"]
_COUNTED_APART = frozenset({"table", "data_table", "markdown"})  # they have limits of their own
_NOT_EPHEMERAL = ("metadata", "reply_broadcast")


def _broadcast_needs_thread(payload: Json, pointer: str) -> Iterator[str]:
    if payload.get("reply_broadcast") and "thread_ts" not in payload:
        yield fault("requires thread_ts", f"{pointer}/reply_broadcast")


_arguments = record({}, _ARGUMENTS, _broadcast_needs_thread)
_ephemeral_arguments = record(
    {}, {name: check for name, check in _ARGUMENTS.items() if name not in _NOT_EPHEMERAL}
)
_text = string(0, TEXT, markup_length)
_edited_text = string(0, EDITED_TEXT, markup_bytes)
_metadata = record({"event_type": string(), "event_payload": mapping})
_attachment = record(
    {"blocks": block_list("message", 1, BLOCKS)}, {"color": string(), "fallback": string()}
)


def check_message(payload: Mapping[str, object], *, surface: Surface = "message") -> None:
    """Check the arguments of a message: text, blocks, attachments, metadata and flags.

    An edit may hold less text than a new message, an ephemeral message no metadata.

    Stricter than Slack: `text` (or `markdown_text`) is always needed, unknown arguments are
    refused, an attachment may hold blocks, a colour and a fallback only.

    Raises Refused with invalid_arguments, no_text, msg_too_long, markdown_text_conflict,
    invalid_blocks_format, invalid_blocks, msg_blocks_too_long, invalid_attachments,
    too_many_attachments, invalid_metadata_format or metadata_too_large.
    """
    arguments = _ephemeral_arguments if surface == "ephemeral" else _arguments
    refuse("invalid_arguments", arguments(payload, ""))
    _check_text(payload, _edited_text if surface == "edit" else _text)
    _check_blocks(payload.get("blocks", []))
    _check_attachments(payload.get("attachments", []))
    _check_tables(payload)
    if "metadata" in payload:
        _check_metadata(payload["metadata"])


def _check_text(payload: Json, sized: Check) -> None:
    text, markdown = payload.get("text", ""), payload.get("markdown_text", "")
    if markdown and (text or payload.get("blocks")):
        raise Refused(
            "markdown_text_conflict", [fault("not with text or blocks", "/markdown_text")]
        )
    if not (text.strip() or markdown.strip()):
        raise Refused("no_text", [fault("must be more than 0 characters", "/text")])
    refuse("msg_too_long", sized(text, "/text"))
    refuse("msg_too_long", string(0, MARKDOWN)(markdown, "/markdown_text"))


def _check_blocks(blocks: Any) -> None:
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format", [fault("must provide an array", "/blocks")])
    refuse("invalid_blocks", block_list("message", 0, BLOCKS)(blocks, "/blocks"))
    refuse("invalid_blocks", faults_together(blocks, "message", "/blocks"))
    prose = [block for block in blocks if block["type"] not in _COUNTED_APART]
    if _text_length(prose) > TEXT_IN_BLOCKS:
        text = f"all text must be less than {TEXT_IN_BLOCKS + 1} characters"
        raise Refused("msg_blocks_too_long", [fault(text, "/blocks")])


def _text_length(value: Any) -> int:
    """The characters of every `text` in blocks, however deep."""
    if isinstance(value, list):
        return sum(_text_length(item) for item in value)
    if not isinstance(value, dict):
        return 0
    own = value.get("text")
    return (markup_length(own) if isinstance(own, str) else 0) + sum(
        _text_length(item) for item in value.values()
    )


def _check_attachments(attachments: Any) -> None:
    if isinstance(attachments, list) and len(attachments) > ATTACHMENTS:
        text = f"no more than {ATTACHMENTS} items allowed"
        raise Refused("too_many_attachments", [fault(text, "/attachments")])
    refuse("invalid_attachments", array(_attachment, 0)(attachments, "/attachments"))
    for index, attachment in enumerate(attachments):
        pointer = f"/attachments/{index}/blocks"
        refuse("invalid_attachments", faults_together(attachment["blocks"], "message", pointer))


def _check_tables(payload: Json) -> None:
    tables = tables_in(payload.get("blocks", []), "/blocks")
    for index, attachment in enumerate(payload.get("attachments", [])):
        tables += tables_in(attachment["blocks"], f"/attachments/{index}/blocks")
    refuse(
        "invalid_attachments",
        (fault("only_one_table_allowed", pointer) for pointer, _ in tables[1:]),
    )


def _check_metadata(metadata: Any) -> None:
    """https://docs.slack.dev/messaging/message-metadata"""
    refuse("invalid_metadata_format", _metadata(metadata, "/metadata"))
    if json_bytes(metadata) > METADATA_BYTES:
        text = f"must be less than {METADATA_BYTES + 1} bytes"
        raise Refused("metadata_too_large", [fault(text, "/metadata")])
