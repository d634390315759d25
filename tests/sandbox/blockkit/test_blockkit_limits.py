"""Every size: exactly at the limit is taken, one beyond is refused with Slack's error."""

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
    home,
    image,
    message,
    modal,
    mrkdwn,
    options,
    pie,
    plain,
    raw,
    refusal_on,
    section,
    table,
)

from sandbox.blockkit import Refused, check_message, check_options, check_view
from sandbox.blockkit.messages import METADATA_BYTES
from sandbox.blockkit.text import json_bytes

Build = Callable[[int], Item]


def _select(kind: str = "static_select", **changes: Any) -> Item:
    return actions({"type": kind, "options": options(), **changes})


def _one_option(**changes: Any) -> Item:
    return _select(options=[options()[0] | changes])


def _of(count: int, block: Item) -> list[Item]:
    return [block for _ in range(count)]


def _series(**changes: Any) -> Item:
    built = chart()
    built["chart"]["series"][0] |= changes
    return built


def _axes(**changes: Any) -> Item:
    built = chart()
    built["chart"]["axis_config"] |= changes
    return built


def _labelled(label: str) -> Item:
    built = _axes(categories=[label])
    built["chart"]["series"][0]["data"] = [{"label": label, "value": 1}]
    return built


def _pie_label(label: str) -> Item:
    return chart(chart={"type": "pie", "segments": [{"label": label, "value": 1}]})


def _wide_cells_of(size: int) -> Item:
    half = size // 2
    return data_table() | {"rows": [[raw("x" * half)], [raw("x" * (size - half))]]}


BLOCKS: dict[str, tuple[str, int, Build]] = {
    "option_text_75": ("message", 75, lambda n: _one_option(text=plain("x" * n))),
    "option_value_150": ("message", 150, lambda n: _one_option(value="x" * n)),
    "option_description_75": ("message", 75, lambda n: _one_option(description=plain("x" * n))),
    "radio_buttons_10": ("message", 10, lambda n: _select("radio_buttons", options=options(n))),
    "checkboxes_10": ("message", 10, lambda n: _select("checkboxes", options=options(n))),
    "select_100": ("message", 100, lambda n: _select(options=options(n))),
    "multi_select_100": (
        "message",
        100,
        lambda n: _select("multi_static_select", options=options(n)),
    ),
    "overflow_5": ("message", 5, lambda n: _select("overflow", options=options(n))),
    "section_text_3000": ("message", 3000, lambda n: section(text=plain("x" * n))),
    "section_mrkdwn_3000": ("message", 3000, lambda n: section(text=mrkdwn("x" * n))),
    "section_fields_10": ("message", 10, lambda n: section(fields=_of(n, plain()))),
    "section_field_2000": ("message", 2000, lambda n: section(fields=[plain("x" * n)])),
    "header_150": ("message", 150, lambda n: {"type": "header", "text": plain("x" * n)}),
    "context_10": ("message", 10, lambda n: {"type": "context", "elements": _of(n, mrkdwn())}),
    "actions_25": ("message", 25, lambda n: actions(*_of(n, button()))),
    "button_text_75": ("message", 75, lambda n: actions(button(text=plain("x" * n)))),
    "button_value_2000": ("message", 2000, lambda n: actions(button(value="x" * n))),
    "button_url_3000": ("message", 3000, lambda n: actions(button(url="https:" + "x" * (n - 6)))),
    "action_id_255": ("message", 255, lambda n: actions(button(action_id="x" * n))),
    "block_id_255": ("message", 255, lambda n: section(block_id="x" * n)),
    "input_label_2000": ("modal", 2000, lambda n: field(label=plain("x" * n))),
    "input_hint_2000": ("modal", 2000, lambda n: field(hint=plain("x" * n))),
    "placeholder_150": ("message", 150, lambda n: _select(placeholder=plain("x" * n))),
    "plain_text_input_3000": (
        "modal",
        3000,
        lambda n: field({"type": "plain_text_input", "initial_value": "x" * n}),
    ),
    "plain_text_input_max_length_3000": (
        "modal",
        3000,
        lambda n: field({"type": "plain_text_input", "max_length": n}),
    ),
    "confirm_title_100": (
        "message",
        100,
        lambda n: actions(button(confirm=confirm(title=plain("x" * n)))),
    ),
    "confirm_text_300": (
        "message",
        300,
        lambda n: actions(button(confirm=confirm(text=plain("x" * n)))),
    ),
    "confirm_button_30": (
        "message",
        30,
        lambda n: actions(button(confirm=confirm(confirm=plain("x" * n)))),
    ),
    "deny_button_30": (
        "message",
        30,
        lambda n: actions(button(confirm=confirm(deny=plain("x" * n)))),
    ),
    "table_rows_100": ("message", 100, lambda n: table(rows=n)),
    "table_columns_20": ("message", 20, lambda n: table(columns=n)),
    "data_table_rows_101": ("message", 101, lambda n: data_table(rows=n)),
    "data_table_columns_20": ("message", 20, lambda n: data_table(columns=n)),
    "data_table_characters_20000": ("message", 20_000, _wide_cells_of),
    "chart_title_50": ("message", 50, lambda n: chart(title="x" * n)),
    "chart_series_name_20": ("message", 20, lambda n: _series(name="x" * n)),
    "chart_label_20": ("message", 20, lambda n: _labelled("x" * n)),
    "chart_axis_label_50": ("message", 50, lambda n: _axes(x_label="x" * n, y_label="x" * n)),
    "chart_series_6": ("message", 6, lambda n: chart(series=n)),
    "chart_points_20": ("message", 20, lambda n: chart(points=n)),
    "pie_segments_6": ("message", 6, lambda n: pie(*[1] * n)),
    "pie_label_20": ("message", 20, lambda n: _pie_label("x" * n)),
    "card_title_150": ("message", 150, lambda n: card(title=plain("x" * n))),
    "card_subtitle_150": ("message", 150, lambda n: card(subtitle=plain("x" * n))),
    "card_body_200": ("message", 200, lambda n: card(body=plain("x" * n))),
    "card_actions_3": ("message", 3, lambda n: card(actions=_of(n, button()))),
    "carousel_cards_10": (
        "message",
        10,
        lambda n: {"type": "carousel", "elements": _of(n, card())},
    ),
    "container_blocks_10": ("message", 10, lambda n: container(*_of(n, section()))),
    "container_title_150": ("message", 150, lambda n: container(title=plain("x" * n))),
    "alert_200": ("modal", 200, lambda n: alert("x" * n)),
    "markdown_12000": ("message", 12_000, lambda n: {"type": "markdown", "text": "x" * n}),
    "image_alt_text_2000": ("message", 2000, lambda n: image() | {"alt_text": "x" * n}),
}
ERRORS = {"message": "invalid_blocks", "modal": "invalid_arguments", "home": "invalid_arguments"}


@pytest.mark.parametrize("case", BLOCKS.values(), ids=BLOCKS)
def test_a_block_exactly_at_a_limit_is_taken(case: tuple[str, int, Build]) -> None:
    surface, limit, build = case
    check_on(surface, build(limit))


@pytest.mark.parametrize("case", BLOCKS.values(), ids=BLOCKS)
def test_a_block_one_beyond_a_limit_is_refused(case: tuple[str, int, Build]) -> None:
    surface, limit, build = case
    refused = refusal_on(surface, build(limit + 1))
    assert refused.error == ERRORS[surface]
    assert all("[json-pointer:/" in line for line in refused.messages)
    assert refused.messages


LEAST: dict[str, tuple[str, Item, Item]] = {
    "data_table_two_rows": ("message", data_table(rows=2), data_table(rows=1)),
    "data_table_one_column": ("message", data_table(columns=1), data_table(columns=0)),
    "chart_one_series": ("message", chart(series=1), chart(series=0)),
    "chart_one_point": ("message", chart(points=1), chart(points=0)),
    "carousel_one_card": (
        "message",
        {"type": "carousel", "elements": [card()]},
        {"type": "carousel", "elements": []},
    ),
    "table_one_row": ("message", table(rows=1), table(rows=0)),
    "actions_one_element": ("message", actions(button()), actions()),
    "text_not_empty": ("message", section(), section(text=plain(""))),
    "select_one_option": ("message", _select(options=options(1)), _select(options=[])),
    "pie_value_above_zero": ("message", pie(0.1), pie(0)),
}


@pytest.mark.parametrize("case", LEAST.values(), ids=LEAST)
def test_a_least_number_is_taken_and_fewer_refused(case: tuple[str, Item, Item]) -> None:
    surface, enough, too_few = case
    check_on(surface, enough)
    assert refusal_on(surface, too_few).error == ERRORS[surface]


def _sized_modal(size: int) -> Item:
    blocks = [section(text=plain("x" * 3000)) for _ in range(81)] + [section(text=plain("x"))]
    grown = modal(*blocks, private_metadata="")
    missing = size - json_bytes(grown)
    last = blocks[-1]["text"]
    last["text"] = "x" * min(3000, missing + 1)
    grown["private_metadata"] = "y" * (size - json_bytes(grown))
    return grown


VIEWS: dict[str, tuple[int, Build, str]] = {
    "modal_title_24": (24, lambda n: modal(title=plain("x" * n)), "invalid_arguments"),
    "modal_submit_24": (24, lambda n: modal(submit=plain("x" * n)), "invalid_arguments"),
    "modal_close_24": (24, lambda n: modal(close=plain("x" * n)), "invalid_arguments"),
    "modal_blocks_100": (100, lambda n: modal(*_of(n, section())), "invalid_arguments"),
    "home_blocks_100": (100, lambda n: home(*_of(n, section())), "invalid_arguments"),
    "private_metadata_3000": (
        3000,
        lambda n: modal(private_metadata="x" * n),
        "invalid_arguments",
    ),
    "callback_id_255": (255, lambda n: modal(callback_id="x" * n), "invalid_arguments"),
    "external_id_255": (255, lambda n: modal(external_id="x" * n), "invalid_arguments"),
    "view_250_kB": (250_000, _sized_modal, "view_too_large"),
}


@pytest.mark.parametrize("case", VIEWS.values(), ids=VIEWS)
def test_a_view_at_a_limit_is_taken_and_one_beyond_refused(case: tuple[int, Build, str]) -> None:
    limit, build, error = case
    check_view(build(limit))
    with pytest.raises(Refused) as caught:
        check_view(build(limit + 1))
    assert caught.value.error == error
    assert "[json-pointer:/view" in caught.value.messages[0]


def _metadata(size: int) -> Item:
    built = {"event_type": "round", "event_payload": {"id": ""}}
    built["event_payload"] = {"id": "x" * (size - json_bytes(built))}
    return message(metadata=built)


def _charts(count: int) -> Item:
    return message(*_of(count, chart()))


def _tables(count: int) -> Item:
    return message(*_of(count, table()))


def _markdown(size: int) -> Item:
    return message(*({"type": "markdown", "text": "x" * n} for n in (6_000, size - 6_000)))


MESSAGES: dict[str, tuple[int, Build, str]] = {
    "message_blocks_50": (50, lambda n: message(*_of(n, section())), "invalid_blocks"),
    "message_text_40000": (40_000, lambda n: message(text="x" * n), "msg_too_long"),
    "markdown_text_12000": (12_000, lambda n: {"markdown_text": "x" * n}, "msg_too_long"),
    "tables_1": (1, _tables, "invalid_attachments"),
    "charts_2": (2, _charts, "invalid_blocks"),
    "markdown_together_12000": (12_000, _markdown, "invalid_blocks"),
    "metadata_bytes": (METADATA_BYTES, _metadata, "metadata_too_large"),
    "attachments_100": (
        100,
        lambda n: message(attachments=_of(n, {"blocks": [section()]})),
        "too_many_attachments",
    ),
}


@pytest.mark.parametrize("case", MESSAGES.values(), ids=MESSAGES)
def test_a_message_at_a_limit_is_taken_and_one_beyond_refused(case: tuple[int, Build, str]) -> None:
    limit, build, error = case
    check_message(build(limit))
    with pytest.raises(Refused) as caught:
        check_message(build(limit + 1))
    assert caught.value.error == error


def test_a_hundred_suggestions_are_taken_and_one_more_refused() -> None:
    check_options({"options": options(100)})
    with pytest.raises(Refused, match="no more than 100 items allowed"):
        check_options({"options": options(101)})


@pytest.mark.parametrize(("sign", "size"), [("&", 5), ("<", 4), (">", 4), ("é", 1), ("🧭", 1)])
def test_characters_are_code_points_counted_once_escaped(sign: str, size: int) -> None:
    rest = "x" * (150 - size)
    check_on("message", {"type": "header", "text": plain(sign + rest)})
    refusal_on("message", {"type": "header", "text": plain(sign + rest + "x")})


def test_what_is_escaped_already_is_not_escaped_again() -> None:
    check_on("message", section(text=mrkdwn("&amp;" * 600)))
    refusal_on("message", section(text=mrkdwn("&amp;" * 600 + "x")))


def test_links_and_mentions_in_mrkdwn_count_as_they_stand() -> None:
    mention = "<@U0SBX00001>"
    check_on("message", section(text=mrkdwn(mention + "x" * (3000 - len(mention)))))
    refusal_on("message", section(text=plain(mention + "x" * (3000 - len(mention)))))
