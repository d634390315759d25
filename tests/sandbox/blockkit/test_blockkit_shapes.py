"""What is sound in every block and element, and which shapes are refused, with the place."""

from __future__ import annotations

from collections.abc import Callable
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
    confirm,
    container,
    data_table,
    field,
    image,
    message,
    mrkdwn,
    options,
    pie,
    plain,
    raw,
    refusal_on,
    rich_text,
    section,
    table,
)
from hypothesis import given
from hypothesis import strategies as st

from sandbox.blockkit import Refused, check_message, check_view

FULL_ELEMENTS: dict[str, Item] = {
    "button": button(
        action_id="go",
        url="https://example.org/?a=1&b=2",
        value="1",
        style="primary",
        confirm=confirm(style="danger", text=mrkdwn()),
        accessibility_label="Go there",
    ),
    "static_select": {
        "type": "static_select",
        "placeholder": plain(),
        "option_groups": [{"label": plain(), "options": options()}],
        "initial_option": options()[1],
        "focus_on_load": True,
        "confirm": confirm(),
    },
    "external_select": {
        "type": "external_select",
        "min_query_length": 0,
        "initial_option": options()[0],
    },
    "users_select": {"type": "users_select", "initial_user": "U1"},
    "conversations_select": {
        "type": "conversations_select",
        "default_to_current_conversation": True,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    },
    "channels_select": {"type": "channels_select", "initial_channel": "C1"},
    "multi_static_select": {
        "type": "multi_static_select",
        "options": options(3),
        "initial_options": options(2),
        "max_selected_items": 2,
    },
    "multi_external_select": {"type": "multi_external_select", "initial_options": options()},
    "multi_users_select": {"type": "multi_users_select", "initial_users": ["U1", "U2"]},
    "multi_conversations_select": {
        "type": "multi_conversations_select",
        "initial_conversations": ["C1"],
    },
    "multi_channels_select": {"type": "multi_channels_select", "initial_channels": ["C1"]},
    "overflow": {
        "type": "overflow",
        "options": [options()[0] | {"url": "https://example.org", "description": plain()}],
        "confirm": confirm(),
    },
    "radio_buttons": {
        "type": "radio_buttons",
        "options": [{"text": mrkdwn(), "value": "a", "description": mrkdwn()}],
        "initial_option": {"text": mrkdwn(), "value": "a", "description": mrkdwn()},
    },
    "checkboxes": {
        "type": "checkboxes",
        "options": options(),
        "initial_options": options(),
        "focus_on_load": False,
    },
    "datepicker": {"type": "datepicker", "initial_date": "2028-02-29", "placeholder": plain()},
    "timepicker": {"type": "timepicker", "initial_time": "23:59", "timezone": "Europe/Zurich"},
    "datetimepicker": {"type": "datetimepicker", "initial_date_time": 1_795_000_000},
}
FULL_INPUTS: dict[str, Item] = {
    "plain_text_input": {
        "type": "plain_text_input",
        "multiline": True,
        "min_length": 0,
        "max_length": 5,
        "initial_value": "hello",
        "placeholder": plain(),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    },
    "email_text_input": {"type": "email_text_input", "initial_value": "a@example.org"},
    "url_text_input": {"type": "url_text_input", "initial_value": "https://example.org"},
    "number_input": {
        "type": "number_input",
        "is_decimal_allowed": True,
        "min_value": "-1",
        "initial_value": "0.5",
        "max_value": "10",
    },
    "rich_text_input": {"type": "rich_text_input", "initial_value": rich_text()},
    "file_input": {"type": "file_input", "filetypes": ["csv"], "max_files": 1},
}


@pytest.mark.parametrize("element", FULL_ELEMENTS.values(), ids=FULL_ELEMENTS)
def test_an_element_to_act_on_is_taken_in_an_actions_block(element: Item) -> None:
    check_on("message", actions(element))


@pytest.mark.parametrize("element", FULL_INPUTS.values(), ids=FULL_INPUTS)
def test_a_field_to_fill_is_taken_in_an_input_block(element: Item) -> None:
    full = field(element, hint=plain(), optional=True, dispatch_action=True, block_id="b")
    check_on("modal", full)


INLINE: dict[str, Item] = {
    "text": {"type": "text", "text": "Hi", "style": {"bold": True, "code": False}},
    "link": {"type": "link", "url": "mailto:a@example.org", "text": "Write", "unsafe": False},
    "user": {"type": "user", "user_id": "U1", "style": {"highlight": True}},
    "channel": {"type": "channel", "channel_id": "C1"},
    "usergroup": {"type": "usergroup", "usergroup_id": "S1"},
    "emoji": {"type": "emoji", "name": "wave", "skin_tone": 2},
    "date": {"type": "date", "timestamp": 1_795_000_000, "format": "{date}", "fallback": "then"},
    "broadcast": {"type": "broadcast", "range": "here"},
    "color": {"type": "color", "value": "#123456"},
}


@pytest.mark.parametrize("inline", INLINE.values(), ids=INLINE)
def test_rich_text_takes_every_inline_element(inline: Item) -> None:
    check_on("message", rich_text(inline))


def _inline_text() -> list[Item]:
    return [{"type": "text", "text": "Hi"}]


FULL_BLOCKS: dict[str, Item] = {
    "section": section(fields=[plain(), mrkdwn()], accessory=image(), expand=True, block_id="b"),
    "header": {"type": "header", "text": plain() | {"emoji": True}},
    "context": {"type": "context", "elements": [image(), plain(), mrkdwn() | {"verbatim": True}]},
    "divider": {"type": "divider", "block_id": "b"},
    "image": image() | {"title": plain()},
    "image_of_a_slack_file": {
        "type": "image",
        "alt_text": "A",
        "slack_file": {"id": "F1"},
    },
    "input": field(),
    "markdown": {"type": "markdown", "text": "# Title"},
    "rich_text_parts": {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "ordered",
                "indent": 8,
                "offset": 3,
                "border": 1,
                "elements": [{"type": "rich_text_section", "elements": _inline_text()}],
            },
            {"type": "rich_text_quote", "elements": _inline_text(), "border": 0},
            {"type": "rich_text_preformatted", "elements": _inline_text()},
        ],
    },
    "table": table(column_settings=[None, {"align": "right", "is_wrapped": True}]),
    "table_of_rich_text": {"type": "table", "rows": [[rich_text()], [raw()]]},
    "data_table": data_table(page_size=100, row_header_column_index=1)
    | {
        "rows": [
            [raw(), raw()],
            [rich_text(), {"type": "raw_number", "value": 1.5, "text": "1.5"}],
        ]
    },
    "line": chart(series=2),
    "bar": chart(chart=chart()["chart"] | {"type": "bar"}),
    "area": chart(chart=chart()["chart"] | {"type": "area"}),
    "pie": pie(1, 2.5),
    "card": card(hero_image=image(), icon=image(), subtitle=mrkdwn(), actions=[button()]),
    "carousel": {"type": "carousel", "elements": [card(), card()]},
    "container": container(
        section(), actions(button()), is_collapsible=True, default_collapsed=True, width="full"
    ),
}


@pytest.mark.parametrize("block", FULL_BLOCKS.values(), ids=FULL_BLOCKS)
def test_a_sound_block_is_taken_in_a_message(block: Item) -> None:
    check_on("message", block)


def test_a_chart_takes_whole_numbers_of_any_size() -> None:
    check_on("message", pie(10**400))


def test_a_modal_takes_an_alert() -> None:
    check_on("modal", alert() | {"level": "warning"})


def _with_series(*series: Item) -> Item:
    return chart(
        chart={"type": "line", "series": list(series), "axis_config": {"categories": ["a", "b"]}}
    )


def _series(*labels: str, name: str = "One") -> Item:
    return {"name": name, "data": [{"label": label, "value": 1} for label in labels]}


def _select(**changes: Any) -> Item:
    return actions({"type": "static_select", "options": options()} | changes)


def _input(**element: Any) -> Item:
    return field({"type": "plain_text_input"} | element)


REFUSED: dict[str, tuple[str, Item, str]] = {
    "unknown_block": ("message", {"type": "poll"}, "unsupported type: poll [json-pointer:/0/type]"),
    "no_type": ("message", {"text": plain()}, "missing required field: type [json-pointer:/0]"),
    "type_is_no_word": ("message", {"type": []}, "unsupported type: [] [json-pointer:/0/type]"),
    "block_is_text": ("message", "Hello", "must provide an object [json-pointer:/0]"),  # type: ignore[dict-item]
    "unknown_key": (
        "message",
        section(colour="red"),
        "invalid additional property: colour [json-pointer:/0]",
    ),
    "unknown_key_in_text": (
        "message",
        section(text=plain() | {"verbatim": True}),
        "invalid additional property: verbatim [json-pointer:/0/text]",
    ),
    "emoji_in_mrkdwn": (
        "message",
        section(text=mrkdwn() | {"emoji": True}),
        "invalid additional property: emoji [json-pointer:/0/text]",
    ),
    "text_is_a_string": (
        "message",
        section(text="Hi"),
        "must provide an object [json-pointer:/0/text]",
    ),
    "text_is_null": (
        "message",
        section(text=plain() | {"text": None}),
        "must provide a string [json-pointer:/0/text/text]",
    ),
    "emoji_is_no_boolean": (
        "message",
        section(text=plain() | {"emoji": 1}),
        "must provide a boolean [json-pointer:/0/text/emoji]",
    ),
    "section_without_text": (
        "message",
        {"type": "section", "accessory": button()},
        "must define at least one of: text, fields [json-pointer:/0]",
    ),
    "header_in_mrkdwn": (
        "message",
        {"type": "header", "text": mrkdwn()},
        "unsupported type: mrkdwn [json-pointer:/0/text/type]",
    ),
    "empty_block_id": (
        "message",
        section(block_id=""),
        "must be more than 0 characters [json-pointer:/0/block_id]",
    ),
    "button_style": (
        "message",
        actions(button(style="warning")),
        "must be a valid enum value [json-pointer:/0/elements/0/style]",
    ),
    "button_without_text": (
        "message",
        actions({"type": "button"}),
        "missing required field: text [json-pointer:/0/elements/0]",
    ),
    "url_without_scheme": (
        "message",
        actions(button(url="example.org")),
        "failed to match the required format [json-pointer:/0/elements/0/url]",
    ),
    "option_text_in_mrkdwn": (
        "message",
        _select(options=[options()[0] | {"text": mrkdwn()}]),
        "unsupported type: mrkdwn [json-pointer:/0/elements/0/options/0/text/type]",
    ),
    "option_with_url_outside_overflow": (
        "message",
        _select(options=[options()[0] | {"url": "https://example.org"}]),
        "invalid additional property: url [json-pointer:/0/elements/0/options/0]",
    ),
    "options_and_groups": (
        "message",
        _select(option_groups=[{"label": plain(), "options": options()}]),
        "must define exactly one of: options, option_groups [json-pointer:/0/elements/0]",
    ),
    "option_values_repeated": (
        "message",
        _select(options=options() + options(1)),
        "option values must be unique: v0 [json-pointer:/0/elements/0]",
    ),
    "initial_option_not_offered": (
        "message",
        _select(initial_option=options(3)[2]),
        "must be one of the provided options [json-pointer:/0/elements/0/initial_option]",
    ),
    "initial_option_differs_in_text": (
        "message",
        _select(initial_option={"text": plain("Other"), "value": "v0"}),
        "must be one of the provided options [json-pointer:/0/elements/0/initial_option]",
    ),
    "initial_options_twice": (
        "message",
        actions(
            {
                "type": "checkboxes",
                "options": options(),
                "initial_options": [options()[0], options()[0]],
            }
        ),
        "only once [json-pointer:/0/elements/0/initial_options/1]",
    ),
    "more_chosen_than_may_be": (
        "message",
        actions(
            {
                "type": "multi_users_select",
                "initial_users": ["U1", "U2"],
                "max_selected_items": 1,
            }
        ),
        "must not exceed max_selected_items [json-pointer:/0/elements/0/initial_users]",
    ),
    "empty_filter": (
        "message",
        actions({"type": "conversations_select", "filter": {}}),
        "must define at least one of: include",
    ),
    "date_that_is_none": (
        "message",
        actions({"type": "datepicker", "initial_date": "2027-02-29"}),
        "must be a date [json-pointer:/0/elements/0/initial_date]",
    ),
    "time_that_is_none": (
        "message",
        actions({"type": "timepicker", "initial_time": "24:00"}),
        "failed to match the required format [json-pointer:/0/elements/0/initial_time]",
    ),
    "moment_in_milliseconds": (
        "message",
        actions({"type": "datetimepicker", "initial_date_time": 1_795_000_000_000}),
        "must be less than 10000000000 [json-pointer:/0/elements/0/initial_date_time]",
    ),
    "min_length_above_max_length": (
        "modal",
        _input(min_length=3, max_length=2),
        "must not be greater than max_length [json-pointer:/view/blocks/0/element/min_length]",
    ),
    "initial_value_above_max_length": (
        "modal",
        _input(initial_value="abc", max_length=2),
        "must not be longer than max_length [json-pointer:/view/blocks/0/element/initial_value]",
    ),
    "number_as_number": (
        "modal",
        field({"type": "number_input", "is_decimal_allowed": False, "min_value": 1}),
        "must provide a string [json-pointer:/view/blocks/0/element/min_value]",
    ),
    "decimal_in_whole_numbers": (
        "modal",
        field({"type": "number_input", "is_decimal_allowed": False, "max_value": "1.5"}),
        "must be a whole number [json-pointer:/view/blocks/0/element/max_value]",
    ),
    "initial_number_out_of_range": (
        "modal",
        field(
            {
                "type": "number_input",
                "is_decimal_allowed": False,
                "initial_value": "9",
                "max_value": "8",
            }
        ),
        "must not be greater than max_value [json-pointer:/view/blocks/0/element/initial_value]",
    ),
    "empty_rich_text": (
        "message",
        rich_text({"type": "text", "text": ""}),
        "must be more than 0 characters [json-pointer:/0/elements/0/elements/0/text]",
    ),
    "rich_text_in_rich_text": (
        "message",
        rich_text(rich_text()),
        "unsupported type: rich_text [json-pointer:/0/elements/0/elements/0/type]",
    ),
    "uneven_table": (
        "message",
        {"type": "table", "rows": [[raw(), raw()], [raw()]]},
        "must have 2 cells like the first row [json-pointer:/0/rows/1]",
    ),
    "rich_text_in_header_row": (
        "message",
        data_table() | {"rows": [[rich_text()], [raw()]]},
        "unsupported type: rich_text [json-pointer:/0/rows/0/0/type]",
    ),
    "data_table_without_caption": (
        "message",
        table(type="data_table"),
        "missing required field: caption [json-pointer:/0]",
    ),
    "row_header_without_column": (
        "message",
        data_table(row_header_column_index=2),
        "must be the index of a column [json-pointer:/0/row_header_column_index]",
    ),
    "radar_chart": (
        "message",
        chart(chart=chart()["chart"] | {"type": "radar"}),
        "unsupported type: radar [json-pointer:/0/chart/type]",
    ),
    "series_lacks_a_category": (
        "message",
        _with_series(_series("a")),
        "labels must match the categories of axis_config [json-pointer:/0/chart/series/0/data]",
    ),
    "series_in_another_order": (
        "message",
        _with_series(_series("b", "a")),
        "labels must match the categories of axis_config [json-pointer:/0/chart/series/0/data]",
    ),
    "series_names_repeated": (
        "message",
        _with_series(_series("a", "b"), _series("a", "b")),
        "series names must be unique [json-pointer:/0/chart/series/1/name]",
    ),
    "categories_repeated": (
        "message",
        chart(
            chart={
                "type": "bar",
                "series": [_series("a", "a")],
                "axis_config": {"categories": ["a", "a"]},
            }
        ),
        "categories must be unique [json-pointer:/0/chart/axis_config/categories]",
    ),
    "page_size_as_boolean": (
        "message",
        data_table(page_size=True),
        "must provide an integer [json-pointer:/0/page_size]",
    ),
    "value_is_text": (
        "message",
        _with_series({"name": "One", "data": [{"label": "a", "value": "1"}]}),
        "must provide a number [json-pointer:/0/chart/series/0/data/0/value]",
    ),
    "date_in_other_digits": (
        "message",
        actions({"type": "datepicker", "initial_date": "٢٠٢٧-٠١-٠١"}),
        "failed to match the required format [json-pointer:/0/elements/0/initial_date]",
    ),
    "value_is_infinite": (
        "message",
        pie(float("inf")),
        "must provide a number [json-pointer:/0/chart/segments/0/value]",
    ),
    "empty_card": (
        "message",
        {"type": "card", "subtitle": plain()},
        "must define at least one of: hero_image, title, actions, body [json-pointer:/0]",
    ),
    "container_without_title": (
        "message",
        {"type": "container", "child_blocks": [section()]},
        "must define at least one of: title, rich_text_title [json-pointer:/0]",
    ),
    "collapsed_but_not_collapsible": (
        "message",
        container(default_collapsed=True),
        "requires is_collapsible [json-pointer:/0/default_collapsed]",
    ),
    "divider_and_collapsible": (
        "message",
        container(is_collapsible=True, has_header_divider=True),
        "not allowed with is_collapsible [json-pointer:/0/has_header_divider]",
    ),
    "image_with_two_sources": (
        "message",
        image() | {"slack_file": {"id": "F1"}},
        "must define exactly one of: image_url, slack_file [json-pointer:/0]",
    ),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_a_wrong_shape_is_refused_with_a_pointer_to_the_fault(
    case: tuple[str, Item, str],
) -> None:
    surface, block, expected = case
    refused = refusal_on(surface, block)
    if surface == "message":
        expected = expected.replace("json-pointer:/0", "json-pointer:/blocks/0")
    assert any(expected in line for line in refused.messages), refused.messages


def test_every_fault_of_a_message_is_told_at_once() -> None:
    refused = refusal_on("message", section(text=plain("")), {"type": "header"})
    assert refused.error == "invalid_blocks"
    assert refused.messages == (
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        "[ERROR] missing required field: text [json-pointer:/blocks/1]",
    )


def test_the_message_for_a_long_button_is_the_one_slack_gives() -> None:
    refused = refusal_on("message", actions(button(text=plain("x" * 76))))
    assert refused.messages == (
        "[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


def _replaced(node: Any, path: list[int], value: Any) -> Any:
    """A copy of `node` with one value, found by taking turns along `path`, replaced."""
    if not path or not isinstance(node, dict | list) or not node:
        return value
    keys = list(node) if isinstance(node, dict) else list(range(len(node)))
    key = keys[path[0] % len(keys)]
    copy: Any = dict(node) if isinstance(node, dict) else list(node)
    copy[key] = _replaced(node[key], path[1:], value)
    return copy


def _outcome(check: Callable[[Item], None], payload: Item) -> Refused | None:
    try:
        check(payload)
    except Refused as refused:
        return refused
    return None


@given(
    block=st.sampled_from([*FULL_BLOCKS.values(), *(field(e) for e in FULL_INPUTS.values())]),
    path=st.lists(st.integers(0, 20), min_size=1, max_size=6),
    value=json_values,
)
def test_any_json_in_any_place_is_taken_or_refused_but_never_breaks_the_check(
    block: Item, path: list[int], value: Any
) -> None:
    broken = _replaced(block, path, value)
    for refused in (
        _outcome(check_message, message(broken)),
        _outcome(check_view, {"type": "home", "blocks": [broken]}),
    ):
        assert refused is None or refused.messages
