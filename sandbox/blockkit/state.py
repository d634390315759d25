"""What Slack adds to blocks it was given: identifiers, and the state of the fields."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sandbox.blockkit.walk import Item, blocks_in, elements_of

# Per stateful element: where its value is kept, and what it is filled from.
# https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
_KEPT: Mapping[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
_KEPT_LISTS: Mapping[str, tuple[str, str]] = {
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", ""),
}


def input_state(view: Mapping[str, Any]) -> dict[str, dict[str, dict[str, Any]]]:
    """The state.values of a view nobody has touched: {block_id: {action_id: value}}.

    A value is {"type": …} and where the element keeps what is chosen or typed, from its initial_*
    value; without one it is None, or [] where several can be chosen. Fields outside input blocks
    are there too, as in Slack; buttons and overflow menus have no state.

    Raises KeyError where an identifier is missing: see assign_ids.
    """
    values: dict[str, dict[str, dict[str, Any]]] = {}
    for _, block in blocks_in(view["blocks"]):
        for _, element in elements_of(block):
            if element["type"] in _KEPT or element["type"] in _KEPT_LISTS:
                fields = values.setdefault(block["block_id"], {})
                fields[element["action_id"]] = _value(element)
    return values


def _value(element: Item) -> dict[str, Any]:
    kind = element["type"]
    kept, initial = _KEPT_LISTS.get(kind) or _KEPT[kind]
    empty: list[Any] | None = [] if kind in _KEPT_LISTS else None
    return {"type": kind, kept: copy.deepcopy(element.get(initial, empty))}


def assign_ids(blocks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A deep copy of the blocks, in which every block and every element to act on has an id.

    A block_id or action_id that was given stays; a missing one becomes a few random characters.
    """
    named = copy.deepcopy([dict(block) for block in blocks])
    taken = {item[name] for item, name in _nameable(named) if name in item}
    for item, name in _nameable(named):
        if name not in item:
            item[name] = _fresh(taken)
            taken.add(item[name])
    return named


def _nameable(blocks: list[Item]) -> Iterator[tuple[Item, str]]:
    for _, block in blocks_in(blocks):
        yield block, "block_id"
        for _, element in elements_of(block):
            yield element, "action_id"


def _fresh(taken: set[str]) -> str:
    while (candidate := secrets.token_urlsafe(4)) in taken:
        pass
    return candidate
