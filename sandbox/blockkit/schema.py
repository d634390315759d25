"""Checks of JSON values, made from smaller checks.

A check takes a value and the JSON pointer to it, and yields one line for every fault.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sandbox.blockkit.refusal import fault
from sandbox.blockkit.text import length

Json = Mapping[str, Any]
Check = Callable[[Any, str], Iterator[str]]
Rule = Callable[[Json, str], Iterator[str]]
Measure = Callable[[str], int]

NONE: Mapping[str, Check] = {}


def string(low: int = 1, high: int | None = None, measure: Measure = length) -> Check:
    """A check for text of `low` to `high` characters, counted by `measure`."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must provide a string", pointer)
        elif measure(value) < low:
            yield fault(f"must be more than {low - 1} characters", pointer)
        elif high is not None and measure(value) > high:
            yield fault(f"must be less than {high + 1} characters", pointer)

    return check


def matching(pattern: str, high: int | None = None) -> Check:
    """A check for text that matches all of a regular expression, of at most `high` characters."""
    sized = string(1, high)

    def check(value: Any, pointer: str) -> Iterator[str]:
        faults = list(sized(value, pointer))
        yield from faults
        if not faults and not re.fullmatch(pattern, value, re.ASCII):
            yield fault("failed to match the required format", pointer)

    return check


def one_of(*allowed: str) -> Check:
    """A check for one of the given words."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str) or value not in allowed:
            yield fault("must be a valid enum value", pointer)

    return check


def anything(_value: Any, _pointer: str) -> Iterator[str]:
    """A check that takes any value: another check looks at it later."""
    yield from ()


def mapping(value: Any, pointer: str) -> Iterator[str]:
    """A check for an object with any fields."""
    if not isinstance(value, Mapping):
        yield fault("must provide an object", pointer)


def boolean(value: Any, pointer: str) -> Iterator[str]:
    """A check for true or false."""
    if not isinstance(value, bool):
        yield fault("must provide a boolean", pointer)


def integer(low: int, high: int | None = None) -> Check:
    """A check for a whole number from `low` to `high`."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield fault("must provide an integer", pointer)
        elif value < low:
            yield fault(f"must be greater than {low - 1}", pointer)
        elif high is not None and value > high:
            yield fault(f"must be less than {high + 1}", pointer)

    return check


def number(value: Any, pointer: str) -> Iterator[str]:
    """A check for a finite number."""
    infinite = isinstance(value, float) and not math.isfinite(value)
    if infinite or isinstance(value, bool) or not isinstance(value, int | float):
        yield fault("must provide a number", pointer)


def positive(value: Any, pointer: str) -> Iterator[str]:
    """A check for a number above zero."""
    faults = list(number(value, pointer))
    yield from faults
    if not faults and value <= 0:
        yield fault("must be greater than 0", pointer)


def array(item: Check, low: int = 1, high: int | None = None) -> Check:
    """A check for `low` to `high` items that all pass `item`."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield fault("must provide an array", pointer)
            return
        if len(value) < low:
            yield fault(f"no fewer than {low} items allowed", pointer)
        if high is not None and len(value) > high:
            yield fault(f"no more than {high} items allowed", pointer)
        for index, one in enumerate(value):
            yield from item(one, f"{pointer}/{index}")

    return check


def record(
    required: Mapping[str, Check], optional: Mapping[str, Check] = NONE, *rules: Rule
) -> Check:
    """A check for an object with these fields and no others.

    The `rules` look at the whole object, once its fields are sound.
    """
    fields = {**required, **optional}

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield fault("must provide an object", pointer)
            return
        faults = list(_of_fields(value, required, fields, pointer))
        yield from faults
        if not faults:
            for rule in rules:
                yield from rule(value, pointer)

    return check


def _of_fields(
    value: Json, required: Mapping[str, Check], fields: Mapping[str, Check], pointer: str
) -> Iterator[str]:
    for name in required:
        if name not in value:
            yield fault(f"missing required field: {name}", pointer)
    for name, given in value.items():
        if name in fields:
            yield from fields[name](given, f"{pointer}/{_token(name)}")
        else:
            yield fault(f"invalid additional property: {name}", pointer)


def _token(name: str) -> str:
    # https://www.rfc-editor.org/rfc/rfc6901#section-3
    return name.replace("~", "~0").replace("/", "~1")


def tagged(checks: Mapping[str, Check]) -> Check:
    """A check for an object whose `type` names the check that its other fields have to pass."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield fault("must provide an object", pointer)
        elif "type" not in value:
            yield fault("missing required field: type", pointer)
        elif not isinstance(value["type"], str) or value["type"] not in checks:
            yield fault(f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            rest = {name: given for name, given in value.items() if name != "type"}
            yield from checks[value["type"]](rest, pointer)

    return check


def need_one(*names: str) -> Rule:
    """A rule: at least one of these fields."""

    def rule(value: Json, pointer: str) -> Iterator[str]:
        if not any(name in value for name in names):
            yield fault(f"must define at least one of: {', '.join(names)}", pointer)

    return rule


def need_exactly_one(*names: str) -> Rule:
    """A rule: one of these fields, and only one."""

    def rule(value: Json, pointer: str) -> Iterator[str]:
        if sum(name in value for name in names) != 1:
            yield fault(f"must define exactly one of: {', '.join(names)}", pointer)

    return rule
