"""Blocks, and on which surfaces they may stand.

https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from sandbox.blockkit.charts import data_visualization
from sandbox.blockkit.elements import (
    IMAGE_FIELDS,
    accessory,
    action,
    button,
    image,
    input_element,
)
from sandbox.blockkit.objects import CONTEXT_TEXTS, any_text, identifier, plain
from sandbox.blockkit.refusal import fault
from sandbox.blockkit.rich_text import rich_text, rich_text_object
from sandbox.blockkit.schema import (
    Check,
    Json,
    array,
    boolean,
    need_exactly_one,
    need_one,
    one_of,
    record,
    string,
    tagged,
)
from sandbox.blockkit.tables import data_table, table

Surface = Literal["message", "modal", "home"]

MARKDOWN = 12_000

_named: Mapping[str, Check] = {"block_id": identifier}


def _context_element(value: object, pointer: str) -> Iterator[str]:
    is_image = isinstance(value, Mapping) and value.get("type") == "image"
    yield from (image if is_image else tagged(CONTEXT_TEXTS))(value, pointer)


def _collapses(block: Json, pointer: str) -> Iterator[str]:
    collapsible = block.get("is_collapsible", False)
    if block.get("default_collapsed", False) and not collapsible:
        yield fault("requires is_collapsible", f"{pointer}/default_collapsed")
    if block.get("has_header_divider", False) and collapsible:
        yield fault("not allowed with is_collapsible", f"{pointer}/has_header_divider")


_card = record(
    {},
    {
        "hero_image": image,
        "icon": image,
        "title": any_text(150),
        "subtitle": any_text(150),
        "body": any_text(200),
        "actions": array(button, 1, 3),
        **_named,
    },
    need_one("hero_image", "title", "actions", "body"),
)

_SIMPLE: Mapping[str, Check] = {
    "section": record(
        {},
        {
            "text": any_text(3000),
            "fields": array(any_text(2000), 1, 10),
            "accessory": accessory,
            "expand": boolean,
            **_named,
        },
        need_one("text", "fields"),
    ),
    "header": record({"text": plain(150)}, _named),
    "context": record({"elements": array(_context_element, 1, 10)}, _named),
    "divider": record({}, _named),
    "actions": record({"elements": array(action, 1, 25)}, _named),
    "image": record(
        {"alt_text": string(1, 2000)},
        {"title": plain(2000), **IMAGE_FIELDS, **_named},
        need_exactly_one("image_url", "slack_file"),
    ),
    "table": table,
}

# What both the documentation and Slack's own validator are known to take inside a container.
_container = record(
    {"child_blocks": array(tagged(_SIMPLE), 1, 10)},
    {
        "title": plain(150),
        "rich_text_title": rich_text_object,
        "subtitle": any_text(150),
        "width": one_of("narrow", "standard", "wide", "full"),
        "icon": image,
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
        **_named,
    },
    need_one("title", "rich_text_title"),
    _collapses,
)

_BLOCKS: Mapping[str, Check] = {
    **_SIMPLE,
    "input": record(
        {"label": plain(2000), "element": input_element},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean, **_named},
    ),
    "rich_text": rich_text,
    "data_table": data_table,
    "data_visualization": data_visualization,
    "alert": record(
        {"text": any_text(200)},
        {"level": one_of("default", "info", "warning", "error", "success"), **_named},
    ),
    "card": _card,
    "carousel": record({"elements": array(tagged({"card": _card}), 1, 10)}, _named),
    "container": _container,
    "markdown": record({"text": string(1, MARKDOWN)}, _named),
}

_MESSAGES_ONLY = {"table", "data_table", "data_visualization", "markdown", "container"}
_ABSENT: Mapping[Surface, set[str]] = {
    "message": {"alert"},
    "modal": _MESSAGES_ONLY | {"carousel"},
    "home": _MESSAGES_ONLY | {"alert"},
}
_BLOCK: Mapping[Surface, Check] = {
    surface: tagged({name: check for name, check in _BLOCKS.items() if name not in absent})
    for surface, absent in _ABSENT.items()
}


def block_list(surface: Surface, low: int, high: int) -> Check:
    """A check for `low` to `high` blocks, each sound in itself and allowed on the surface."""
    return array(_BLOCK[surface], low, high)
