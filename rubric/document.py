"""YAML text as plain data, with the line of everything in it; what could hurt is refused."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from rubric.values import Location, printable

MOST_NESTING = 20
SURROGATE = "[\ud800-\udfff]"


@dataclass(frozen=True)
class Fault:
    """Something wrong in a file: the line (from 1), where in the data, and what to do."""

    line: int
    where: str
    sentence: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (str(self.line), self.where, self.sentence)))


class InvalidDocument(Exception):
    """The text is no YAML that we read; `faults` says why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass
class Document:
    """Plain data (dict, list, str, int, bool, None) and the line of each key and list entry."""

    data: Any = None
    lines: dict[Location, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, location: Location) -> int:
        """The line of what is at the location, or of the nearest thing around it."""
        while location not in self.lines:
            location = location[:-1]
        return self.lines[location]

    def where(self, location: Location) -> str:
        """The location as people read it: `dimensions.people.name`, ids in place of positions."""
        words, here = [], self.data
        for step in location:
            here = _inside(here, step)
            name = here.get("id") if isinstance(step, int) and isinstance(here, dict) else None
            words.append(printable(name if isinstance(name, str) else str(step)))
        return ".".join(words)


def parse(text: str) -> Document:
    """The one document in `text`. Raises InvalidDocument.

    Refused: anchors, aliases and tags (a rubric needs none, and they can hide a bomb), duplicate
    keys, deep nesting. As in YAML 1.2, which editors use, only `true`, `false`, decimal digits
    and `null` or nothing mean other than text: `no` and `2020-01-01` are texts.
    """
    document = Document()
    node = _compose(text)
    document.data = _plain(document, node, ())
    if document.faults:
        raise InvalidDocument(*document.faults)
    return document


class _Loader(yaml.BaseLoader):
    """Composes nodes; refuses what `parse` names before it can grow."""

    nesting = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            _stop(event, "anchors and aliases are not read; write the value out")
        if event.tag is not None:
            _stop(event, "tags are not read; remove it")
        if isinstance(event, yaml.ScalarEvent) and re.search(SURROGATE, event.value):
            _stop(event, "half a surrogate pair is no character; write the character itself")
        self.nesting += 1
        if self.nesting > MOST_NESTING:
            _stop(event, f"nested more than {MOST_NESTING} deep; a rubric needs far less")
        node = super().compose_node(parent, index)
        self.nesting -= 1
        return node


def _stop(event: yaml.Event, sentence: str) -> None:
    raise InvalidDocument(Fault(_line(event.start_mark), "", sentence))


def _line(mark: Any) -> int:
    return mark.line + 1 if isinstance(mark, yaml.Mark) else 1


def _compose(text: str) -> yaml.Node:
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        sentence = f"character U+{ord(text[error.position]):04X} is not allowed in YAML; remove it"
        raise InvalidDocument(Fault(line, "", sentence)) from None
    except yaml.MarkedYAMLError as error:
        sentence = f"not YAML: {error.problem}; check indentation and quotes"
        raise InvalidDocument(Fault(_line(error.problem_mark), "", sentence)) from None
    except (ValueError, OverflowError):
        # PyYAML leaves those of chr() and int() as they are: \UFFFFFFFF, a version of 5,000 digits.
        sentence = "an escape or a number is out of range; remove it"
        raise InvalidDocument(Fault(loader.line + 1, "", sentence)) from None
    if node is None:
        raise InvalidDocument(Fault(1, "", "the file is empty; write a rubric"))
    return node


def _plain(document: Document, node: yaml.Node, location: Location) -> Any:
    document.lines.setdefault(location, _line(node.start_mark))
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(document, n, (*location, i)) for i, n in enumerate(node.value)]
    return _mapping(document, node, location)


def _mapping(document: Document, node: yaml.Node, location: Location) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in node.value:
        line = _line(key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            document.faults.append(Fault(line, "", "a key must be one word; write `key: value`"))
        elif key.value in values:
            sentence = f"the key {printable(key.value)} is here twice; remove one"
            document.faults.append(Fault(line, "", sentence))
        else:
            document.lines[(*location, key.value)] = line
            values[key.value] = _plain(document, value, (*location, key.value))
    return values


def _scalar(node: yaml.ScalarNode) -> str | int | bool | None:
    text: str = node.value
    if node.style is not None:
        return text
    if text in ("true", "false"):
        return text == "true"
    if text in ("", "~", "null"):
        return None
    # Nine digits: more is no level, and int() is slow (or refuses) on thousands.
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else text


def _inside(data: Any, step: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return None
