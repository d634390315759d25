"""Elements to type into, and the pickers of dates and times.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sandbox.blockkit.objects import confirm, dispatch_action_config, identifier, plain, url
from sandbox.blockkit.refusal import fault
from sandbox.blockkit.rich_text import rich_text_object
from sandbox.blockkit.schema import (
    NONE,
    Check,
    Json,
    Rule,
    boolean,
    integer,
    matching,
    record,
    string,
)
from sandbox.blockkit.text import length

TYPED = 3000

_typed: Mapping[str, Check] = {
    "action_id": identifier,
    "placeholder": plain(150),
    "focus_on_load": boolean,
    "dispatch_action_config": dispatch_action_config,
}
_picked: Mapping[str, Check] = {
    "action_id": identifier,
    "confirm": confirm,
    "focus_on_load": boolean,
}
_decimal = matching(r"-?\d+(\.\d+)?")
_hour = matching(r"([01]\d|2[0-3]):[0-5]\d")


def _day(value: Any, pointer: str) -> Iterator[str]:
    faults = list(matching(r"\d{4}-\d{2}-\d{2}")(value, pointer))
    yield from faults
    if not faults:
        try:
            date.fromisoformat(value)
        except ValueError:
            yield fault("must be a date", pointer)


def _ordered(low: str, high: str) -> Rule:
    def rule(element: Json, pointer: str) -> Iterator[str]:
        if low in element and high in element and _amount(element, low) > _amount(element, high):
            yield fault(f"must not be greater than {high}", f"{pointer}/{low}")

    return rule


def _amount(element: Json, name: str) -> Decimal:
    return Decimal(element[name])


def _initial_length(element: Json, pointer: str) -> Iterator[str]:
    size = length(element.get("initial_value", ""))
    if size > element.get("max_length", TYPED):
        yield fault("must not be longer than max_length", f"{pointer}/initial_value")


def _whole(element: Json, pointer: str) -> Iterator[str]:
    for name in ("initial_value", "min_value", "max_value"):
        if not element["is_decimal_allowed"] and "." in element.get(name, ""):
            yield fault("must be a whole number", f"{pointer}/{name}")


def _input(extra: Mapping[str, Check], *rules: Rule, required: Mapping[str, Check] = NONE) -> Check:
    return record(required, {**_typed, **extra}, *rules)


INPUTS: Mapping[str, Check] = {
    "plain_text_input": _input(
        {
            "initial_value": string(1, TYPED),
            "multiline": boolean,
            "min_length": integer(0, TYPED),
            "max_length": integer(1, TYPED),
        },
        _ordered("min_length", "max_length"),
        _initial_length,
    ),
    "email_text_input": _input({"initial_value": matching(r"[^@\s]+@[^@\s]+")}),
    "url_text_input": _input({"initial_value": url}),
    "number_input": _input(
        {"initial_value": _decimal, "min_value": _decimal, "max_value": _decimal},
        _whole,
        _ordered("min_value", "max_value"),
        _ordered("min_value", "initial_value"),
        _ordered("initial_value", "max_value"),
        required={"is_decimal_allowed": boolean},
    ),
    "rich_text_input": _input(
        {
            "initial_value": rich_text_object,
            "min_lines": integer(1),
            "max_lines": integer(1),
        },
        _ordered("min_lines", "max_lines"),
    ),
    "datepicker": record({}, {**_picked, "placeholder": plain(150), "initial_date": _day}),
    "timepicker": record(
        {},
        {**_picked, "placeholder": plain(150), "initial_time": _hour, "timezone": string()},
    ),
    "datetimepicker": record(
        {}, {**_picked, "initial_date_time": integer(1_000_000_000, 9_999_999_999)}
    ),
}
