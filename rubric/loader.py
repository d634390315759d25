"""Rubric files: the package's only access to the file system."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from rubric.catalogue import Rubrics
from rubric.document import Document, Fault, InvalidDocument, parse
from rubric.model import Rubric

CONTENT = Path(__file__).parent / "content"
# Five times the bundled rubric; larger is a mistake or an attack.
MOST_BYTES = 256 * 1024

_SENTENCES = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not a known key; remove it or mend its spelling",
    "string_type": "must be text; put it in quotes",
    "int_type": "must be a whole number without quotes; write one like 3",
    "bool_type": "must be true or false without quotes; write one of them",
    "tuple_type": "must be a list; begin each entry with a dash",
    "model_type": "must hold keys and values; write them as `key: value`",
    "greater_than_equal": "must not be negative; write 0 or more",
    "string_pattern_mismatch": "is no id; write a-z and 0-9, with single hyphens between",
    "string_too_long": "is too long; shorten it to {max_length} characters",
}


class InvalidRubric(Exception):
    """A rubric file that cannot be used; each of `faults` is one line: file, line, what to do."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def load(path: Path) -> Rubric:
    """The rubric in a YAML file. Raises InvalidRubric with every fault that can be told at once."""
    return _read(path)[0]


def bundled(folder: Path | None = None) -> Rubrics:
    """The rubrics that come with Rung and those in `folder` (`*.yaml`, `*.yml`).

    Raises InvalidRubric with the faults of all files, also when two files clash.
    """
    faults: list[str] = []
    loaded: list[tuple[Path, Rubric, Document]] = []
    for path in [*_files(CONTENT), *(_files(folder) if folder else ())]:
        try:
            loaded.append((path, *_read(path)))
        except InvalidRubric as error:
            faults += error.faults
    faults += _clashes(loaded)
    if faults:
        raise InvalidRubric(faults)
    return Rubrics(rubric for _, rubric, _ in loaded)


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a rubric file, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Rubric.model_json_schema(),
        "title": "Rung rubric",
    }


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise InvalidRubric([f"{folder}: no such folder; create it or correct its name"])
    return sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))


def _read(path: Path) -> tuple[Rubric, Document]:
    try:
        document = parse(_text(path))
        return Rubric.model_validate(document.data), document
    except InvalidDocument as error:
        raise InvalidRubric(f"{path}:{fault}" for fault in error.faults) from None
    except ValidationError as error:
        faults = sorted(
            (_fault(document, details) for details in error.errors()), key=lambda f: f.line
        )
        raise InvalidRubric(f"{path}:{fault}" for fault in faults) from None


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InvalidRubric([f"{path}: cannot be read: {error.strerror}; check it"]) from None
    if len(content) > MOST_BYTES:
        raise InvalidDocument(Fault(1, "", f"larger than {MOST_BYTES} bytes; shorten it"))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidDocument(Fault(line, "", "not UTF-8; save the file as UTF-8")) from None


def _fault(document: Document, details: ErrorDetails) -> Fault:
    location = details["loc"]
    return Fault(document.line(location), document.where(location), _sentence(details))


def _sentence(details: ErrorDetails) -> str:
    context = details.get("ctx", {})
    if details["type"] in _SENTENCES:
        return _SENTENCES[details["type"]].format_map(context)
    return str(context.get("error", details["msg"]))


def _clashes(loaded: Sequence[tuple[Path, Rubric, Document]]) -> list[str]:
    """A fault for each file that repeats an edition, or a second default of the same id."""
    faults = []
    keys: dict[str, Path] = {}
    defaults: dict[str, Path] = {}
    for path, rubric, document in loaded:
        if rubric.key in keys:
            taken = f"{rubric.key} is already in {keys[rubric.key]}; write another edition"
            faults.append(f"{path}:{Fault(document.line(('edition',)), 'edition', taken)}")
        elif rubric.default and rubric.id in defaults:
            taken = f"{rubric.id} has its default in {defaults[rubric.id]}; write false in one"
            faults.append(f"{path}:{Fault(document.line(('default',)), 'default', taken)}")
        keys.setdefault(rubric.key, path)
        if rubric.default:
            defaults.setdefault(rubric.id, path)
    return faults
