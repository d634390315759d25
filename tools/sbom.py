"""The bill of materials: what the container installs, as CycloneDX 1.6.

`python -m tools.sbom REPORT LOCK` reads pip's installation report and prints JSON; it runs in an
environment that holds those packages, for their licences. Needs the standard library only.
https://cyclonedx.org/docs/1.6/json/
"""

import json
import sys
import uuid
from collections.abc import Mapping
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

from tools.licences import licence
from tools.locks import Pin, canonical, read_lock

Json = dict[str, Any]
PROGRAM = {"type": "application", "bom-ref": "rung", "name": "rung",
           "licenses": [{"expression": "MIT"}]}  # fmt: skip


class NotAsLocked(Exception):
    """pip would install something else than the lock says; `str()` tells what."""


def bill(report: Json, lock: Mapping[str, Pin], licences: Mapping[str, str | None]) -> Json:
    """The document: one component for each archive that pip chose, in the order of their names.

    It holds no time and no chance, so that the same archives give the same document.
    Raises NotAsLocked.
    """
    chosen = {canonical(item["metadata"]["name"]): item for item in report["install"]}
    here = {name for name, pin in lock.items() if not pin.marker}
    if chosen.keys() - lock.keys() or here - chosen.keys():
        odd = sorted((chosen.keys() - lock.keys()) | (here - chosen.keys()))
        raise NotAsLocked(f"the lock and pip's report differ in {', '.join(odd)}")
    components = [
        _component(chosen[name], lock[name], licences.get(name)) for name in sorted(chosen)
    ]
    serial = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(components, sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": PROGRAM},
        "components": components,
        "dependencies": [{"ref": "rung", "dependsOn": [c["bom-ref"] for c in components]}],
    }


def _component(item: Json, pin: Pin, expression: str | None) -> Json:
    version = item["metadata"]["version"]
    sha256 = item["download_info"]["archive_info"]["hashes"]["sha256"]
    if version != pin.version or sha256 not in pin.hashes:
        raise NotAsLocked(f"{pin.name} {version} is not the locked one")
    purl = f"pkg:pypi/{pin.name}@{version}"
    component = {
        "type": "library",
        "bom-ref": purl,
        "name": pin.name,
        "version": version,
        "purl": purl,
        "hashes": [{"alg": "SHA-256", "content": sha256}],
    }
    return component | ({"licenses": [{"expression": expression}]} if expression else {})


def main(arguments: list[str]) -> int:
    report = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    names = [item["metadata"]["name"] for item in report["install"]]
    licences = {canonical(name): licence(metadata(name)) for name in names}
    print(json.dumps(bill(report, read_lock(Path(arguments[1])), licences), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
