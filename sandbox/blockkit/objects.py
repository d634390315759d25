"""Composition objects: texts, options, confirmations, filters.

https://docs.slack.dev/reference/block-kit/composition-objects
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit.refusal import fault, refuse
from sandbox.blockkit.schema import (
    Check,
    Json,
    array,
    boolean,
    matching,
    need_exactly_one,
    need_one,
    one_of,
    record,
    string,
    tagged,
)
from sandbox.blockkit.text import markup_length

OPTIONS = 100

identifier = string(1, 255)
url = matching(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", 3000)
web_url = matching(r"https?://\S+", 3000)


def _text_types(high: int) -> Mapping[str, Check]:
    return {
        "plain_text": record({"text": string(1, high)}, {"emoji": boolean}),
        "mrkdwn": record({"text": string(1, high, markup_length)}, {"verbatim": boolean}),
    }


def plain(high: int) -> Check:
    """A check for a plain_text object of at most `high` characters."""
    return tagged({"plain_text": _text_types(high)["plain_text"]})


def any_text(high: int) -> Check:
    """A check for a plain_text or mrkdwn object of at most `high` characters."""
    return tagged(_text_types(high))


CONTEXT_TEXTS = _text_types(3000)

confirm = record(
    {"title": plain(100), "text": any_text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
dispatch_action_config = record(
    {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 1, 2)}
)
conversation_filter = record(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    need_one("include", "exclude_external_shared_channels", "exclude_bot_users"),
)


def _option(text: Check, extra: Mapping[str, Check]) -> Check:
    return record({"text": text, "value": string(1, 150)}, {"description": text, **extra})


option = _option(plain(75), {})
choice = _option(any_text(75), {})
overflow_option = _option(plain(75), {"url": url})


def _grouped(low: int) -> Check:
    return record({"label": plain(75), "options": array(option, low, OPTIONS)})


option_groups = array(_grouped(1), 1, OPTIONS)


def offered(element: Json) -> list[Json]:
    """The options of an element or of an answer, those of its groups too, in order."""
    groups = element.get("option_groups", ())
    return [*element.get("options", ()), *(o for group in groups for o in group["options"])]


def unique_values(element: Json, pointer: str) -> Iterator[str]:
    """A rule: no two options have the same value.

    https://docs.slack.dev/reference/block-kit/composition-objects/option-object
    """
    values = [one["value"] for one in offered(element)]
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield fault(f"option values must be unique: {value}", pointer)


def initial_among_options(element: Json, pointer: str) -> Iterator[str]:
    """A rule: what is chosen at first is offered, each option at most once."""
    options = offered(element)
    if "initial_option" in element and element["initial_option"] not in options:
        yield fault("must be one of the provided options", f"{pointer}/initial_option")
    chosen: list[Any] = element.get("initial_options", [])
    for index, one in enumerate(chosen):
        if one not in options or one in chosen[:index]:
            text = "must be one of the provided options, and only once"
            yield fault(text, f"{pointer}/initial_options/{index}")


_suggestions = record(
    {},
    {
        "options": array(option, 0, OPTIONS),
        "option_groups": array(_grouped(0), 0, OPTIONS),
    },
    need_exactly_one("options", "option_groups"),
    unique_values,
)


def check_options(payload: object) -> None:
    """Check the answer to a block_suggestion: `options` or `option_groups`, 100 at most.

    Raises Refused invalid_arguments.
    https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select
    """
    refuse("invalid_arguments", _suggestions(payload, ""))
