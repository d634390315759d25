"""The next steps: which, in which order, and what they give."""

from hypothesis import given
from hypothesis import strategies as st
from rubric_builders import MLOPS, criterion, people, rubric_of, rubrics

from rubric.model import Rubric
from rubric.recommendations import Recommendation, recommend
from rubric.scoring import Respondent, score


def _steps(rubric: Rubric, **answers: str) -> list[tuple[str, str, str, tuple[int, int]]]:
    person = Respondent(answers={p.replace("_", "/"): a for p, a in answers.items()})
    found = recommend(rubric, score(rubric, [person]))
    return [(r.criterion, r.from_choice, r.to_choice, r.effect) for r in found]


def test_a_step_goes_to_the_first_choice_with_a_higher_ceiling() -> None:
    rubric = rubric_of({"d": [criterion("k", [1, 1, 3, 4])]})
    assert _steps(rubric, d_k="c0") == [("d/k", "c0", "c2", (1, 3))]


def test_the_effect_counts_every_holding_criterion_and_what_stays_below() -> None:
    rubric = rubric_of({"d": [criterion(k, [0, 2, 4]) for k in ("k", "m", "n")]})
    assert _steps(rubric, d_k="c0", d_m="c0", d_n="c1") == [
        ("d/k", "c0", "c1", (0, 2)),
        ("d/m", "c0", "c1", (0, 2)),
    ]
    assert _steps(rubric, d_k="c1", d_m="c2", d_n="c2") == [("d/k", "c1", "c2", (2, 4))]


def test_the_lowest_dimension_comes_first_then_the_one_nearest_to_rising() -> None:
    rubric = rubric_of(
        {
            "high": [criterion("k", [3, 4])],
            "two": [criterion("k", [1, 4]), criterion("m", [1, 4])],
            "one": [criterion("k", [1, 4])],
            "also": [criterion("k", [1, 4])],
        }
    )
    names = [d.id for d in rubric.dimensions]
    answers = {f"{name}_k": "c0" for name in names}
    order = [step[0] for step in _steps(rubric, **answers, two_m="c0")]
    assert order == ["one/k", "also/k", "two/k", "two/m", "high/k"]


def test_a_team_on_the_top_level_or_without_answers_has_no_next_step() -> None:
    rubric = rubric_of({"d": [criterion("k", [1, 4])]})
    assert _steps(rubric, d_k="c1") == []
    assert _steps(rubric) == []


def test_the_bundled_rubric_tells_a_level_0_team_where_to_begin() -> None:
    lowest = {p: MLOPS.criterion(p).choices[0].id for p in MLOPS.paths()}
    found = recommend(MLOPS, score(MLOPS, [Respondent(answers=lowest)]))
    assert [(r.criterion, r.effect) for r in found] == [
        ("model-creation/data-gathering", (0, 1)),
        ("model-release/scoring-script", (0, 1)),
        ("model-release/owner", (0, 1)),
        ("application-integration/releases", (0, 2)),
        ("application-integration/model-tests", (0, 2)),
        ("application-integration/application-tests", (0, 2)),
        ("people/data-scientists", (1, 2)),
        ("people/data-engineers", (1, 2)),
    ]


def _follow(team: list[Respondent], steps: dict[str, Recommendation]) -> list[Respondent]:
    """The team after everybody who chose something at a step's criterion made the step."""
    return [
        Respondent(
            answers={
                path: steps[path].to_choice if path in steps and "_" not in answer else answer
                for path, answer in person.answers.items()
            }
        )
        for person in team
    ]


@given(st.data())
def test_following_every_step_of_a_dimension_gives_the_promised_effect(
    data: st.DataObject,
) -> None:
    rubric = data.draw(rubrics())
    team = data.draw(people(rubric))
    profile = score(rubric, team)
    found = recommend(rubric, profile)
    after = score(rubric, _follow(team, {step.criterion: step for step in found}))
    for step in found:
        assert step.effect == (
            profile.dimension(step.dimension).level,
            after.dimension(step.dimension).level,
        )
        assert step.effect[1] > step.effect[0]


@given(st.data())
def test_there_is_exactly_one_step_for_each_holding_criterion(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    profile = score(rubric, data.draw(people(rubric)))
    found = recommend(rubric, profile)
    holding = [path for d in profile.dimensions for path in d.holding]
    assert sorted(step.criterion for step in found) == sorted(holding)
    for step in found:
        assert step.from_choice == profile.answer(step.criterion).choice
        assert step.dimension == rubric.dimension_of(step.criterion).id
