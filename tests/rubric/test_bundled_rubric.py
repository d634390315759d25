"""The bundled rubric is the one that the specification lays down."""

import pytest
from rubric_builders import MLOPS, RUBRICS

CEILINGS = {
    "people/data-scientists": "siloed 1, with-data-engineers 3, with-software-engineers 4",
    "people/data-engineers": "siloed 1, with-data-scientists 2, with-both 4",
    "people/software-engineers": "siloed 2, automate-integration 3, gather-metrics 4",
    "model-creation/data-gathering": "manual 0, pipeline 4",
    "model-creation/compute": "unmanaged 1, managed 4",
    "model-creation/experiments": "untracked 1, tracked 4",
    "model-creation/versioning": "file-handoff 1, code-only 1, code-and-models 4",
    "model-creation/retraining": "on-request 3, scheduled 3, metric-triggered 4",
    "model-release/process": "manual 2, automatic 4",
    "model-release/scoring-script": "unversioned 0, versioned 1, versioned-and-tested 4",
    "model-release/owner": (
        "data-team-alone 0, handed-to-software-engineers 1, software-engineering-team 2,"
        " cd-pipeline 3, ci-cd-pipeline 4"
    ),
    "application-integration/expertise": "heavy 2, light 4",
    "application-integration/releases": "manual 0, automated 4",
    "application-integration/model-tests": "none 0, basic-integration 2, unit-and-integration 4",
    "application-integration/application-tests": "none 0, unit 2, unit-and-integration 4",
}


def test_only_this_edition_is_bundled_and_it_is_the_default() -> None:
    assert [rubric.key for rubric in RUBRICS] == ["mlops@2020-01"]
    assert RUBRICS.get("mlops").key == "mlops@2020-01"


def test_criteria_stand_in_the_specifications_order() -> None:
    assert MLOPS.paths() == tuple(CEILINGS)


@pytest.mark.parametrize("path", CEILINGS)
def test_choices_and_ceilings_are_the_specifications(path: str) -> None:
    choices = MLOPS.criterion(path).choices
    assert ", ".join(f"{choice.id} {choice.ceiling}" for choice in choices) == CEILINGS[path]


def test_only_the_data_engineers_criterion_may_be_not_applicable() -> None:
    optional = [path for path in MLOPS.paths() if MLOPS.criterion(path).may_be_not_applicable]
    assert optional == ["people/data-engineers"]


def test_only_the_choices_that_the_model_does_not_have_are_ours() -> None:
    ours = [c.id for path in MLOPS.paths() for c in MLOPS.criterion(path).choices if c.ours]
    assert ours == ["code-only", "scheduled"]


def test_levels_have_the_models_names() -> None:
    assert [level.name for level in MLOPS.levels] == [
        "No MLOps",
        "DevOps but no MLOps",
        "Automated Training",
        "Automated Model Deployment",
        "Full MLOps Automated Operations",
    ]


def test_questions_stay_near_the_length_that_reads_well() -> None:
    assert max(len(MLOPS.criterion(path).question) for path in MLOPS.paths()) <= 120


def test_no_two_tips_have_the_same_title() -> None:
    titles = [
        choice.tip.title
        for path in MLOPS.paths()
        for choice in MLOPS.criterion(path).choices
        if choice.tip
    ]
    assert len(set(titles)) == len(titles)
