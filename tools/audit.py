"""Is installed exactly what is locked, unchanged, and under licences that we accept?

`python -m tools.audit [LOCK]` looks at the environment that it runs in, and asks nobody: it works
without a network. Known holes it cannot know; for those, `make advisories`.
"""

import base64
import hashlib
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.markers import Marker

from tools.licences import accepted, licence
from tools.locks import Pin, canonical, read_lock

# What Python puts into a new environment, and Rung itself where it was installed for editing.
NOT_LOCKED = frozenset({"pip", "setuptools", "rung"})


def faults(lock: dict[str, Pin], installed: Iterable[Distribution]) -> list[str]:
    """One sentence for each thing that is not as it should be."""
    found = {canonical(each.name): each for each in installed}
    told = [*_differences(lock, found)]
    for name in sorted(found.keys() & lock.keys()):
        told += [f"{name}: {path} is not as it was installed" for path in _altered(found[name])]
        expression = licence(found[name].metadata)
        if not accepted(expression):
            told.append(f"{name}: its licence is not one we accept ({expression or 'unknown'})")
    return told


def _differences(lock: dict[str, Pin], found: dict[str, Distribution]) -> Iterator[str]:
    for name in sorted(found.keys() - lock.keys() - NOT_LOCKED):
        yield f"{name}: installed, but not locked"
    for name, pin in sorted(lock.items()):
        if name in found and found[name].version != pin.version:
            yield f"{name}: {found[name].version} is installed, {pin.version} is locked"
        if name not in found and (not pin.marker or Marker(pin.marker).evaluate()):
            yield f"{name}: locked, but not installed"


def _altered(each: Distribution) -> Iterator[str]:
    """Files that are gone, or have another SHA-256 than the package's own record (PEP 376) says."""
    for file in each.files or ():
        if file.hash is None:
            continue
        path = Path(str(file.locate()))
        if not path.is_file() or _digest(path) != file.hash.value:
            yield str(file)


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def main(arguments: list[str]) -> int:
    lock = read_lock(Path(arguments[0] if arguments else "requirements/dev.lock"))
    installed = list(distributions())
    told = faults(lock, installed)
    print(*told, sep="\n", end="\n" if told else "", file=sys.stderr)
    if not told:
        print(f"{len(installed)} packages: installed as locked, unchanged, licences accepted.")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
