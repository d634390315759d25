"""Form fields: what a person can put into them, and how Slack writes that down.

Source: docs.slack.dev/reference/block-kit/block-elements.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sandbox.errors import CannotAct

Element = dict[str, Any]
Option = dict[str, Any]

TEXT = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
ONE_OPTION = {"static_select", "external_select", "radio_buttons", "overflow"}
MANY_OPTIONS = {"multi_static_select", "multi_external_select", "checkboxes"}
ONE_OF = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
}
MANY_OF = {
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
CLOCKS = {
    "datepicker": ("selected_date", "%Y-%m-%d"),
    "timepicker": ("selected_time", "%H:%M"),
}


@dataclass(frozen=True)
class Offers:
    """Where the choices of a field come from that are not written in it.

    `options` asks the app for what matches a query; `ids` turns a person's or channel's name into
    its id.
    """

    options: Callable[[Element, str], list[Option]]
    ids: Callable[[str, str], str]


def elements(blocks: Any, block_id: str = "") -> Iterator[tuple[str, Element]]:
    """Every interactive element with its block_id, in reading order."""
    if isinstance(blocks, list):
        for node in blocks:
            yield from elements(node, block_id)
    elif isinstance(blocks, dict):
        block_id = blocks.get("block_id", block_id)
        if "action_id" in blocks and "type" in blocks:
            yield block_id, blocks
            return
        for node in blocks.values():
            yield from elements(node, block_id)


def filled(element: Element, value: Any, offers: Offers) -> Element:
    """The state entry after a person has put in `value`; None empties the field.

    Raises CannotAct for what Slack's client does not let a person do.
    """
    kind = element["type"]
    content: Element
    if kind in TEXT:
        content = {"value": _text(element, value)}
    elif kind in ONE_OPTION:
        content = {"selected_option": _option(element, value, offers)}
    elif kind in MANY_OPTIONS:
        chosen = [_option(element, each, offers) for each in _listed(element, value)]
        content = {"selected_options": chosen}
    elif kind in ONE_OF:
        content = {ONE_OF[kind]: None if value is None else offers.ids(kind, value)}
    elif kind in MANY_OF:
        content = {MANY_OF[kind]: [offers.ids(kind, each) for each in _listed(element, value)]}
    elif kind in CLOCKS:
        content = _moment(kind, value)
    else:
        raise CannotAct(f"a person cannot fill in a {kind}")
    return {"type": kind, **content}


def is_empty(entry: Element) -> bool:
    """Whether a state entry holds nothing."""
    return all(value in (None, "", []) for key, value in entry.items() if key != "type")


def held(entry: Element) -> Any:
    """What a state entry holds, as `filled` takes it: text, the value of an option, an id, or a
    list of these; None for nothing.
    """
    (content,) = (value for key, value in entry.items() if key != "type")
    if isinstance(content, list):
        return [_plain(each) for each in content]
    return _plain(content)


def _plain(content: Any) -> Any:
    return content["value"] if isinstance(content, dict) else content


def _text(element: Element, value: Any) -> str | None:
    if value in (None, ""):
        return None
    text = str(value)
    if len(text) > element.get("max_length", 3000):
        raise CannotAct(f"longer than {element.get('max_length', 3000)} characters")
    if len(text) < element.get("min_length", 0):
        raise CannotAct(f"shorter than {element['min_length']} characters")
    if element["type"] == "number_input":
        _require_number(element, text)
    if "\n" in text and not element.get("multiline"):
        raise CannotAct("this field holds a single line")
    return text


def _require_number(element: Element, text: str) -> None:
    decimals = element.get("is_decimal_allowed")
    if not re.fullmatch(r"-?\d+(\.\d+)?" if decimals else r"-?\d+", text):
        raise CannotAct(f"not a number: {text}")
    if float(text) < float(element.get("min_value", "-inf")):
        raise CannotAct(f"below {element['min_value']}")
    if float(text) > float(element.get("max_value", "inf")):
        raise CannotAct(f"above {element['max_value']}")


def _listed(element: Element, value: Any) -> list[Any]:
    values = list(value or [])
    if len(values) > element.get("max_selected_items", len(values)):
        raise CannotAct(f"more than {element['max_selected_items']} chosen")
    return values


def _option(element: Element, value: Any, offers: Offers) -> Option | None:
    if value is None:
        return None
    for option in _offered(element, str(value), offers):
        if value in (option["text"]["text"], option.get("value")):
            return option
    raise CannotAct(f"{value!r} is not offered")


def _offered(element: Element, query: str, offers: Offers) -> list[Option]:
    if "external" in element["type"]:
        return offers.options(element, query)
    return written_options(element)


def written_options(holder: Element) -> list[Option]:
    """The options of a field or of an answer, in groups or not."""
    groups = holder.get("option_groups", [])
    grouped = [option for group in groups for option in group["options"]]
    return list(holder.get("options", [])) + grouped


def _moment(kind: str, value: Any) -> Element:
    key, shape = CLOCKS[kind]
    if value is None:
        return {key: None}
    if isinstance(value, date):
        value = value.strftime(shape)
    try:
        datetime.strptime(value, shape)  # noqa: DTZ007
    except ValueError as error:
        raise CannotAct(f"{value!r} is not of the form {shape}") from error
    return {key: value}
