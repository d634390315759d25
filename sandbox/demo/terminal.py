"""Text on a terminal: broken at its width, bold and dim where it can show them."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from typing import TextIO

from sandbox.demo.mrkdwn import BOLD, DIM, PLAIN
from sandbox.demo.transcript import Line

NARROWEST, WIDEST = 40, 100
_CODES = re.compile(r"\x1b\[\d+m")
# A bullet or a number, under which the rest of its line is set in.
_LEAD = re.compile(r" *(?:(?:[•○]|\d+[.)]) )?")


class Terminal:
    """Writes to a stream, a line at a time."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))
        self._coloured = stream.isatty() and "NO_COLOR" not in os.environ

    def heading(self, text: str) -> None:
        """The beginning of a chapter."""
        rule = "─" * (self._width - len(text) - 4)
        self._write("", f"── {BOLD}{text}{PLAIN} {rule}")

    def tell(self, text: str) -> None:
        """What happens, in the words of whoever tells the story."""
        self._write("", *wrapped(text, self._width))

    def note(self, text: str) -> None:
        """A remark beside the story."""
        self._write("", *(f"{DIM}{line}{PLAIN}" for line in wrapped(text, self._width)))

    def show(self, title: str, lines: Iterable[Line], depth: int = 0) -> None:
        """A message or a form beside a bar, under a title; `depth` 1 for what is in a thread."""
        margin = "    " * depth
        self._write("", *(margin + part for part in wrapped(title, self._width - len(margin))))
        for line in lines:
            text = [line.text] if line.fixed else wrapped(line.text, self._width - len(margin) - 2)
            self._write(*(f"{margin}│ {part}".rstrip() for part in text))

    def _write(self, *lines: str) -> None:
        for line in lines:
            self._stream.write((line if self._coloured else _CODES.sub("", line)) + "\n")
        self._stream.flush()


def wrapped(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most `width` visible characters, unless a word is longer."""
    lead = _LEAD.match(_CODES.sub("", text))
    hang = " " * (lead.end() if lead else 0)
    line, *words = text.split(" ")
    for word in words:
        longer = f"{line} {word}"
        if len(_CODES.sub("", longer)) <= width:
            line = longer
        else:
            yield line
            line = hang + word
    yield line
