"""A year in the life of two teams of the demo: who answers what, check-in by check-in.

It rises slowly, falls once, and people do not always see the same: as it goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sandbox.demo.story import Answers, Month

_BEGIN: Answers = {
    "people/data-scientists": "siloed",
    "people/data-engineers": "siloed",
    "people/software-engineers": "siloed",
    "model-creation/data-gathering": "manual",
    "model-creation/compute": "unmanaged",
    "model-creation/experiments": "untracked",
    "model-creation/versioning": "file-handoff",
    "model-creation/retraining": "on-request",
    "model-release/process": "manual",
    "model-release/scoring-script": "unversioned",
    "model-release/owner": "data-team-alone",
    "application-integration/expertise": "heavy",
    "application-integration/releases": "manual",
    "application-integration/model-tests": "none",
    "application-integration/application-tests": "none",
}
_FALL: Answers = {"people/data-scientists": "siloed", "people/data-engineers": "siloed"}
_TOGETHER: Answers = {
    "people/data-scientists": "with-data-engineers",
    "people/data-engineers": "with-data-scientists",
}
_AUTOMATIC: Answers = {"model-release/process": "automatic"}

# What changed in each month; in months without a change everybody says so with one press.
_PLATFORM: Sequence[Answers] = (
    {},
    {},
    {
        "model-creation/data-gathering": "pipeline",
        "model-release/scoring-script": "versioned",
        "model-release/owner": "handed-to-software-engineers",
        "application-integration/application-tests": "unit",
    },
    {},
    {
        "application-integration/releases": "automated",
        "application-integration/model-tests": "basic-integration",
    },
    {},
    {
        **_TOGETHER,
        "model-creation/compute": "managed",
        "model-creation/experiments": "tracked",
        "model-creation/versioning": "code-and-models",
    },
    {},
    {
        "model-release/scoring-script": "versioned-and-tested",
        "model-release/owner": "software-engineering-team",
    },
    _FALL,
    {**_TOGETHER, "application-integration/expertise": "light"},
    {
        "model-release/owner": "cd-pipeline",
        "people/software-engineers": "automate-integration",
    },
)
# In which months somebody sees it differently, writes a comment, or is away.
_OWN: Mapping[int, Mapping[str, Answers]] = {
    0: {"cleo": {"application-integration/releases": "dont_know"}},
    11: {"cleo": _AUTOMATIC, "eli": _AUTOMATIC, "bo": _AUTOMATIC},
}
_COMMENTS: Mapping[int, Mapping[str, Answers]] = {
    2: {"cleo": {"model-release": "The last release took two evenings & nobody wrote down why."}},
    9: {
        "bo": {"people": "We used to plan together every week; now I get tickets."},
        "ana": {"people": "The data engineers are lent out until October."},
    },
    11: {"eli": {"model-release": "From the application's side a release is one merge now."}},
}
_AWAY: Mapping[int, frozenset[str]] = {7: frozenset({"eli", "fay"})}
_UNAWARE = frozenset({"dan", "fay"})
_EVERYBODY = ("ana", "bo", "cleo", "dan", "eli", "fay")

_FRAUD: Answers = {
    **_BEGIN,
    "model-creation/data-gathering": "pipeline",
    "model-creation/compute": "managed",
    "model-creation/experiments": "tracked",
    "model-creation/versioning": "code-and-models",
    "model-release/scoring-script": "versioned",
    "model-release/owner": "handed-to-software-engineers",
    "application-integration/releases": "automated",
    "application-integration/model-tests": "basic-integration",
    "application-integration/application-tests": "unit",
}


def _months() -> list[Month]:
    months, now = [], dict(_BEGIN)
    for number, changes in enumerate(_PLATFORM):
        now |= changes
        months.append(
            Month(
                common=dict(now),
                own=_OWN.get(number, {}),
                comments=_COMMENTS.get(number, {}),
                away=_AWAY.get(number, frozenset()),
                unchanged=_at_rest(number, changes),
            )
        )
    return months


def _at_rest(number: int, changes: Answers) -> frozenset[str]:
    """Who presses *Nothing has changed*: everybody in a month without changes but the first, and
    where something fell, those who have not noticed.
    """
    if changes is _FALL:
        return _UNAWARE
    return frozenset() if changes or number == 0 else frozenset(_EVERYBODY)


PLATFORM: Sequence[Month] = tuple(_months())
FRAUD: Sequence[Month] = (
    Month(
        common=_FRAUD,
        own={"kim": {"model-release/owner": "cd-pipeline"}},
        comments={"lena": {"people": "Could we pair on one model from start to end?"}},
    ),
    Month(common={**_FRAUD, **_TOGETHER}, unchanged=frozenset({"lena"})),
)
