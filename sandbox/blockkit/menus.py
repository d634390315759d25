"""Elements to choose with: select menus, overflow menus, radio buttons, checkboxes.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sandbox.blockkit.objects import (
    OPTIONS,
    choice,
    confirm,
    conversation_filter,
    identifier,
    initial_among_options,
    option,
    option_groups,
    overflow_option,
    plain,
    unique_values,
)
from sandbox.blockkit.refusal import fault
from sandbox.blockkit.schema import (
    Check,
    Json,
    Rule,
    array,
    boolean,
    integer,
    need_exactly_one,
    record,
    string,
)

CHOICES_SHOWN = 10
OVERFLOW = 5

_common: Mapping[str, Check] = {
    "action_id": identifier,
    "confirm": confirm,
    "focus_on_load": boolean,
}
_menu: Mapping[str, Check] = {**_common, "placeholder": plain(150)}
_source: Mapping[str, Check] = {
    "options": array(option, 1, OPTIONS),
    "option_groups": option_groups,
}
_conversations: Mapping[str, Check] = {
    "default_to_current_conversation": boolean,
    "filter": conversation_filter,
}
_one_source = need_exactly_one("options", "option_groups")


def _initial_fits(initial: str) -> Rule:
    def rule(element: Json, pointer: str) -> Iterator[str]:
        chosen = element.get(initial, [])
        if len(chosen) > element.get("max_selected_items", len(chosen)):
            yield fault("must not exceed max_selected_items", f"{pointer}/{initial}")

    return rule


def _multi(initial: str, item: Check, extra: Mapping[str, Check], *rules: Rule) -> Check:
    fields = {**_menu, **extra, initial: array(item), "max_selected_items": integer(1)}
    return record({}, fields, _initial_fits(initial), *rules)


_static = (_one_source, unique_values, initial_among_options)

MENUS: Mapping[str, Check] = {
    "static_select": record({}, {**_menu, **_source, "initial_option": option}, *_static),
    "external_select": record(
        {}, {**_menu, "min_query_length": integer(0), "initial_option": option}
    ),
    "users_select": record({}, {**_menu, "initial_user": string()}),
    "conversations_select": record(
        {},
        {
            **_menu,
            **_conversations,
            "initial_conversation": string(),
            "response_url_enabled": boolean,
        },
    ),
    "channels_select": record(
        {}, {**_menu, "initial_channel": string(), "response_url_enabled": boolean}
    ),
    "multi_static_select": _multi("initial_options", option, _source, *_static),
    "multi_external_select": _multi("initial_options", option, {"min_query_length": integer(0)}),
    "multi_users_select": _multi("initial_users", string(), {}),
    "multi_conversations_select": _multi("initial_conversations", string(), _conversations),
    "multi_channels_select": _multi("initial_channels", string(), {}),
}

_choices = array(choice, 1, CHOICES_SHOWN)

CHOICES: Mapping[str, Check] = {
    "radio_buttons": record(
        {"options": _choices},
        {**_common, "initial_option": choice},
        unique_values,
        initial_among_options,
    ),
    "checkboxes": record(
        {"options": _choices},
        {**_common, "initial_options": array(choice)},
        unique_values,
        initial_among_options,
    ),
    "overflow": record(
        {"options": array(overflow_option, 1, OVERFLOW)},
        {"action_id": identifier, "confirm": confirm},
        unique_values,
    ),
}
