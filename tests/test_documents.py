"""What the documents for reviewers point to exists, and what they list is what the code has."""

import re
from pathlib import Path

import pytest

from bot.manifest import OPTIONAL_SCOPES, SCOPES, manifest
from bot.settings import Environment

ROOT = Path(__file__).resolve().parent.parent
SECURITY, MARKETPLACE = ROOT / "SECURITY.md", ROOT / "docs" / "marketplace.md"


def _pointed_to(document: Path) -> set[str]:
    """The files that a document names in backticks or links to, from the repository's root."""
    text = document.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:bot|docs|rubric|storage|tests|tools)/[\w./-]*)`", text))
    links = re.findall(r"\]\(([\w./-]+)\)", text)
    return named | {str((document.parent / link).resolve().relative_to(ROOT)) for link in links}


def test_every_file_that_reviewers_are_led_to_exists() -> None:
    pointed_to = _pointed_to(SECURITY) | _pointed_to(MARKETPLACE)
    assert len(pointed_to) > 40
    assert {name for name in pointed_to if not (ROOT / name).exists()} == set()


@pytest.mark.parametrize("scope", [*SCOPES, *OPTIONAL_SCOPES])
def test_every_scope_has_its_reason(scope: str) -> None:
    (table,) = re.findall(r"## Scopes.*?(?=\n## )", MARKETPLACE.read_text("utf-8"), re.DOTALL)
    rows = [row for row in table.splitlines() if row.startswith("|") and f"`{scope}`" in row]
    assert len(rows) == 1


def test_no_reason_is_given_for_a_scope_that_is_not_asked_for() -> None:
    rows = re.findall(r"^\| (`.*?) \|", MARKETPLACE.read_text("utf-8"), re.MULTILINE)
    scopes = {scope for row in rows for scope in re.findall(r"`([\w:]+)`", row)}
    assert scopes == {*SCOPES, *OPTIONAL_SCOPES}


def test_every_secret_that_an_operator_sets_is_explained() -> None:
    known = {name.upper() for name in Environment.model_fields}
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", SECURITY.read_text("utf-8"), re.MULTILINE))
    assert explained - known == set()
    secrets = {
        name.upper()
        for name, field in Environment.model_fields.items()
        if "SecretStr" in str(field.annotation)
    }
    assert secrets <= explained


def test_the_short_description_has_ten_words_at_most() -> None:
    assert len(manifest(None)["display_information"]["description"].split()) <= 10
