"""The story that the demo plays: who is there, and who answers what in which month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

BEGIN = datetime(2026, 8, 27, 12, 40, tzinfo=UTC)
CHANNEL = "ml-platform"
GUEST = "gil"
# What ana changes in the settings form; the rest she leaves as proposed.
SETTINGS = {"at": "10:00", "days_open": "4"}

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Member:
    """Somebody of the team."""

    name: str
    role: str
    zone: str
    admin: bool = False


TEAM = (
    Member("ana", "data-scientist", "Europe/Berlin"),
    Member("bo", "data-engineer", "America/New_York"),
    Member("cleo", "software-engineer", "Europe/Lisbon"),
    Member("dan", "data-scientist", "Asia/Kolkata", admin=True),
    Member("eli", "software-engineer", "America/Sao_Paulo"),
    Member("fay", "data-engineer", "Asia/Tokyo"),
)


@dataclass(frozen=True)
class Month:
    """What happens in a month.

    `common` is what most people answer, by criterion; `own` is in which each person differs,
    `comments` what they write, by dimension. Who is `away` does not answer, and for whom it is
    `unchanged`, they press that button. `before` tells what led here.
    """

    common: Answers
    before: str = ""
    own: Mapping[str, Answers] = field(default_factory=dict)
    comments: Mapping[str, Answers] = field(default_factory=dict)
    away: frozenset[str] = frozenset()
    unchanged: frozenset[str] = frozenset()

    def answers(self, name: str) -> dict[str, str]:
        """What somebody fills in, by the name of the field."""
        written = self.comments.get(name, {})
        comments = {f"comment:{dimension}": text for dimension, text in written.items()}
        return {**self.common, **self.own.get(name, {}), **comments}


_FIRST = {
    "people/data-scientists": "with-data-engineers",
    "people/data-engineers": "with-data-scientists",
    "people/software-engineers": "automate-integration",
    "model-creation/data-gathering": "pipeline",
    "model-creation/compute": "managed",
    "model-creation/experiments": "tracked",
    "model-creation/versioning": "code-only",
    "model-creation/retraining": "scheduled",
    "model-release/process": "manual",
    "model-release/scoring-script": "versioned",
    "model-release/owner": "software-engineering-team",
    "application-integration/expertise": "dont_know",
    "application-integration/releases": "automated",
    "application-integration/model-tests": "none",
    "application-integration/application-tests": "unit",
}
_SECOND = _FIRST | {
    "model-creation/versioning": "code-and-models",
    "application-integration/expertise": "light",
    "application-integration/model-tests": "basic-integration",
}
_THIRD = _SECOND | {
    "people/data-scientists": "siloed",
    "people/data-engineers": "siloed",
    "model-release/scoring-script": "versioned-and-tested",
}
_TESTED = {"model-release/scoring-script": "versioned-and-tested"}

MONTHS = (
    Month(
        before="It is the first Monday of September, and the first check-in opens by itself.",
        common=_FIRST,
        own={"fay": {"model-release/process": "dont_know"}},
        comments={
            "cleo": {"model-release": "The last release took two evenings & nobody wrote down why."}
        },
    ),
    Month(
        before=(
            "A month later. The team has picked two of the tips: a small test now tries each new "
            "model inside the application, and every model is kept together with its code."
        ),
        common=_SECOND,
        own={"ana": _TESTED, "dan": _TESTED},
        away=frozenset({"eli"}),
    ),
    Month(
        before=(
            "Another month. The scoring code has tests now. But the data engineers were lent to "
            "another project, and the roles have begun to work apart."
        ),
        common=_THIRD,
        comments={"bo": {"people": "We used to plan together every week; now I get tickets."}},
        unchanged=frozenset({"dan", "fay"}),
    ),
)
