"""Small sound payloads for the tests of blockkit, each with one part that a test can change."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.blockkit import Refused, check_message, check_view

Item = dict[str, Any]


def plain(text: str = "Words") -> Item:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "Words") -> Item:
    return {"type": "mrkdwn", "text": text}


def options(count: int = 2) -> list[Item]:
    return [{"text": plain(f"Choice {n}"), "value": f"v{n}"} for n in range(count)]


def button(**changes: Any) -> Item:
    return {"type": "button", "text": plain(), **changes}


def confirm(**changes: Any) -> Item:
    return {
        "title": plain(),
        "text": plain(),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    } | changes


def section(**changes: Any) -> Item:
    return {"type": "section", "text": plain()} | changes


def actions(*elements: Item, **changes: Any) -> Item:
    return {"type": "actions", "elements": list(elements)} | changes


def field(element: Item | None = None, **changes: Any) -> Item:
    """An input block."""
    element = element or {"type": "plain_text_input"}
    return {"type": "input", "label": plain(), "element": element} | changes


def image() -> Item:
    return {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A"}


def rich_text(*inline: Item) -> Item:
    elements = list(inline) or [{"type": "text", "text": "Words"}]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def raw(text: str = "1") -> Item:
    return {"type": "raw_text", "text": text}


def table(rows: int = 2, columns: int = 2, **changes: Any) -> Item:
    return {"type": "table", "rows": [[raw()] * columns for _ in range(rows)]} | changes


def data_table(rows: int = 2, columns: int = 2, **changes: Any) -> Item:
    return table(rows, columns, type="data_table", caption="Levels") | changes


def chart(series: int = 1, points: int = 2, **changes: Any) -> Item:
    labels = [f"Week {n}" for n in range(points)]
    data = [{"label": label, "value": 1} for label in labels]
    drawn = {
        "type": "line",
        "series": [{"name": f"Team {n}", "data": data} for n in range(series)],
        "axis_config": {"categories": labels},
    }
    return {"type": "data_visualization", "title": "Levels", "chart": drawn} | changes


def pie(*values: float) -> Item:
    segments = [{"label": f"Part {n}", "value": value} for n, value in enumerate(values)]
    return chart(chart={"type": "pie", "segments": segments})


def card(**changes: Any) -> Item:
    return {"type": "card", "title": plain()} | changes


def container(*children: Item, **changes: Any) -> Item:
    return {
        "type": "container",
        "title": plain(),
        "child_blocks": list(children) or [section()],
    } | changes


def alert(text: str = "Careful") -> Item:
    return {"type": "alert", "text": plain(text)}


def message(*blocks: Item, **changes: Any) -> Item:
    return {"text": "Words", "blocks": list(blocks)} | changes


def modal(*blocks: Item, **changes: Any) -> Item:
    return {
        "type": "modal",
        "title": plain(),
        "submit": plain("Send"),
        "blocks": list(blocks) or [section()],
    } | changes


def home(*blocks: Item, **changes: Any) -> Item:
    return {"type": "home", "blocks": list(blocks) or [section()]} | changes


def check_on(surface: str, *blocks: Item) -> None:
    """Checks the blocks on a surface, by its name."""
    if surface == "message":
        check_message(message(*blocks))
    else:
        check_view({"modal": modal, "home": home}[surface](*blocks))


def refusal_on(surface: str, *blocks: Item) -> Refused:
    """What the blocks are refused with on a surface; fails if they are taken."""
    with pytest.raises(Refused) as caught:
        check_on(surface, *blocks)
    return caught.value
