"""Plain values out of Slack's payloads, whatever shape they really have."""

import json
from collections.abc import Mapping
from typing import Any

from bot.errors import BotError

OUTDATED = "This button is out of date. Type `/maturity` to see where the team stands."


def text_of(payload: Mapping[str, Any] | None, *path: str) -> str:
    """The text at a path of keys, empty where there is none."""
    value: object = payload
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""


def number_of(text: str) -> int:
    """An id from a button. Raises BotError when it is none."""
    if text.isascii() and text.isdigit() and len(text) < 16:
        return int(text)
    raise BotError(OUTDATED)


def user_of(body: Mapping[str, Any]) -> str:
    """The person behind an interaction or a command."""
    return text_of(body, "user", "id") or text_of(body, "user_id")


def channel_of(body: Mapping[str, Any]) -> str:
    """The channel that an interaction or a command comes from, empty in a modal or on Home."""
    return (
        text_of(body, "channel", "id")
        or text_of(body, "container", "channel_id")
        or text_of(body, "channel_id")
    )


def view_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The view that was pressed in. Raises BotError when it was in none, as no button of ours is.

    It has an `id` and a `hash`.
    """
    view = body.get("view")
    if isinstance(view, Mapping) and text_of(view, "id") and text_of(view, "hash"):
        return view
    raise BotError(OUTDATED)


def metadata_of(view: Mapping[str, Any]) -> dict[str, Any]:
    """A modal's private metadata. Raises BotError when it is not what we wrote."""
    try:
        data = json.loads(text_of(view, "private_metadata"))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise BotError("This form is out of date. Close it and open it again.")
    return data


def id_in(metadata: Mapping[str, Any], name: str) -> int:
    """A whole number in a modal's metadata. Raises BotError when it is none."""
    value = metadata.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**15:
        return value
    raise BotError("This form is out of date. Close it and open it again.")


def state_of(view: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the modal's fields hold; an empty mapping for anything else."""
    state = view.get("state")
    values = state.get("values") if isinstance(state, Mapping) else None
    return values if isinstance(values, Mapping) else {}
