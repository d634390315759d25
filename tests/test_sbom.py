"""The bill of materials lists exactly the archives that the container installs, or is refused."""

from pathlib import Path
from typing import Any

import pytest

from tools.locks import Pin, read_lock
from tools.sbom import NotAsLocked, bill

LOCK = read_lock(Path(__file__).resolve().parent.parent / "requirements" / "run.lock")


def _archive(pin: Pin, **other: str) -> dict[str, Any]:
    """What pip reports about one package; `other` replaces its version, name or hash."""
    about = {"name": pin.name, "version": pin.version, "sha256": min(pin.hashes)} | other
    return {
        "metadata": {"name": about["name"], "version": about["version"]},
        "download_info": {"archive_info": {"hashes": {"sha256": about["sha256"]}}},
    }


def _report(**replaced: dict[str, Any]) -> dict[str, Any]:
    archives = {name.replace("-", "_"): _archive(pin) for name, pin in LOCK.items()}
    return {"install": list((archives | replaced).values())}


def test_each_package_of_the_container_is_listed_with_its_address_hash_and_licence() -> None:
    made = bill(_report(), LOCK, dict.fromkeys(LOCK, "MIT"))
    assert [c["name"] for c in made["components"]] == sorted(LOCK)
    for component in made["components"]:
        pin = LOCK[component["name"]]
        assert component["purl"] == f"pkg:pypi/{pin.name}@{pin.version}"
        assert component["hashes"] == [{"alg": "SHA-256", "content": min(pin.hashes)}]
        assert component["licenses"] == [{"expression": "MIT"}]
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")


def test_the_same_archives_give_the_same_document() -> None:
    backwards = {"install": _report()["install"][::-1]}
    assert bill(_report(), LOCK, {}) == bill(backwards, LOCK, {})


@pytest.mark.parametrize(
    "odd",
    [{"version": "0.1"}, {"sha256": "0" * 64}, {"name": "stranger"}],
    ids=["another version", "another archive", "another package"],
)
def test_what_is_not_locked_is_refused(odd: dict[str, str]) -> None:
    with pytest.raises(NotAsLocked):
        bill(_report(waitress=_archive(LOCK["waitress"], **odd)), LOCK, {})


def test_a_report_that_leaves_out_a_package_is_refused() -> None:
    with pytest.raises(NotAsLocked, match="waitress"):
        bill({"install": _report()["install"][:-1]}, LOCK, {})
