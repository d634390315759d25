"""pyproject.toml says which ranges fit, constraints.txt which version, the locks which archives."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools.locks import BadLock, Pin, canonical, read_lock

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKS = {
    name: read_lock(ROOT / "requirements" / f"{name}.lock") for name in ("run", "sandbox", "dev")
}
ASKED = {
    "run": PROJECT["dependencies"],
    "sandbox": [*PROJECT["dependencies"], *EXTRAS["sandbox"]],
    "dev": [*PROJECT["dependencies"], *EXTRAS["sandbox"], *EXTRAS["dev"]],
}
# Installed on Windows only, where nobody has tried Rung; no version of ours to keep.
ELSEWHERE = {"colorama"}


def _constraints() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line.split("==") for line in lines if not line.startswith("#")]
    return {canonical(name): version for name, version in pins}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_the_project_asks_for_within_its_ranges(name: str) -> None:
    for line in ASKED[name]:
        asked = Requirement(line)
        if asked.name != "rung":
            assert asked.specifier.contains(LOCKS[name][canonical(asked.name)].version), line


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_the_versions_of_the_constraints(name: str) -> None:
    constraints = _constraints()
    locked = {pin.name: pin.version for pin in LOCKS[name].values() if pin.name not in ELSEWHERE}
    assert locked.items() <= constraints.items()


def test_every_constraint_is_locked() -> None:
    assert LOCKS["dev"].keys() - ELSEWHERE == _constraints().keys()


def test_each_lock_holds_the_smaller_one_to_the_hash() -> None:
    assert LOCKS["run"].items() <= LOCKS["sandbox"].items() <= LOCKS["dev"].items()


def test_what_runs_needs_no_tool_of_the_tests() -> None:
    needed_for_running = {canonical(Requirement(line).name) for line in PROJECT["dependencies"]}
    only_for_tests = {canonical(Requirement(line).name) for line in EXTRAS["dev"]} - {"rung"}
    assert needed_for_running <= LOCKS["run"].keys()
    assert LOCKS["run"].keys().isdisjoint(only_for_tests)


def test_no_list_of_packages_names_an_address() -> None:
    lists = [ROOT / "constraints.txt", *sorted((ROOT / "requirements").iterdir())]
    assert len(lists) == 6
    found = [p.name for p in lists if re.search(r"://|--(extra-)?index-url|@ ", p.read_text())]
    assert found == []


def test_a_lock_is_read_with_markers_and_every_hash(tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text(
        f"Some_Thing==1.0 ; python_version < '3.12' \\\n    --hash=sha256:{'a' * 64} \\\n"
        f"    --hash=sha256:{'b' * 64}\n"
    )
    hashes = frozenset({"a" * 64, "b" * 64})
    pin = Pin("some-thing", "1.0", "python_version < '3.12'", hashes)
    assert read_lock(lock) == {"some-thing": pin}


@pytest.mark.parametrize(
    "line",
    ["thing==1.0", "thing>=1.0 --hash=sha256:" + "a" * 64, "thing==1.0 --hash=md5:abc",
     "-r other.lock", "thing==1.0 --hash=sha256:" + "a" * 64 + " --pre"],
)  # fmt: skip
def test_a_lock_with_anything_but_pins_and_hashes_is_refused(line: str, tmp_path: Path) -> None:
    lock = tmp_path / "bad.lock"
    lock.write_text(line + "\n")
    with pytest.raises(BadLock, match="make lock"):
        read_lock(lock)
