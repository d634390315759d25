"""Every size that Slack limits: at the limit a call is taken, one beyond it is refused by name.

Read it as the table it is: what is limited, how much passes, how it is built. Every row is sent to
the Web API with the real token, once at the limit and once beyond.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from blockkit_payloads import (
    Item,
    actions,
    alert,
    button,
    card,
    chart,
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
    rich_text,
    section,
    table,
)
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import CannotAct, Sandbox
from sandbox.blockkit import Refused, check_options
from sandbox.blockkit.text import json_bytes

Build = Callable[[int], Item]


class Limit(NamedTuple):
    """What a method takes, and what it refuses with Slack's error."""

    method: str
    error: str
    taken: Item
    refused: Item


def in_message(at: int, build: Build, beyond: int | None = None) -> Limit:
    """A limit of one block of a message: `beyond` is one more unless given."""
    return of_message(at, lambda n: message(build(n)), "invalid_blocks", beyond=beyond)


def in_modal(at: int, build: Build, beyond: int | None = None) -> Limit:
    """A limit of one block of a modal."""
    return of_view(at, lambda n: modal(build(n)), beyond=beyond)


def of_message(
    at: int,
    build: Build,
    error: str,
    method: str = "chat.postMessage",
    beyond: int | None = None,
) -> Limit:
    """A limit of a message as a whole."""
    return Limit(method, error, build(at), build(at + 1 if beyond is None else beyond))


def of_view(
    at: int,
    build: Build,
    error: str = "invalid_arguments",
    method: str = "views.open",
    beyond: int | None = None,
) -> Limit:
    """A limit of a view as a whole."""
    return of_message(at, lambda n: {"view": build(n)}, error, method, beyond)


def rule(taken: Item, refused: Item) -> Limit:
    """What holds for blocks of a message without a number."""
    return Limit("chat.postMessage", "invalid_blocks", message(taken), message(refused))


def view_rule(taken: Item, refused: Item) -> Limit:
    """What holds for a modal without a number."""
    return Limit("views.open", "invalid_arguments", {"view": taken}, {"view": refused})


def words(n: int) -> Item:
    return plain("x" * n)


def copies(n: int, item: Item) -> list[Item]:
    return [item for _ in range(n)]


def menu(kind: str = "static_select", **changes: Any) -> Item:
    return actions({"type": kind, "options": options()} | changes)


def picker(kind: str, **changes: Any) -> Item:
    return actions({"type": kind} | changes)


def one_option(kind: str = "static_select", **changes: Any) -> Item:
    return menu(kind, options=[options()[0] | changes])


def grouped(groups: int = 1, **changes: Any) -> Item:
    made = [
        {"label": plain(), "options": [options()[0] | {"value": f"{n}"}]} | changes
        for n in range(groups)
    ]
    return actions({"type": "static_select", "option_groups": made})


def typed(**changes: Any) -> Item:
    return field({"type": "plain_text_input"} | changes)


def asking(**changes: Any) -> Item:
    return actions(button(confirm=confirm(**changes)))


def web(n: int) -> str:
    return f"https://e.org/{'x' * n}"[:n]


def header(text: str) -> Item:
    return {"type": "header", "text": plain(text)}


def cells_of(size: int, made: Item) -> Item:
    half = size // 2
    return made | {"rows": [[raw("x" * half)], [raw("x" * (size - half))]]}


def series(**changes: Any) -> Item:
    built = chart()
    built["chart"]["series"][0] |= changes
    return built


def axes(**changes: Any) -> Item:
    built = chart()
    built["chart"]["axis_config"] |= changes
    return built


def labelled(label: str) -> Item:
    built = axes(categories=[label])
    built["chart"]["series"][0]["data"] = [{"label": label, "value": 1}]
    return built


def pie_label(label: str) -> Item:
    return chart(chart={"type": "pie", "segments": [{"label": label, "value": 1}]})


def labels(*names: str) -> Item:
    """A chart of the categories a and b, and one series with these labels."""
    data = [{"label": name, "value": 1} for name in names]
    built = axes(categories=["a", "b"])
    built["chart"]["series"][0]["data"] = data
    return built


def drawn(kind: str) -> Item:
    return chart(chart=chart()["chart"] | {"type": kind})


def without(item: Item, name: str) -> Item:
    return {key: value for key, value in item.items() if key != name}


def sized_view(size: int) -> Item:
    """A modal of so many bytes, each part of it within its own limit."""
    grown = modal(*(section(text=words(3000)) for _ in range(81)), private_metadata="")
    last = section(text=words(1))
    grown["blocks"].append(last)
    last["text"]["text"] = "x" * min(3000, size - json_bytes(grown) + 1)
    grown["private_metadata"] = "y" * (size - json_bytes(grown))
    return grown


def with_metadata(size: int) -> Item:
    built = {"event_type": "round", "event_payload": {"id": ""}}
    built["event_payload"] = {"id": "x" * (size - json_bytes(built))}
    return message(metadata=built)


def prose(size: int) -> Item:
    parts = (3000, 3000, 3000, size - 9_001, 1)
    return message(*(section(text=words(n)) for n in parts))


def markdown(*sizes: int) -> Item:
    return message(*({"type": "markdown", "text": "x" * n} for n in sizes))


def attached(n: int) -> Item:
    return message(attachments=copies(n, {"blocks": [section()]}))


LIMITS: dict[str, Limit] = {
    # Modals and Homes
    "modal title: 24": of_view(24, lambda n: modal(title=words(n))),
    "modal submit: 24": of_view(24, lambda n: modal(submit=words(n))),
    "modal close: 24": of_view(24, lambda n: modal(close=words(n))),
    "modal: 100 blocks": of_view(100, lambda n: modal(*copies(n, section()))),
    "Home: 100 blocks": of_view(100, lambda n: home(*copies(n, section())), method="views.publish"),
    "view: 250 kB": of_view(250_000, sized_view, "view_too_large"),
    "private_metadata: 3,000": of_view(3000, lambda n: modal(private_metadata="x" * n)),
    "callback_id: 255": of_view(255, lambda n: modal(callback_id="x" * n)),
    "external_id: 255": of_view(255, lambda n: modal(external_id="x" * n)),
    # Messages
    "message: 50 blocks": of_message(
        50, lambda n: message(*copies(n, section())), "invalid_blocks"
    ),
    "message text: 40,000": of_message(40_000, lambda n: message(text="x" * n), "msg_too_long"),
    "edited text: 4,000": of_message(
        4_000, lambda n: message(text="x" * n), "msg_too_long", "chat.update"
    ),
    "edited text: 4,000 bytes, not characters": of_message(
        1_000, lambda n: message(text="🧭" * n), "msg_too_long", "chat.update"
    ),
    "ephemeral text: 40,000": of_message(
        40_000, lambda n: message(text="x" * n), "msg_too_long", "chat.postEphemeral"
    ),
    "text of all blocks: 12,000": of_message(12_000, prose, "msg_blocks_too_long"),
    "markdown_text: 12,000": of_message(
        12_000, lambda n: {"markdown_text": "x" * n}, "msg_too_long"
    ),
    "markdown block: 12,000": of_message(12_000, lambda n: markdown(n), "invalid_blocks"),
    "markdown blocks together: 12,000": of_message(
        12_000, lambda n: markdown(6_000, n - 6_000), "invalid_blocks"
    ),
    "attachments: 100": of_message(100, attached, "too_many_attachments"),
    "metadata: 8,000 bytes": of_message(8_000, with_metadata, "metadata_too_large"),
    "tables in a message: 1": of_message(
        1, lambda n: message(*copies(n, table())), "invalid_attachments"
    ),
    "tables of either kind in a message: 1": of_message(
        1, lambda n: message(*[table(), data_table()][:n]), "invalid_attachments"
    ),
    "charts in a message: 2": of_message(
        2, lambda n: message(*copies(n, chart())), "invalid_blocks"
    ),
    # Options
    "option text: 75": in_message(75, lambda n: one_option(text=words(n))),
    "option value: 150": in_message(150, lambda n: one_option(value="x" * n)),
    "option description: 75": in_message(75, lambda n: one_option(description=words(n))),
    "radio button text: 75": in_message(75, lambda n: one_option("radio_buttons", text=words(n))),
    "checkbox text: 75": in_message(75, lambda n: one_option("checkboxes", text=words(n))),
    "checkbox description: 75": in_message(
        75, lambda n: one_option("checkboxes", description=words(n))
    ),
    "overflow option text: 75": in_message(75, lambda n: one_option("overflow", text=words(n))),
    "overflow option url: 3,000": in_message(3000, lambda n: one_option("overflow", url=web(n))),
    "radio buttons: 10": in_message(10, lambda n: menu("radio_buttons", options=options(n))),
    "checkboxes: 10": in_message(10, lambda n: menu("checkboxes", options=options(n))),
    "select: 100 options": in_message(100, lambda n: menu(options=options(n))),
    "multi-select: 100 options": in_message(
        100, lambda n: menu("multi_static_select", options=options(n))
    ),
    "select: 100 groups": in_message(100, lambda n: grouped(n)),
    "option group: 100 options": in_message(100, lambda n: grouped(options=options(n))),
    "option group label: 75": in_message(75, lambda n: grouped(label=words(n))),
    "overflow: 5 options": in_message(5, lambda n: menu("overflow", options=options(n))),
    # Blocks
    "section text: 3,000": in_message(3000, lambda n: section(text=words(n))),
    "section mrkdwn: 3,000": in_message(3000, lambda n: section(text=mrkdwn("x" * n))),
    "section: 10 fields": in_message(10, lambda n: section(fields=copies(n, plain()))),
    "section field: 2,000": in_message(2000, lambda n: section(fields=[words(n)])),
    "header: 150": in_message(150, lambda n: header("x" * n)),
    "context: 10 elements": in_message(
        10, lambda n: {"type": "context", "elements": copies(n, mrkdwn())}
    ),
    "context text: 3,000": in_message(3000, lambda n: {"type": "context", "elements": [words(n)]}),
    "image in a context, alt text: 2,000": in_message(
        2000, lambda n: {"type": "context", "elements": [image() | {"alt_text": "x" * n}]}
    ),
    "actions: 25 elements": in_message(25, lambda n: actions(*copies(n, button()))),
    "image alt text: 2,000": in_message(2000, lambda n: image() | {"alt_text": "x" * n}),
    "image title: 2,000": in_message(2000, lambda n: image() | {"title": words(n)}),
    "image url: 3,000": in_message(3000, lambda n: image() | {"image_url": web(n)}),
    # Buttons and identifiers
    "button text: 75": in_message(75, lambda n: actions(button(text=words(n)))),
    "button value: 2,000": in_message(2000, lambda n: actions(button(value="x" * n))),
    "button url: 3,000": in_message(3000, lambda n: actions(button(url=web(n)))),
    "button accessibility label: 75": in_message(
        75, lambda n: actions(button(accessibility_label="x" * n))
    ),
    "action_id: 255": in_message(255, lambda n: actions(button(action_id="x" * n))),
    "block_id: 255": in_message(255, lambda n: section(block_id="x" * n)),
    # Inputs
    "input label: 2,000": in_modal(2000, lambda n: field(label=words(n))),
    "input hint: 2,000": in_modal(2000, lambda n: field(hint=words(n))),
    "select placeholder: 150": in_message(150, lambda n: menu(placeholder=words(n))),
    "input placeholder: 150": in_modal(150, lambda n: typed(placeholder=words(n))),
    "date placeholder: 150": in_message(150, lambda n: picker("datepicker", placeholder=words(n))),
    "time placeholder: 150": in_message(150, lambda n: picker("timepicker", placeholder=words(n))),
    "moment: ten digits": in_modal(
        9_999_999_999, lambda n: field({"type": "datetimepicker", "initial_date_time": n})
    ),
    "files: 10": in_modal(10, lambda n: field({"type": "file_input", "max_files": n})),
    "initial text: 3,000": in_modal(3000, lambda n: typed(initial_value="x" * n)),
    "max_length: 3,000": in_modal(3000, lambda n: typed(max_length=n)),
    "min_length: 3,000": in_modal(3000, lambda n: typed(min_length=n)),
    "initial text: max_length": in_modal(9, lambda n: typed(initial_value="x" * n, max_length=9)),
    "chosen at first: max_selected_items": in_modal(
        2,
        lambda n: field(
            {
                "type": "multi_users_select",
                "initial_users": [f"U{i}" for i in range(n)],
                "max_selected_items": 2,
            }
        ),
    ),
    # Confirmations
    "confirm title: 100": in_message(100, lambda n: asking(title=words(n))),
    "confirm text: 300": in_message(300, lambda n: asking(text=words(n))),
    "confirm button: 30": in_message(30, lambda n: asking(confirm=words(n))),
    "deny button: 30": in_message(30, lambda n: asking(deny=words(n))),
    # Tables
    "table: 100 rows": in_message(100, lambda n: table(rows=n)),
    "table: 20 columns": in_message(20, lambda n: table(columns=n)),
    "table: 20 column settings": in_message(20, lambda n: table(column_settings=[None] * n)),
    "table: 10,000 characters": in_message(10_000, lambda n: cells_of(n, table())),
    "data table: 101 rows": in_message(101, lambda n: data_table(rows=n)),
    "data table: 20 columns": in_message(20, lambda n: data_table(columns=n)),
    "data table: 20,000 characters": in_message(20_000, lambda n: cells_of(n, data_table())),
    "data table page: 100 rows": in_message(100, lambda n: data_table(page_size=n)),
    # Charts
    "chart title: 50": in_message(50, lambda n: chart(title="x" * n)),
    "series name: 20": in_message(20, lambda n: series(name="x" * n)),
    "chart label: 20": in_message(20, lambda n: labelled("x" * n)),
    "x axis label: 50": in_message(50, lambda n: axes(x_label="x" * n)),
    "y axis label: 50": in_message(50, lambda n: axes(y_label="x" * n)),
    "chart: 6 series": in_message(6, lambda n: chart(series=n)),
    "chart: 20 points": in_message(20, lambda n: chart(points=n)),
    "pie: 6 segments": in_message(6, lambda n: pie(*[1] * n)),
    "pie label: 20": in_message(20, lambda n: pie_label("x" * n)),
    # Cards, carousels, containers, alerts
    "card title: 150": in_message(150, lambda n: card(title=words(n))),
    "card subtitle: 150": in_message(150, lambda n: card(subtitle=words(n))),
    "card body: 200": in_message(200, lambda n: card(body=words(n))),
    "card: 3 actions": in_message(3, lambda n: card(actions=copies(n, button()))),
    "carousel: 10 cards": in_message(
        10, lambda n: {"type": "carousel", "elements": copies(n, card())}
    ),
    "container: 10 blocks": in_message(10, lambda n: container(*copies(n, section()))),
    "container title: 150": in_message(150, lambda n: container(title=words(n))),
    "container subtitle: 150": in_message(150, lambda n: container(subtitle=words(n))),
    "alert: 200": in_modal(200, lambda n: alert("x" * n)),
}

LEAST: dict[str, Limit] = {
    "modal: a block": of_view(1, lambda n: modal() | {"blocks": copies(n, section())}, beyond=0),
    "section text: a character": in_message(1, lambda n: section(text=words(n)), 0),
    "section: a field": in_message(1, lambda n: section(fields=copies(n, plain())), 0),
    "context: an element": in_message(
        1, lambda n: {"type": "context", "elements": copies(n, plain())}, 0
    ),
    "actions: an element": in_message(1, lambda n: actions(*copies(n, button())), 0),
    "select: an option": in_message(1, lambda n: menu(options=options(n)), 0),
    "radio buttons: an option": in_message(
        1, lambda n: menu("radio_buttons", options=options(n)), 0
    ),
    "overflow: an option": in_message(1, lambda n: menu("overflow", options=options(n)), 0),
    "block_id: a character": in_message(1, lambda n: section(block_id="x" * n), 0),
    "table: a row": in_message(1, lambda n: table(rows=n), 0),
    "moment: ten digits": in_modal(
        1_000_000_000,
        lambda n: field({"type": "datetimepicker", "initial_date_time": n}),
        999_999_999,
    ),
    "data table: 2 rows": in_message(2, lambda n: data_table(rows=n), 1),
    "data table: a column": in_message(1, lambda n: data_table(columns=n), 0),
    "chart: a series": in_message(1, lambda n: chart(series=n), 0),
    "chart: a point": in_message(1, lambda n: chart(points=n), 0),
    "pie: a value above zero": in_message(1, lambda n: pie(n), 0),
    "carousel: a card": in_message(
        1, lambda n: {"type": "carousel", "elements": copies(n, card())}, 0
    ),
    "card: a title or another part": rule(card(), {"type": "card"}),
    "container: a block": in_message(
        1, lambda n: container() | {"child_blocks": copies(n, section())}, 0
    ),
    "message: a text": Limit(
        "chat.postMessage", "no_text", message(section()), {"blocks": [section()]}
    ),
}
RULES: dict[str, Limit] = {
    "a view with an input has a submit button": view_rule(
        modal(field()), without(modal(field()), "submit")
    ),
    "a modal has a title": view_rule(modal(), without(modal(), "title")),
    "a block_id stands once in a message": Limit(
        "chat.postMessage",
        "invalid_blocks",
        message(section(block_id="a"), section(block_id="b")),
        message(section(block_id="a"), section(block_id="a")),
    ),
    "a block_id stands once in a view": view_rule(
        modal(section(block_id="a"), section(block_id="b")),
        modal(section(block_id="a"), section(block_id="a")),
    ),
    "an action_id stands once in a message": rule(
        actions(button(action_id="a"), button(action_id="b")),
        actions(button(action_id="a"), button(action_id="a")),
    ),
    "an action_id stands once in a view": view_rule(
        modal(actions(button(action_id="a")), actions(button(action_id="b"))),
        modal(actions(button(action_id="a")), actions(button(action_id="a"))),
    ),
    "a data table has a caption": rule(data_table(), without(data_table(), "caption")),
    "a data table's header holds no rich text": rule(
        data_table() | {"rows": [[raw()], [rich_text()]]},
        data_table() | {"rows": [[rich_text()], [raw()]]},
    ),
    "a table's rows are equally long": rule(
        table() | {"rows": [[raw()], [raw()]]}, table() | {"rows": [[raw()], [raw(), raw()]]}
    ),
    "a series has every category": rule(labels("a", "b"), labels("a")),
    "a series has its categories in order": rule(labels("a", "b"), labels("b", "a")),
    "a chart is no radar": rule(drawn("area"), drawn("radar")),
    "an alert stands in a modal": Limit(
        "views.open", "invalid_arguments", {"view": modal(alert())}, {"view": home(alert())}
    ),
    "an alert stands in no message": rule(section(), alert()),
    "a chart stands in no modal": view_rule(modal(section()), modal(chart())),
    "a modal is opened and a Home is not": view_rule(modal(), home()),
    "a Home is published and a modal is not": Limit(
        "views.publish", "invalid_arguments", {"view": home()}, {"view": modal()}
    ),
    "metadata is an object with a type": Limit(
        "chat.postMessage",
        "invalid_metadata_format",
        message(metadata={"event_type": "round", "event_payload": {}}),
        message(metadata={"event_payload": {}}),
    ),
    "an ephemeral message has no metadata": Limit(
        "chat.postEphemeral",
        "invalid_arguments",
        message(),
        message(metadata={"event_type": "round", "event_payload": {}}),
    ),
    "text or markdown_text, and not both": Limit(
        "chat.postMessage",
        "markdown_text_conflict",
        {"markdown_text": "#"},
        message(markdown_text="#"),
    ),
}


class FrontDoor:
    """The Web API, for one channel with one message of the app, and one person."""

    def __init__(self, sandbox: Sandbox) -> None:
        ws = sandbox.workspace
        self._sandbox = sandbox
        self._ana = ws.add_person("ana")
        self._channel = ws.add_channel("ml", members=["ana", ws.bot_user_id])
        self._client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        self._posted = self._client.chat_postMessage(channel=self._channel, text="Words")["ts"]

    def call(self, method: str, arguments: Item) -> dict[str, Any]:
        """The answer to a call that is complete but for these arguments."""
        sent = self._place(method) | arguments
        try:
            answer = self._client.api_call(method, json=sent).data
        except SlackApiError as error:
            answer = error.response.data
        assert isinstance(answer, dict)
        return answer

    def _place(self, method: str) -> Item:
        places = {
            "views.open": {"trigger_id": self._sandbox.triggers.issue(self._ana)},
            "views.publish": {"user_id": self._ana},
            "chat.postMessage": {"channel": self._channel},
            "chat.postEphemeral": {"channel": self._channel, "user": self._ana},
            "chat.update": {"channel": self._channel, "ts": self._posted},
        }
        return places[method]


@pytest.fixture(scope="module")
def door() -> Iterator[FrontDoor]:
    with Sandbox(rate_scale=0) as sandbox:
        yield FrontDoor(sandbox)
        assert sandbox.errors == []


ALL = {**LIMITS, **{f"at least, {name}": row for name, row in LEAST.items()}, **RULES}


@pytest.mark.parametrize("limit", ALL.values(), ids=ALL)
def test_what_keeps_to_a_limit_is_taken(door: FrontDoor, limit: Limit) -> None:
    assert door.call(limit.method, limit.taken)["ok"]


@pytest.mark.parametrize("limit", ALL.values(), ids=ALL)
def test_what_goes_beyond_a_limit_is_refused_by_name_and_place(
    door: FrontDoor, limit: Limit
) -> None:
    answer = door.call(limit.method, limit.refused)
    assert (answer["ok"], answer["error"]) == (False, limit.error)
    lines = answer["response_metadata"]["messages"]
    assert lines
    assert all(line.startswith("[ERROR] ") for line in lines)


def test_a_person_types_three_thousand_characters_and_no_more() -> None:
    with Sandbox() as sandbox:
        ana = sandbox.workspace.add_person("ana")
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        view = modal(field({"type": "plain_text_input"}, block_id="why"))
        client.views_open(trigger_id=sandbox.triggers.issue(ana), view=view)
        sandbox.person("ana").fill({"why": "x" * 3000})
        with pytest.raises(CannotAct, match="longer than 3000 characters"):
            sandbox.person("ana").fill({"why": "x" * 3001})


def test_a_hundred_suggestions_are_taken_and_one_more_refused() -> None:
    check_options({"options": options(100)})
    with pytest.raises(Refused, match="no more than 100 items allowed"):
        check_options({"options": options(101)})


@pytest.mark.parametrize(("sign", "size"), [("&", 5), ("<", 4), (">", 4), ("é", 1), ("🧭", 1)])
def test_characters_are_code_points_counted_once_escaped(
    door: FrontDoor, sign: str, size: int
) -> None:
    def posted(rest: int) -> Any:
        return door.call("chat.postMessage", message(header(sign + "x" * rest)))

    assert posted(150 - size)["ok"]
    assert posted(151 - size)["error"] == "invalid_blocks"


def test_what_is_escaped_already_is_not_escaped_again(door: FrontDoor) -> None:
    def posted(text: str) -> Any:
        return door.call("chat.postMessage", message(section(text=mrkdwn(text))))

    assert posted("&amp;" * 600)["ok"]
    assert posted("&amp;" * 600 + "x")["error"] == "invalid_blocks"


def test_links_and_mentions_count_as_they_stand_in_mrkdwn_only(door: FrontDoor) -> None:
    text = "<@U0SBX00001>".ljust(3000, "x")
    assert door.call("chat.postMessage", message(section(text=mrkdwn(text))))["ok"]
    refused = door.call("chat.postMessage", message(section(text=plain(text))))
    assert refused["error"] == "invalid_blocks"
