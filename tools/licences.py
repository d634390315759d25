"""Under which licence a package says it is, and which of those we accept. Standard library only."""

import re
from importlib.metadata import PackageMetadata

# Permissive, or copyleft by file or library: none asks anything of Rung's own sources.
ACCEPTED = frozenset(
    {
        "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "MIT",
        "MIT-0", "MPL-2.0", "PSF-2.0", "ZPL-2.1",
    }
)  # fmt: skip
# What packages without an SPDX expression write instead; https://spdx.org/licenses/
_OTHER_NAMES = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ZPL 2.1": "ZPL-2.1",
}


def licence(about: PackageMetadata) -> str | None:
    """An SPDX expression, or None where the package says nothing that we can read."""
    for expression in about.get_all("License-Expression", []):
        return str(expression)
    classified = (c.rpartition(" :: ")[2] for c in about.get_all("Classifier", []))
    told = [*about.get_all("License", []), *classified]
    known = [_OTHER_NAMES.get(name, name) for name in told]
    return next((name for name in known if name in ACCEPTED), None)


def accepted(expression: str | None) -> bool:
    """Whether every licence in the expression, also each of several to choose from, is accepted."""
    names = re.findall(r"[\w.+-]+", expression or "")
    return bool(names) and {n for n in names if n not in ("AND", "OR")} <= ACCEPTED
