"""Answers become levels as the specification's arithmetic says."""

import json
from pathlib import Path
from statistics import median_low

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rubric_builders import MLOPS, RUBRICS, criterion, people, rubric_of, rubrics, team

from rubric.model import Rubric
from rubric.respondents import read
from rubric.scoring import (
    DONT_KNOW,
    NOT_APPLICABLE,
    DimensionScore,
    Profile,
    Respondent,
    TeamAnswer,
    assemble,
    score,
)

PROFILES = Path(__file__).parent / "profiles"
ONE = rubric_of({"d": [criterion("k", [0, 2, 4], may_be_not_applicable=True)]})


@pytest.mark.parametrize(
    ("name", "levels", "overall"),
    [
        ("level-0", (1, 0, 0, 0), 0),
        ("level-1", (1, 1, 1, 2), 1),
        ("level-2", (2, 3, 2, 2), 2),
        ("level-3", (3, 3, 3, 4), 3),
        ("level-4", (4, 4, 4, 4), 4),
    ],
)
def test_a_team_in_unison_stands_where_the_specification_says(
    name: str, levels: tuple[int, ...], overall: int
) -> None:
    answer_file = read((PROFILES / f"{name}.json").read_bytes(), RUBRICS)
    profile = score(answer_file.rubric, answer_file.respondents, minimum=3)
    assert tuple(d.level for d in profile.dimensions) == levels
    assert profile.overall == overall
    assert profile.respondents == 3
    assert not profile.provisional
    assert not any(a.split or a.agreement != 1 for d in profile.dimensions for a in d.answers)


@pytest.mark.parametrize(
    ("answers", "choice"),
    [
        (["c0", "c2"], "c0"),
        (["c2", "c0", "c2"], "c2"),
        (["c2", "c1", "c0", "c2"], "c1"),
        (["c1", DONT_KNOW, DONT_KNOW, DONT_KNOW], "c1"),
        (["c1", NOT_APPLICABLE], "c1"),
    ],
)
def test_the_team_answer_is_the_lower_median_of_those_who_know(
    answers: list[str], choice: str
) -> None:
    answer = score(ONE, team("d/k", *answers)).answer("d/k")
    assert (answer.state, answer.choice) == ("known", choice)
    assert answer.counts == {a: answers.count(a) for a in answers}


def test_more_than_half_not_applicable_leaves_the_criterion_out() -> None:
    profile = score(ONE, team("d/k", "c2", NOT_APPLICABLE, NOT_APPLICABLE, DONT_KNOW))
    answer = profile.answer("d/k")
    assert (answer.state, answer.choice, answer.ceiling) == ("not_applicable", None, None)
    assert (answer.agreement, answer.split) == (None, False)
    assert profile.dimension("d").level is None
    assert profile.dimension("d").unknown == ()


@pytest.mark.parametrize("answers", [[], [DONT_KNOW, DONT_KNOW]])
def test_a_criterion_nobody_knows_is_unknown_and_the_level_not_measured(
    answers: list[str],
) -> None:
    profile = score(ONE, team("d/k", *answers))
    dimension = profile.dimension("d")
    assert dimension.answers[0].state == "unknown"
    assert (dimension.level, dimension.band, dimension.holding) == (None, None, ())
    assert dimension.unknown == ("d/k",)
    assert (profile.overall, profile.provisional, dimension.provisional) == (None, True, True)


def test_an_unmeasured_dimension_makes_the_overall_level_provisional_but_not_lower() -> None:
    two = rubric_of(
        {
            "a": [criterion("k", [0, 4])],
            "b": [criterion("k", [0, 4], may_be_not_applicable=True)],
        }
    )
    profile = score(two, [Respondent(answers={"a/k": "c1", "b/k": NOT_APPLICABLE})])
    assert (profile.overall, profile.provisional) == (4, True)
    assert not profile.dimension("a").provisional


def test_an_unknown_criterion_makes_its_dimension_provisional() -> None:
    two = rubric_of({"d": [criterion("k", [0, 4]), criterion("m", [0, 4])]})
    dimension = score(two, [Respondent(answers={"d/k": "c1", "d/m": DONT_KNOW})]).dimension("d")
    assert (dimension.level, dimension.provisional, dimension.unknown) == (4, True, ("d/m",))


@pytest.mark.parametrize(("count", "provisional"), [(2, True), (3, False)])
def test_fewer_respondents_than_the_minimum_make_everything_provisional(
    count: int, provisional: bool
) -> None:
    profile = score(ONE, team("d/k", *["c1"] * count), minimum=3)
    assert profile.provisional is provisional
    assert profile.dimension("d").provisional is provisional


@pytest.mark.parametrize(
    ("answers", "agreement", "split"),
    [
        (["c1", "c1"], 1, False),
        (["c0", "c1"], 0.5, True),
        (["c0", "c0", "c0", "c1"], 0.75, True),
        (["c0", "c0", DONT_KNOW, NOT_APPLICABLE], 1, False),
    ],
)
def test_answers_two_levels_apart_split_a_criterion(
    answers: list[str], agreement: float, split: bool
) -> None:
    answer = score(ONE, team("d/k", *answers)).answer("d/k")
    assert (answer.agreement, answer.split) == (agreement, split)


@pytest.mark.parametrize(
    ("answers", "split"), [(["c0", "c1"], False), (["c0", "c1", "c2"], True), (["c0"] * 3, False)]
)
def test_agreement_under_one_half_splits_a_criterion(answers: list[str], split: bool) -> None:
    close = rubric_of({"d": [criterion("k", [3, 3, 4])]})
    assert score(close, team("d/k", *answers)).answer("d/k").split is split


@pytest.mark.parametrize(
    ("dimension", "bands"),
    [
        ("people", [(0, 1), (0, 1), (2, 2), (3, 3), (4, 4)]),
        ("model-creation", [(0, 0), (1, 1), (2, 3), (2, 3), (4, 4)]),
        ("model-release", [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)]),
        ("application-integration", [(0, 0), (1, 2), (1, 2), (3, 4), (3, 4)]),
    ],
)
def test_the_bundled_rubrics_bands_are_those_of_the_specification(
    dimension: str, bands: list[tuple[int, int]]
) -> None:
    assert [MLOPS.dimension(dimension).band(level) for level in range(5)] == bands


def test_a_criterion_holds_its_dimension_below_the_top_only() -> None:
    two = rubric_of({"d": [criterion("k", [1, 4]), criterion("m", [1, 2, 4])]})
    low = score(two, [Respondent(answers={"d/k": "c0", "d/m": "c0"})])
    mixed = score(two, [Respondent(answers={"d/k": "c1", "d/m": "c1"})])
    top = score(two, [Respondent(answers={"d/k": "c1", "d/m": "c2"})])
    assert low.dimension("d").holding == ("d/k", "d/m")
    assert mixed.dimension("d").holding == ("d/m",)
    assert top.dimension("d").holding == ()


def test_an_answer_that_was_never_offered_is_refused_without_repeating_it() -> None:
    with pytest.raises(ValueError, match="d/k") as refusal:
        score(ONE, team("d/k", "secret"))
    assert "secret" not in str(refusal.value)


def test_an_answer_to_an_unknown_criterion_is_refused() -> None:
    with pytest.raises(LookupError):
        score(ONE, team("d/other", "c0"))


def test_not_applicable_is_refused_where_the_criterion_does_not_allow_it() -> None:
    with pytest.raises(ValueError, match="people/data-scientists"):
        score(MLOPS, team("people/data-scientists", NOT_APPLICABLE))


def test_a_profile_has_no_answer_or_dimension_that_its_rubric_does_not_have() -> None:
    profile = score(ONE, [])
    with pytest.raises(LookupError):
        profile.answer("d/other")
    with pytest.raises(LookupError):
        profile.dimension("other")


def _rank(level: int | None) -> int:
    return -1 if level is None else level


@given(st.data())
def test_raising_an_answer_never_lowers_a_level(data: st.DataObject) -> None:
    """Raising: one person goes from a choice to a higher one. (From *don't know* it may lower.)"""
    rubric = data.draw(rubrics())
    team_before = data.draw(people(rubric))
    chosen = [
        (person, path)
        for person, respondent in enumerate(team_before)
        for path, answer in respondent.answers.items()
        if answer not in (DONT_KNOW, NOT_APPLICABLE)
    ]
    assume(chosen)
    person, path = data.draw(st.sampled_from(chosen))
    old = team_before[person].answers
    choices = rubric.criterion(path).choices
    higher = data.draw(st.sampled_from(choices[rubric.criterion(path).position(old[path]) :]))
    raised = Respondent(answers={**old, path: higher.id})
    team_after = [*team_before[:person], raised, *team_before[person + 1 :]]
    before, after = score(rubric, team_before), score(rubric, team_after)
    assert _rank(after.overall) >= _rank(before.overall)
    for was, now in zip(before.dimensions, after.dimensions, strict=True):
        assert _rank(now.level) >= _rank(was.level)
        assert (now.band or (-1, -1)) >= (was.band or (-1, -1))


@given(st.data())
def test_the_order_of_respondents_never_matters(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    team_of = data.draw(people(rubric))
    shuffled = data.draw(st.permutations(team_of))
    assert score(rubric, shuffled) == score(rubric, team_of)


@given(st.data())
def test_every_level_is_the_minimum_of_what_lies_under_it(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    profile = score(rubric, data.draw(people(rubric)))
    measured = [d.level for d in profile.dimensions if d.level is not None]
    assert profile.overall == min(measured, default=None)
    for dimension in profile.dimensions:
        ceilings = [a.ceiling for a in dimension.answers if a.ceiling is not None]
        assert dimension.level == min(ceilings, default=None)


@given(st.data())
def test_the_team_answer_is_the_librarys_low_median(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    team_of = data.draw(people(rubric))
    for dimension in score(rubric, team_of).dimensions:
        for answer in dimension.answers:
            asked = rubric.criterion(answer.criterion)
            given_answers = [p.answers.get(answer.criterion) for p in team_of]
            places = [i for i, c in enumerate(asked.choices) for a in given_answers if a == c.id]
            if answer.state == "known":
                assert asked.position(answer.choice or "") == median_low(places)
            else:
                assert len(places) < max(1, given_answers.count(NOT_APPLICABLE))


@given(rubrics())
def test_a_bands_levels_are_those_between_two_ceilings(rubric: Rubric) -> None:
    for dimension in rubric.dimensions:
        ceilings = {c.ceiling for k in dimension.criteria for c in k.choices}
        for level in range(rubric.top_level + 1):
            low, high = dimension.band(level)
            assert low <= level <= high
            assert high in ceilings
            assert not ceilings & set(range(low, high))
            assert low == 0 or low - 1 in ceilings


@given(st.data())
def test_scores_come_back_from_json_as_they_were(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    profile = score(rubric, data.draw(people(rubric)), minimum=2)
    assert (
        Profile.model_validate(json.loads(json.dumps(profile.model_dump(mode="json")))) == profile
    )
    stored = [d.model_dump(mode="json") for d in profile.dimensions]
    scores = [DimensionScore.model_validate(detail) for detail in stored]
    assert assemble(profile.rubric, scores, profile.respondents) == profile


def test_scoring_values_are_frozen_and_strict() -> None:
    answer = score(ONE, team("d/k", "c1")).answer("d/k")
    with pytest.raises(ValueError, match="frozen"):
        answer.choice = "c2"  # type: ignore[misc]
    with pytest.raises(ValueError, match="ceiling"):
        TeamAnswer.model_validate({**answer.model_dump(), "ceiling": "2"})
