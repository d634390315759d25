"""Modals, Homes, and what answers the submission of a modal.

https://docs.slack.dev/reference/views
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from sandbox.blockkit.blocks import Surface, block_list
from sandbox.blockkit.objects import plain
from sandbox.blockkit.refusal import Refused, fault, refuse
from sandbox.blockkit.schema import (
    Check,
    Json,
    Rule,
    anything,
    boolean,
    record,
    string,
    tagged,
)
from sandbox.blockkit.text import json_bytes
from sandbox.blockkit.together import faults_together
from sandbox.blockkit.walk import blocks_in

BLOCKS = 100
VIEW_BYTES = 250_000

_common: Mapping[str, Check] = {
    "private_metadata": string(0, 3000),
    "callback_id": string(0, 255),
    "external_id": string(0, 255),
}


def _together(surface: Surface) -> Rule:
    def rule(view: Json, pointer: str) -> Iterator[str]:
        yield from faults_together(view["blocks"], surface, f"{pointer}/blocks")

    return rule


def _submit_with_inputs(view: Json, pointer: str) -> Iterator[str]:
    for place, block in blocks_in(view["blocks"], f"{pointer}/blocks"):
        if block["type"] == "input" and "submit" not in view:
            yield fault("must define `submit` to use an `input` block", f"{place}/input")


_modal = record(
    {"title": plain(24), "blocks": block_list("modal", 1, BLOCKS)},
    {
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        **_common,
    },
    _together("modal"),
    _submit_with_inputs,
)
_home = record({"blocks": block_list("home", 1, BLOCKS)}, _common, _together("home"))
_views: Mapping[str, Check] = {"modal": _modal, "home": _home}


def check_view(
    view: Mapping[str, object], *, expected: Literal["modal", "home"] | None = None
) -> None:
    """Check a view to open, push, update or publish; of the type `expected` where one is given.

    Raises Refused invalid_arguments, with pointers from /view, or view_too_large.
    """
    wanted: Mapping[str, Check] = _views if expected is None else {expected: _views[expected]}
    refuse("invalid_arguments", tagged(wanted)(view, "/view"))
    if json_bytes(view) > VIEW_BYTES:
        text = f"must be less than {VIEW_BYTES + 1} bytes"
        raise Refused("view_too_large", [fault(text, "/view")])


def check_response_action(payload: Mapping[str, object], view: Mapping[str, object]) -> None:
    """Check the body that acknowledges a view_submission of `view`; an empty one is sound.

    Raises Refused as check_view does, or invalid_arguments for anything but errors on input
    blocks of `view`, a view to update or push, or clear.
    https://docs.slack.dev/surfaces/modals#response_actions
    """
    if not payload:
        return
    refuse("invalid_arguments", _action(_input_ids(view))(payload, ""))
    if payload["response_action"] in ("update", "push"):
        shown: Any = payload["view"]
        check_view(shown, expected="modal")


def _input_ids(view: Json) -> set[str]:
    return {block["block_id"] for block in view["blocks"] if block["type"] == "input"}


def _action(input_ids: set[str]) -> Check:
    with_view = record({"view": anything})
    kinds = {
        "errors": record({"errors": _errors(input_ids)}),
        "update": with_view,
        "push": with_view,
        "clear": record({}),
    }

    def check(value: Any, pointer: str) -> Iterator[str]:
        kind = value.get("response_action") if isinstance(value, Mapping) else None
        if not isinstance(kind, str) or kind not in kinds:
            yield fault("must be a valid enum value", f"{pointer}/response_action")
            return
        rest = {name: given for name, given in value.items() if name != "response_action"}
        yield from kinds[kind](rest, pointer)

    return check


def _errors(input_ids: set[str]) -> Check:
    known = record({}, dict.fromkeys(input_ids, string()))

    def check(value: Any, pointer: str) -> Iterator[str]:
        yield from known(value, pointer)
        if value == {}:
            yield fault("no fewer than 1 items allowed", pointer)

    return check
