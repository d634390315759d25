"""The audit tells of everything in an environment that is not as it was locked and installed."""

import base64
import hashlib
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest

from tools.audit import faults
from tools.licences import accepted, licence
from tools.locks import Pin

CODE = "print('hello')\n"
LOCK = {"some-thing": Pin("some-thing", "1.0", "", frozenset())}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An environment that holds one package, Some_Thing 1.0 under MIT."""
    _install(tmp_path, "Some_Thing", "License-Expression: MIT")
    return tmp_path


def _install(site: Path, name: str, *about: str) -> None:
    folder = site / f"{name}-1.0.dist-info"
    folder.mkdir()
    head = ["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", *about]
    (folder / "METADATA").write_text("\n".join(head) + "\n")
    (site / f"{name}.py").write_text(CODE)
    digest = hashlib.sha256(CODE.encode()).digest()
    hashed = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    record = f"{name}.py,sha256={hashed},15\n{name}-1.0.dist-info/RECORD,,\n"
    (folder / "RECORD").write_text(record)


def _installed(site: Path) -> list[Distribution]:
    return list(distributions(path=[str(site)]))


def test_an_environment_as_it_was_locked_has_no_faults(site: Path) -> None:
    assert faults(LOCK, _installed(site)) == []


def test_another_version_is_told(site: Path) -> None:
    lock = {"some-thing": Pin("some-thing", "1.1", "", frozenset())}
    assert faults(lock, _installed(site)) == ["some-thing: 1.0 is installed, 1.1 is locked"]


def test_a_package_that_nobody_locked_is_told_but_not_pythons_own(site: Path) -> None:
    _install(site, "stranger", "License-Expression: MIT")
    _install(site, "pip", "License-Expression: MIT")
    assert faults(LOCK, _installed(site)) == ["stranger: installed, but not locked"]


def test_a_locked_package_that_is_not_there_is_told_where_it_belongs(site: Path) -> None:
    here = Pin("gone", "2.0", "python_version >= '3'", frozenset())
    elsewhere = Pin("windy", "2.0", "python_version < '3'", frozenset())
    lock = LOCK | {"gone": here, "windy": elsewhere}
    assert faults(lock, _installed(site)) == ["gone: locked, but not installed"]


def test_a_file_that_was_changed_or_taken_away_is_told(site: Path) -> None:
    told = ["some-thing: Some_Thing.py is not as it was installed"]
    (site / "Some_Thing.py").write_text(CODE + "import os\n")
    assert faults(LOCK, _installed(site)) == told
    (site / "Some_Thing.py").unlink()
    assert faults(LOCK, _installed(site)) == told


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ("License-Expression: Apache-2.0 OR BSD-2-Clause", "Apache-2.0 OR BSD-2-Clause"),
        ("License: ZPL 2.1", "ZPL-2.1"),
        ("License: As you like it.\nClassifier: License :: OSI Approved :: MIT License", "MIT"),
        ("License: As you like it.", None),
    ],
)
def test_a_licence_is_read_wherever_a_package_writes_it(
    about: str, expected: str | None, tmp_path: Path
) -> None:
    _install(tmp_path, "thing", about)
    (thing,) = _installed(tmp_path)
    assert licence(thing.metadata) == expected


@pytest.mark.parametrize("expression", ["AGPL-3.0-only", "MIT OR AGPL-3.0-only", "", None])
def test_a_licence_that_we_do_not_accept_or_cannot_read_is_told(expression: str | None) -> None:
    assert not accepted(expression)


def test_a_package_under_such_a_licence_is_told(site: Path) -> None:
    _install(site, "viral", "License-Expression: AGPL-3.0-only")
    lock = LOCK | {"viral": Pin("viral", "1.0", "", frozenset())}
    told = ["viral: its licence is not one we accept (AGPL-3.0-only)"]
    assert faults(lock, _installed(site)) == told
