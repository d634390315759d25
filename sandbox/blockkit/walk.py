"""Walks through blocks that are sound, to what stands inside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

Item = dict[str, Any]

_CHILD_BLOCKS = {"container": "child_blocks", "carousel": "elements"}
_ELEMENTS = {"actions": "elements", "card": "actions", "section": "accessory", "input": "element"}


class Placed(NamedTuple):
    """A block or an element, and the JSON pointer to it."""

    pointer: str
    item: Item


def blocks_in(blocks: Sequence[Item], pointer: str = "") -> Iterator[Placed]:
    """Every block in order, those inside containers and carousels right after their parent."""
    for index, block in enumerate(blocks):
        here = f"{pointer}/{index}"
        yield Placed(here, block)
        children = _CHILD_BLOCKS.get(block["type"])
        if children:
            yield from blocks_in(block[children], f"{here}/{children}")


def elements_of(block: Item, pointer: str = "") -> Iterator[Placed]:
    """The elements of one block that a person can act on: everything but images."""
    field = _ELEMENTS.get(block["type"], "")
    found = block.get(field, [])
    if isinstance(found, list):
        yield from (Placed(f"{pointer}/{field}/{index}", one) for index, one in enumerate(found))
    elif found["type"] != "image":
        yield Placed(f"{pointer}/{field}", found)
