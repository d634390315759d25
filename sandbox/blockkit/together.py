"""What must hold between the blocks of one message or view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sandbox.blockkit.blocks import MARKDOWN, Surface
from sandbox.blockkit.elements import SURFACES
from sandbox.blockkit.refusal import fault
from sandbox.blockkit.text import length
from sandbox.blockkit.walk import Item, Placed, blocks_in, elements_of

CHARTS = 2
# Slack documents the limit of one for `table` alone; that a `data_table` counts too is the careful
# reading of a budget for cells that all tables of a message share.
TABLES = frozenset({"table", "data_table"})


def faults_together(blocks: Sequence[Item], surface: Surface, pointer: str) -> Iterator[str]:
    """The faults of blocks that are each sound in themselves, one line for each."""
    placed = list(blocks_in(blocks, pointer))
    elements = [element for place in placed for element in elements_of(place.item, place.pointer)]
    yield from _repeated("block_id", placed)
    yield from _repeated("action_id", elements)
    yield from _too_many_charts(placed)
    yield from _too_much_markdown(placed)
    yield from _one_focus(elements)
    for place in placed:
        yield from _misplaced(place, surface)


def tables_in(blocks: Sequence[Item], pointer: str) -> list[Placed]:
    """The blocks of which a message holds one in all, those inside containers too."""
    return [place for place in blocks_in(blocks, pointer) if place.item["type"] in TABLES]


def _repeated(name: str, places: Iterable[Placed]) -> Iterator[str]:
    seen: set[str] = set()
    for pointer, item in places:
        if item.get(name) in seen:
            yield fault(f"`{name}` must be unique: {item[name]}", f"{pointer}/{name}")
        seen |= {item[name]} if name in item else set()


def _too_many_charts(placed: Sequence[Placed]) -> Iterator[str]:
    charts = [place for place in placed if place.item["type"] == "data_visualization"]
    for pointer, _ in charts[CHARTS:]:
        yield fault(f"no more than {CHARTS} data_visualization blocks allowed", pointer)


def _too_much_markdown(placed: Sequence[Placed]) -> Iterator[str]:
    # One limit for all together: https://docs.slack.dev/reference/block-kit/blocks/markdown-block
    texts = [place for place in placed if place.item["type"] == "markdown"]
    if sum(length(place.item["text"]) for place in texts) > MARKDOWN:
        text = f"markdown blocks together must be less than {MARKDOWN + 1} characters"
        yield fault(text, f"{texts[-1].pointer}/text")


def _one_focus(elements: Sequence[Placed]) -> Iterator[str]:
    focused = [place for place in elements if place.item.get("focus_on_load")]
    for pointer, _ in focused[1:]:
        yield fault("only one element may have focus", f"{pointer}/focus_on_load")


def _misplaced(place: Placed, surface: Surface) -> Iterator[str]:
    in_form = surface == "modal" and place.item["type"] == "input"
    for pointer, element in elements_of(place.item, place.pointer):
        kind = element["type"]
        if surface not in SURFACES.get(kind, {surface}):
            yield fault(f"unsupported type: {kind}", f"{pointer}/type")
        if "response_url_enabled" in element and not in_form:
            text = "only allowed in the input blocks of a modal"
            yield fault(text, f"{pointer}/response_url_enabled")
