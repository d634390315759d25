"""Where blocks and elements may stand, and what must be the only one of its kind."""

from __future__ import annotations

from typing import Any

import pytest
from blockkit_payloads import (
    Item,
    actions,
    alert,
    button,
    card,
    chart,
    check_on,
    container,
    data_table,
    field,
    image,
    mrkdwn,
    options,
    plain,
    refusal_on,
    rich_text,
    section,
    table,
)

CAROUSEL = {"type": "carousel", "elements": [card()]}
MARKDOWN = {"type": "markdown", "text": "Words"}
DATETIME = actions({"type": "datetimepicker"})

WHERE: dict[str, tuple[Item, set[str]]] = {
    "section": (section(), {"message", "modal", "home"}),
    "header": ({"type": "header", "text": plain()}, {"message", "modal", "home"}),
    "context": ({"type": "context", "elements": [mrkdwn()]}, {"message", "modal", "home"}),
    "divider": ({"type": "divider"}, {"message", "modal", "home"}),
    "image": (image(), {"message", "modal", "home"}),
    "actions": (actions(button()), {"message", "modal", "home"}),
    "input": (field(), {"message", "modal", "home"}),
    "rich_text": (rich_text(), {"message", "modal", "home"}),
    "card": (card(), {"message", "modal", "home"}),
    "carousel": (CAROUSEL, {"message", "home"}),
    "container": (container(), {"message"}),
    "table": (table(), {"message"}),
    "data_table": (data_table(), {"message"}),
    "data_visualization": (chart(), {"message"}),
    "markdown": (MARKDOWN, {"message"}),
    "alert": (alert(), {"modal"}),
    "file": ({"type": "file", "external_id": "A", "source": "remote"}, set()),
    "datetimepicker": (DATETIME, {"message", "modal"}),
    "rich_text_input": (field({"type": "rich_text_input"}), {"modal", "home"}),
    "email_text_input": (field({"type": "email_text_input"}), {"modal"}),
    "url_text_input": (field({"type": "url_text_input"}), {"modal"}),
    "number_input": (field({"type": "number_input", "is_decimal_allowed": False}), {"modal"}),
    "file_input": (field({"type": "file_input"}), {"modal"}),
}


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize("case", WHERE.values(), ids=WHERE)
def test_a_block_is_taken_only_on_its_surfaces(case: tuple[Item, set[str]], surface: str) -> None:
    block, surfaces = case
    if surface in surfaces:
        check_on(surface, block)
    else:
        assert "unsupported type" in refusal_on(surface, block).messages[0]


def _element(kind: str, **fields: Any) -> Item:
    return {"type": kind, **fields}


WRONG: dict[str, tuple[Item, str]] = {
    "text_input_in_actions": (
        actions(_element("plain_text_input")),
        "unsupported type: plain_text_input [json-pointer:/view/blocks/0/elements/0/type]",
    ),
    "image_in_actions": (
        actions(image()),
        "unsupported type: image [json-pointer:/view/blocks/0/elements/0/type]",
    ),
    "text_input_beside_a_section": (
        section(accessory=_element("plain_text_input")),
        "unsupported type: plain_text_input [json-pointer:/view/blocks/0/accessory/type]",
    ),
    "datetimepicker_beside_a_section": (
        section(accessory=_element("datetimepicker")),
        "unsupported type: datetimepicker [json-pointer:/view/blocks/0/accessory/type]",
    ),
    "button_in_input": (
        field(button()),
        "unsupported type: button [json-pointer:/view/blocks/0/element/type]",
    ),
    "overflow_in_input": (
        field(_element("overflow", options=options())),
        "unsupported type: overflow [json-pointer:/view/blocks/0/element/type]",
    ),
    "button_in_context": (
        {"type": "context", "elements": [button()]},
        "unsupported type: button [json-pointer:/view/blocks/0/elements/0/type]",
    ),
    "select_in_card": (
        card(actions=[_element("users_select")]),
        "unsupported type: users_select [json-pointer:/view/blocks/0/actions/0/type]",
    ),
    "response_url_in_actions": (
        actions(_element("channels_select", response_url_enabled=True)),
        "modal [json-pointer:/view/blocks/0/elements/0/response_url_enabled]",
    ),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_an_element_in_the_wrong_block_is_refused(case: tuple[Item, str]) -> None:
    block, expected = case
    assert any(expected in line for line in refusal_on("modal", block).messages)


def test_a_response_url_may_be_asked_for_in_an_input_block_of_a_modal_only() -> None:
    asking = field(_element("channels_select", response_url_enabled=True))
    check_on("modal", asking)
    refusal_on("home", asking)


@pytest.mark.parametrize("child", [container(), CAROUSEL, chart(), field(), alert()])
def test_a_container_holds_no_special_blocks(child: Item) -> None:
    refused = refusal_on("message", container(child))
    assert "[json-pointer:/blocks/0/child_blocks/0/type]" in refused.messages[0]


def test_a_carousel_holds_cards_only() -> None:
    refused = refusal_on("message", {"type": "carousel", "elements": [section()]})
    assert "unsupported type: section" in refused.messages[0]


REPEATED: dict[str, tuple[list[Item], str]] = {
    "block_id": (
        [section(block_id="b"), section(block_id="b")],
        "`block_id` must be unique: b [json-pointer:/blocks/1/block_id]",
    ),
    "block_id_inside_a_container": (
        [section(block_id="b"), container(section(block_id="b"))],
        "[json-pointer:/blocks/1/child_blocks/0/block_id]",
    ),
    "action_id_in_one_block": (
        [actions(button(action_id="a"), button(action_id="a"))],
        "`action_id` must be unique: a [json-pointer:/blocks/0/elements/1/action_id]",
    ),
    "action_id_in_two_blocks": (
        [actions(button(action_id="a")), section(accessory=button(action_id="a"))],
        "[json-pointer:/blocks/1/accessory/action_id]",
    ),
    "action_id_in_cards": (
        [{"type": "carousel", "elements": [card(actions=[button(action_id="a")])] * 2}],
        "[json-pointer:/blocks/0/elements/1/actions/0/action_id]",
    ),
    "focus": (
        [
            field(_element("plain_text_input", focus_on_load=True)),
            field(_element("plain_text_input", focus_on_load=True)),
        ],
        "only one element may have focus [json-pointer:/blocks/1/element/focus_on_load]",
    ),
}


@pytest.mark.parametrize("case", REPEATED.values(), ids=REPEATED)
def test_what_must_be_unique_is_refused_twice(case: tuple[list[Item], str]) -> None:
    blocks, expected = case
    assert expected in refusal_on("message", *blocks).messages[0]


def test_two_tables_are_refused_wherever_they_stand() -> None:
    refused = refusal_on("message", table(), container(table()))
    assert refused.error == "invalid_attachments"
    assert refused.messages == (
        "[ERROR] only_one_table_allowed [json-pointer:/blocks/1/child_blocks/0]",
    )


def test_blocks_without_ids_do_not_count_as_repeated() -> None:
    check_on("message", section(), section(), actions(button(), button()))
