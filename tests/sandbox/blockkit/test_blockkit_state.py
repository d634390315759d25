"""What Slack adds: identifiers, and the state of fields nobody has touched."""

from __future__ import annotations

import copy

import pytest
from blockkit_payloads import (
    Item,
    actions,
    button,
    card,
    container,
    field,
    image,
    modal,
    options,
    rich_text,
    section,
)

from sandbox.blockkit import assign_ids, check_message, input_state

FILLED: dict[str, tuple[Item, Item]] = {
    "plain_text_input": ({"initial_value": "Hi"}, {"value": "Hi"}),
    "email_text_input": ({"initial_value": "a@b"}, {"value": "a@b"}),
    "url_text_input": ({"initial_value": "https:a"}, {"value": "https:a"}),
    "number_input": ({"initial_value": "5"}, {"value": "5"}),
    "rich_text_input": ({"initial_value": rich_text()}, {"rich_text_value": rich_text()}),
    "static_select": ({"initial_option": options()[0]}, {"selected_option": options()[0]}),
    "external_select": ({"initial_option": options()[0]}, {"selected_option": options()[0]}),
    "radio_buttons": ({"initial_option": options()[0]}, {"selected_option": options()[0]}),
    "users_select": ({"initial_user": "U1"}, {"selected_user": "U1"}),
    "conversations_select": ({"initial_conversation": "C1"}, {"selected_conversation": "C1"}),
    "channels_select": ({"initial_channel": "C1"}, {"selected_channel": "C1"}),
    "datepicker": ({"initial_date": "2027-01-01"}, {"selected_date": "2027-01-01"}),
    "timepicker": ({"initial_time": "09:00"}, {"selected_time": "09:00"}),
    "datetimepicker": ({"initial_date_time": 1_795_000_000}, {"selected_date_time": 1_795_000_000}),
    "checkboxes": ({"initial_options": options()}, {"selected_options": options()}),
    "multi_static_select": ({"initial_options": options()}, {"selected_options": options()}),
    "multi_external_select": ({"initial_options": options()}, {"selected_options": options()}),
    "multi_users_select": ({"initial_users": ["U1"]}, {"selected_users": ["U1"]}),
    "multi_conversations_select": (
        {"initial_conversations": ["C1"]},
        {"selected_conversations": ["C1"]},
    ),
    "multi_channels_select": ({"initial_channels": ["C1"]}, {"selected_channels": ["C1"]}),
}
SEVERAL = ("checkboxes", "multi_")


def _state(element: Item) -> Item:
    view = modal(field(element | {"action_id": "a"}, block_id="b"))
    return input_state(view)["b"]["a"]


@pytest.mark.parametrize("kind", FILLED)
def test_a_field_begins_with_its_initial_value(kind: str) -> None:
    initial, expected = FILLED[kind]
    assert _state({"type": kind, **initial}) == {"type": kind, **expected}


@pytest.mark.parametrize("kind", FILLED)
def test_an_untouched_field_is_null_or_an_empty_list(kind: str) -> None:
    _, expected = FILLED[kind]
    empty: list[Item] | None = [] if kind.startswith(SEVERAL) else None
    assert _state({"type": kind}) == {"type": kind, **dict.fromkeys(expected, empty)}


def test_selects_outside_input_blocks_have_state_and_buttons_have_none() -> None:
    select = {"type": "users_select", "action_id": "who"}
    view = modal(
        actions(button(action_id="go"), select, block_id="row"),
        section(accessory=button(action_id="more"), block_id="plain"),
        section(accessory=image(), block_id="picture"),
    )
    assert input_state(view) == {"row": {"who": {"type": "users_select", "selected_user": None}}}


def test_a_change_of_the_state_does_not_reach_the_view() -> None:
    view = modal(
        field(
            {"type": "checkboxes", "options": options(), "initial_options": options()}
            | {"action_id": "a"},
            block_id="b",
        )
    )
    before = copy.deepcopy(view)
    input_state(view)["b"]["a"]["selected_options"].clear()
    assert view == before


BLOCKS = [
    section(accessory=button()),
    section(accessory=image()),
    actions(button(), button(action_id="kept")),
    field(block_id="named"),
    {"type": "carousel", "elements": [card(actions=[button()])]},
    container(actions(button())),
    {"type": "divider"},
]


def test_missing_identifiers_are_filled_in_and_given_ones_stay() -> None:
    named = assign_ids(BLOCKS)
    assert all(block["block_id"] for block in named)
    assert named[0]["accessory"]["action_id"]
    assert "action_id" not in named[1]["accessory"]
    assert named[2]["elements"][0]["action_id"]
    assert named[2]["elements"][1]["action_id"] == "kept"
    assert named[3]["block_id"] == "named"
    assert named[3]["element"]["action_id"]
    assert named[4]["elements"][0]["block_id"]
    assert named[4]["elements"][0]["actions"][0]["action_id"]
    assert named[5]["child_blocks"][0]["elements"][0]["action_id"]


def test_blocks_with_filled_in_identifiers_are_still_sound() -> None:
    check_message({"text": "Words", "blocks": assign_ids(BLOCKS)})


def test_the_given_blocks_are_left_as_they_are() -> None:
    before = copy.deepcopy(BLOCKS)
    named = assign_ids(BLOCKS)
    named[0]["text"]["text"] = "Changed"
    assert before == BLOCKS
