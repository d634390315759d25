"""Messages and forms as lines of readable text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sandbox.demo.mrkdwn import BOLD, DIM, PLAIN, Reader, bold
from sandbox.messages import Body
from sandbox.views import View

COLUMN = 12


@dataclass(frozen=True)
class Line:
    """One line, as long as it may be. `fixed`: its columns are aligned, so it is never broken."""

    text: str
    fixed: bool = False


def transcript(blocks: Sequence[Body], reader: Reader) -> list[Line]:
    """The blocks of a message as the reader sees them, an empty line between them.

    Raises LookupError for a kind of block that there are no words for.
    """
    lines: list[Line] = []
    for index, block in enumerate(blocks):
        if index and blocks[index - 1]["type"] != "header":
            lines.append(Line(""))
        lines += _BLOCKS[block["type"]](block, reader)
    return lines


def titles(blocks: Sequence[Body], reader: Reader) -> list[Line]:
    """The heading of a message, and of each section that has one; "…" stands for the rest."""
    read = [(block["type"], _BLOCKS[block["type"]](block, reader)[0].text) for block in blocks]
    return [
        Line(text if kind == "header" else f"{text} …")
        for kind, text in read
        if text.startswith(BOLD)
    ]


def filled_in(view: View, names: Mapping[str, str]) -> list[Line]:
    """A form as it is filled in: `label: what was chosen`; `names` are those of people, by id."""
    lines = [Line(bold(view.title))]
    for block in view.blocks:
        if block["type"] == "input":
            entry = next(iter(view.state[block["block_id"]].values()))
            if said := _said(entry, names):
                lines.append(Line(f"{block['label']['text']}: {said}"))
    return lines


def question(block: Body) -> list[Line]:
    """A question of a form, with all the answers that it offers."""
    options = block["element"]["options"]
    return [
        Line(bold(block["label"]["text"])),
        *(Line(f"○ {option['text']['text']}") for option in options),
    ]


def _said(entry: Body, names: Mapping[str, str]) -> str:
    if option := entry.get("selected_option"):
        return str(option["text"]["text"])
    if options := entry.get("selected_options"):
        return ", ".join(option["text"]["text"] for option in options)
    if users := entry.get("selected_users"):
        return ", ".join(names[user] for user in users)
    return str(entry.get("selected_time") or entry.get("value") or "")


def _header(block: Body, _reader: Reader) -> list[Line]:
    return [Line(bold(block["text"]["text"]))]


def _section(block: Body, reader: Reader) -> list[Line]:
    return [Line(line) for line in reader.words(block["text"]["text"]).split("\n")]


def _context(block: Body, reader: Reader) -> list[Line]:
    texts = [reader.words(element["text"]) for element in block["elements"]]
    return [Line(f"{DIM}{word}{PLAIN}") for text in texts for word in text.split("\n")]


def _actions(block: Body, _reader: Reader) -> list[Line]:
    return [Line("  ".join(f"[ {element['text']['text']} ]" for element in block["elements"]))]


def _rich_text(block: Body, reader: Reader) -> list[Line]:
    return [line for element in block["elements"] for line in _rich(element, reader)]


def _rich(element: Body, reader: Reader) -> list[Line]:
    kind = element["type"]
    if kind == "rich_text_list":
        return [Line(f"• {_inline(item, reader)}") for item in element["elements"]]
    lines = _inline(element, reader).split("\n")
    if kind == "rich_text_quote":
        return [Line(f"“{line}”") for line in lines]
    return [Line(line, fixed=kind == "rich_text_preformatted") for line in lines]


def _inline(element: Body, reader: Reader) -> str:
    return "".join(_piece(piece, reader) for piece in element["elements"])


def _piece(piece: Body, reader: Reader) -> str:
    if piece["type"] == "user":
        return reader.person(piece["user_id"])
    text = str(piece["text"])
    return bold(text) if piece.get("style", {}).get("bold") else text


def _chart(block: Body, _reader: Reader) -> list[Line]:
    """A chart's values in columns, with an arrow wherever a line goes up or down."""
    chart = block["chart"]
    width = max(len(series["name"]) for series in chart["series"])
    labels = "".join(f"{label:^{COLUMN}}" for label in chart["axis_config"]["categories"])
    lines = [Line(f"{'':{width}} {labels}".rstrip(), fixed=True)]
    for series in chart["series"]:
        row = _row([point["value"] for point in series["data"]])
        lines.append(Line(f"{series['name']:{width}} {row}".rstrip(), fixed=True))
    return [Line(bold(block["title"])), *lines]


def _row(values: Sequence[int]) -> str:
    middle = COLUMN // 2 - 1
    row = f"{'':{middle}}{values[0]}"
    for before, after in pairwise(values):
        arrow = "↗" if after > before else "↘" if after < before else "→"
        row += f"{arrow:^{COLUMN - 1}}{after}"
    return row


_BLOCKS: dict[str, Callable[[Any, Reader], list[Line]]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "rich_text": _rich_text,
    "data_visualization": _chart,
}
