"""Views for tests, and the type of what connects an app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import App

# It returns where the app listens over HTTP; "" over Socket Mode.
Connect = Callable[[App], str]


def words(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(text: str, action_id: str, value: str = "v") -> dict[str, Any]:
    return {"type": "button", "text": words(text), "action_id": action_id, "value": value}


def actions(*elements: dict[str, Any], block_id: str = "actions") -> dict[str, Any]:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def field(block_id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": words(label),
        "element": {"action_id": f"{block_id}_value", **element},
        **more,
    }


def options(*texts: str) -> list[dict[str, Any]]:
    return [{"text": words(text), "value": text.lower()} for text in texts]


def modal(*blocks: dict[str, Any], title: str = "Form", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": words(title),
        "submit": words("Send"),
        "blocks": list(blocks),
        **more,
    }


NAME = field("name", "Name", {"type": "plain_text_input", "max_length": 10})
