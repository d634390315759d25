"""`make keys`: takes the workspace out of one condition after another; the tests must turn red.

A command, not a test. The conditions are found in storage/: every comparison of a workspace_id, in
joins as well. Each is taken out in a copy of the tree, where the walk of tests/isolation runs on
SQLite; what it does not reach (failing Slack, leaving), the tests around storage must notice.
`--unwatched` runs the walk alone and without the guard that looks at statements: what turns red
then is what somebody would have seen. It ends with 1 when one survives.
"""

import argparse
import ast
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mutants import KILLED, MOST_TOLD, ROOT, SURVIVED, outcome

WALK = ("tests/isolation/test_three_workspaces.py", "-k", "not postgresql")
RENEWING = "tests/proofs/test_renewing_tokens.py"
ELSEWHERE = (RENEWING, "tests/storage", "tests/bot", "tests/journeys", "-k", "not postgresql")
EVERYTHING = "__import__('sqlalchemy').true()"
UNWATCHED = "RUNG_UNWATCHED"
PATIENCE, PATIENCE_ELSEWHERE = 240, 900


@dataclass(frozen=True)
class Key:
    """A condition, and where it stands."""

    file: str
    line: int
    begin: int
    end: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.text}"

    def apply(self, tree: Path) -> None:
        """Take it out: in its place stands what every row meets."""
        path = tree / self.file
        source = path.read_bytes()
        path.write_bytes(source[: self.begin] + EVERYTHING.encode() + source[self.end :])


def keys() -> list[Key]:
    """Every condition of storage/ that names a workspace."""
    return [key for path in sorted((ROOT / "storage").glob("*.py")) for key in _keys_in(path)]


def _keys_in(path: Path) -> Iterator[Key]:
    source = path.read_bytes()
    begins = [0]
    for line in source.splitlines(keepends=True):
        begins.append(begins[-1] + len(line))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and _is_of_workspace(node):
            begin = begins[node.lineno - 1] + node.col_offset
            end = begins[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
            file = str(path.relative_to(ROOT))
            yield Key(file, node.lineno, begin, end, " ".join(source[begin:end].decode().split()))


def _is_of_workspace(node: ast.Compare) -> bool:
    column = node.left
    compared = isinstance(column, ast.Attribute) and column.attr == "workspace_id"
    return compared and isinstance(node.ops[0], ast.Eq)


def main(arguments: Sequence[str] | None = None) -> int:
    """The process's exit code: 0, or 1 when a key can be taken out and nobody notices."""
    parser = argparse.ArgumentParser(prog="keys", description=__doc__)
    parser.add_argument("words", nargs="*", help="only keys whose place or text holds one of these")
    parser.add_argument("--unwatched", action="store_true", help="without the guard")
    given = parser.parse_args(arguments)
    if given.unwatched:
        os.environ[UNWATCHED] = "1"
    verdict, said = outcome(lambda _tree: None, WALK, PATIENCE)
    if verdict != SURVIVED:
        print(f"{said[-MOST_TOLD:]}\nThe walk fails though every key is there.")
        return 1
    chosen = [k for k in keys() if not given.words or any(word in str(k) for word in given.words)]
    verdicts = [_try(key) for key in chosen]
    print(f"{verdicts.count(KILLED)} of {len(chosen)} keys were missed")
    return 0 if set(verdicts) == {KILLED} else 1


def _try(key: Key) -> str:
    begun = time.monotonic()
    verdict, _ = outcome(key.apply, WALK, PATIENCE)
    if verdict == SURVIVED and UNWATCHED not in os.environ:
        verdict, _ = outcome(key.apply, ELSEWHERE, PATIENCE_ELSEWHERE)
    print(f"{verdict:15} {time.monotonic() - begun:5.0f} s  {key}", flush=True)
    return verdict


if __name__ == "__main__":
    sys.exit(main())
