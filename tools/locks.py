"""The lock files: what pip may install, and with which hashes. Needs the standard library only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEAD = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?:\s*;\s*(?P<marker>.+))?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class BadLock(Exception):
    """A line that is neither a pin nor a hash; `str()` quotes it."""


@dataclass(frozen=True)
class Pin:
    """One release: its name as the index writes it in addresses, and its archives' SHA-256.

    `marker`: where it is installed (PEP 508), empty for everywhere.
    """

    name: str
    version: str
    marker: str
    hashes: frozenset[str]


def canonical(name: str) -> str:
    """A package's name in its one normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_lock(path: Path) -> dict[str, Pin]:
    """The pins of a lock file by canonical name. Raises BadLock, also for a pin without a hash."""
    return {pin.name: pin for pin in _pins(path.read_text(encoding="utf-8"))}


def _pins(text: str) -> Iterator[Pin]:
    joined = text.replace("\\\n", " ")
    for line in filter(None, map(str.strip, joined.splitlines())):
        head, _, tail = line.partition(" --hash=")
        found = _HEAD.fullmatch(head.strip())
        hashes = frozenset(_HASH.findall(f"--hash={tail}"))
        if found is None or not hashes or _HASH.sub("", f"--hash={tail}").strip():
            raise BadLock(f"not a pin with hashes: {line[:80]!r}; run `make lock` again")
        name, version, marker = found.group("name", "version", "marker")
        yield Pin(canonical(name), version, marker or "", hashes)
