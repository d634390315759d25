"""The arguments of a message around its blocks."""

from __future__ import annotations

from typing import Any

import pytest
from blockkit_payloads import Item, message, section, table

from sandbox.blockkit import Refused, check_message

METADATA: Item = {"event_type": "round", "event_payload": {"round_id": "r1"}}


def test_a_message_with_everything_is_taken() -> None:
    check_message(
        message(
            section(),
            channel="C1",
            attachments=[{"color": "#123456", "fallback": "A", "blocks": [section()]}],
            metadata=METADATA,
            thread_ts="1795000000.000100",
            reply_broadcast=True,
            unfurl_links=False,
            unfurl_media=False,
        )
    )


def test_text_alone_is_taken() -> None:
    check_message({"text": "Words"})
    check_message({"markdown_text": "# Words"})


WRONG: dict[str, tuple[Item, str, str]] = {
    "nothing": ({}, "no_text", "/text"),
    "empty_text": ({"text": ""}, "no_text", "/text"),
    "blank_text": ({"text": " \n"}, "no_text", "/text"),
    "blocks_without_text": ({"blocks": [section()]}, "no_text", "/text"),
    "text_is_no_string": ({"text": 5}, "invalid_arguments", "/text"),
    "unknown_argument": (message(thread="1"), "invalid_arguments", ""),
    "markdown_and_text": (message(markdown_text="#"), "markdown_text_conflict", "/markdown_text"),
    "blocks_as_json_text": (message() | {"blocks": "[]"}, "invalid_blocks_format", "/blocks"),
    "flag_as_text": (message(unfurl_links="false"), "invalid_arguments", "/unfurl_links"),
    "thread_ts_as_number": (message(thread_ts=1.5), "invalid_arguments", "/thread_ts"),
    "thread_ts_malformed": (message(thread_ts="1795"), "invalid_arguments", "/thread_ts"),
    "broadcast_without_thread": (
        message(reply_broadcast=True),
        "invalid_arguments",
        "/reply_broadcast",
    ),
    "metadata_as_text": (message(metadata="{}"), "invalid_metadata_format", "/metadata"),
    "metadata_without_payload": (
        message(metadata={"event_type": "round"}),
        "invalid_metadata_format",
        "/metadata",
    ),
    "metadata_payload_as_list": (
        message(metadata=METADATA | {"event_payload": []}),
        "invalid_metadata_format",
        "/metadata/event_payload",
    ),
    "metadata_type_empty": (
        message(metadata=METADATA | {"event_type": ""}),
        "invalid_metadata_format",
        "/metadata/event_type",
    ),
    "legacy_attachment": (
        message(attachments=[{"text": "A"}]),
        "invalid_attachments",
        "/attachments/0",
    ),
    "block_in_attachment": (
        message(attachments=[{"blocks": [{"type": "poll"}]}]),
        "invalid_attachments",
        "/attachments/0/blocks/0/type",
    ),
    "repeated_id_in_attachment": (
        message(attachments=[{"blocks": [section(block_id="b"), section(block_id="b")]}]),
        "invalid_attachments",
        "/attachments/0/blocks/1/block_id",
    ),
    "table_in_attachment_too": (
        message(table(), attachments=[{"blocks": [table()]}]),
        "invalid_attachments",
        "/attachments/0/blocks/0",
    ),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_a_wrong_argument_is_refused_by_name_and_place(case: tuple[Item, str, str]) -> None:
    payload, error, pointer = case
    with pytest.raises(Refused) as caught:
        check_message(payload)
    assert caught.value.error == error
    assert f"[json-pointer:{pointer}]" in caught.value.messages[0]


@pytest.mark.parametrize("extra", [{"metadata": METADATA}, {"reply_broadcast": True}])
def test_an_ephemeral_message_has_no_metadata_and_is_not_broadcast(extra: dict[str, Any]) -> None:
    sent = message(section(), thread_ts="1795000000.000100")
    check_message(sent, surface="ephemeral")
    check_message(sent | extra)
    with pytest.raises(Refused, match="invalid_arguments"):
        check_message(sent | extra, surface="ephemeral")


def test_ten_thousand_characters_in_all_are_advice_and_not_a_limit() -> None:
    check_message(message(*(section(text={"type": "plain_text", "text": "x" * 3000}),) * 4))


def test_a_refusal_reads_as_its_error_and_faults() -> None:
    refused = Refused("no_text", ["[ERROR] a [json-pointer:/text]"])
    assert str(refused) == "no_text: [ERROR] a [json-pointer:/text]"
