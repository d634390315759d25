"""The table and data_table blocks.

https://docs.slack.dev/reference/block-kit/blocks/table-block
https://docs.slack.dev/reference/block-kit/blocks/data-table-block
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.blockkit.objects import identifier
from sandbox.blockkit.refusal import fault
from sandbox.blockkit.rich_text import rich_text
from sandbox.blockkit.schema import (
    Json,
    Rule,
    array,
    boolean,
    integer,
    number,
    one_of,
    record,
    string,
    tagged,
)
from sandbox.blockkit.text import length

ROWS = 100
COLUMNS = 20
DATA_TABLE_CHARACTERS = 20_000
# github.com/slackapi/slack-skills-plugin, skills/block-kit/references/data-display-design.md
TABLE_CHARACTERS = 10_000

_RAW = {
    "raw_text": record({"text": string()}),
    "raw_number": record({"value": number, "text": string()}),
}
_rows_of_cells = array(tagged({**_RAW, "rich_text": rich_text}), 1, COLUMNS)
_header_cell = tagged(_RAW)
_column = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _column_or_default(value: Any, pointer: str) -> Iterator[str]:
    if value is not None:
        yield from _column(value, pointer)


def _same_width(block: Json, pointer: str) -> Iterator[str]:
    width = len(block["rows"][0])
    for index, row in enumerate(block["rows"]):
        if len(row) != width:
            yield fault(f"must have {width} cells like the first row", f"{pointer}/rows/{index}")


def _plain_header(block: Json, pointer: str) -> Iterator[str]:
    for index, cell in enumerate(block["rows"][0]):
        yield from _header_cell(cell, f"{pointer}/rows/0/{index}")


def _row_header_exists(block: Json, pointer: str) -> Iterator[str]:
    if block.get("row_header_column_index", 0) >= len(block["rows"][0]):
        yield fault("must be the index of a column", f"{pointer}/row_header_column_index")


def _characters_to(high: int) -> Rule:
    def rule(block: Json, pointer: str) -> Iterator[str]:
        if sum(characters(row) for row in block["rows"]) > high:
            yield fault(f"must be less than {high + 1} characters", f"{pointer}/rows")

    return rule


def characters(node: Any) -> int:
    """Characters of every `text` in a JSON value, however deep."""
    if isinstance(node, list):
        return sum(characters(item) for item in node)
    if isinstance(node, dict):
        own = node.get("text")
        here = length(own) if isinstance(own, str) else 0
        return here + sum(characters(item) for item in node.values())
    return 0


table = record(
    {"rows": array(_rows_of_cells, 1, ROWS)},
    {"column_settings": array(_column_or_default, 0, COLUMNS), "block_id": identifier},
    _same_width,
    _characters_to(TABLE_CHARACTERS),
)
data_table = record(
    {"rows": array(_rows_of_cells, 2, ROWS + 1), "caption": string()},
    {
        "page_size": integer(1, 100),
        "row_header_column_index": integer(0),
        "block_id": identifier,
    },
    _same_width,
    _plain_header,
    _row_header_exists,
    _characters_to(DATA_TABLE_CHARACTERS),
)
