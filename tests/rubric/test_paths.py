"""The shortest way to a level: which steps, in which order, and that they lead there."""

from hypothesis import given
from hypothesis import strategies as st
from rubric_builders import MLOPS, criterion, people, rubric_of, rubrics

from rubric.model import Rubric
from rubric.paths import Path, level_in, lowest_level, path_to
from rubric.scoring import NOT_APPLICABLE, Profile, Respondent, score


def _profile(rubric: Rubric, **answers: str) -> Profile:
    given_ = {p.replace("_", "/"): a for p, a in answers.items()}
    return score(rubric, [Respondent(answers=given_)])


def _names(path: Path) -> list[tuple[str, str, str]]:
    return [(s.criterion, s.from_choice, s.to_choice) for s in path.steps]


def test_a_step_goes_to_the_first_choice_that_reaches_the_level() -> None:
    rubric = rubric_of({"d": [criterion("k", [0, 1, 3, 4]), criterion("m", [2, 4])]})
    profile = _profile(rubric, d_k="c0", d_m="c0")
    assert _names(path_to(rubric, profile, 2, "d")) == [("d/k", "c0", "c2")]
    assert _names(path_to(rubric, profile, 4, "d")) == [("d/k", "c0", "c3"), ("d/m", "c0", "c1")]


def test_overall_every_dimension_below_counts_those_with_fewest_steps_first() -> None:
    two = [criterion("k", [1, 4]), criterion("m", [1, 4])]
    one, up = [criterion("k", [0, 4])], [criterion("k", [3, 4])]
    rubric = rubric_of({"two": two, "one": one, "up": up})
    profile = _profile(rubric, two_k="c0", two_m="c0", one_k="c0", up_k="c0")
    steps = [step.criterion for step in path_to(rubric, profile, 3).steps]
    assert steps == ["one/k", "two/k", "two/m"]


def test_what_is_unknown_is_named_and_what_does_not_apply_is_left_out() -> None:
    rubric = rubric_of(
        {
            "d": [criterion(k, [0, 4], may_be_not_applicable=True) for k in ("k", "m", "n")],
            "e": [criterion("k", [0, 4])],
        }
    )
    profile = _profile(rubric, d_k="c0", d_m=NOT_APPLICABLE)
    assert path_to(rubric, profile, 4, "d").unanswered == ("d/n",)
    assert path_to(rubric, profile, 4).unanswered == ("d/n", "e/k")
    assert _names(path_to(rubric, profile, 4)) == [("d/k", "c0", "c1")]


def test_everybody_stands_at_least_where_the_lowest_choices_allow() -> None:
    assert lowest_level(MLOPS, "people") == 1
    assert lowest_level(MLOPS, "model-release") == 0
    assert lowest_level(MLOPS) == 0


def _follow(profile: Profile, path: Path, without: str = "") -> Respondent:
    """One voice that says what the team says, after the steps, but for one of them."""
    said = {
        answer.criterion: answer.choice or NOT_APPLICABLE
        for part in profile.dimensions
        for answer in part.answers
        if answer.state != "unknown"
    }
    made = {step.criterion: step.to_choice for step in path.steps if step.criterion != without}
    return Respondent(answers=said | made)


@given(st.data())
def test_all_steps_together_reach_the_level_and_none_can_be_left_out(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    profile = score(rubric, data.draw(people(rubric)))
    dimension = data.draw(st.sampled_from(["", *(d.id for d in rubric.dimensions)]))
    level = data.draw(st.integers(0, rubric.top_level))
    path = path_to(rubric, profile, level, dimension)
    reached = level_in(score(rubric, [_follow(profile, path)]), dimension)
    measured = level_in(profile, dimension) is not None
    assert (reached is not None and reached >= level) if measured else path.steps == ()
    for step in path.steps:
        short = level_in(score(rubric, [_follow(profile, path, step.criterion)]), dimension)
        assert short is not None
        assert short < level


@given(st.data())
def test_the_criteria_to_be_answered_are_those_that_nobody_could_answer(
    data: st.DataObject,
) -> None:
    rubric = data.draw(rubrics())
    profile = score(rubric, data.draw(people(rubric)))
    unknown = {
        answer.criterion
        for part in profile.dimensions
        for answer in part.answers
        if answer.state == "unknown"
    }
    path = path_to(rubric, profile, rubric.top_level)
    assert set(path.unanswered) == unknown
    assert not unknown & {step.criterion for step in path.steps}
