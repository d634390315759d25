import pytest
from builders import LEVEL_0, LEVEL_1, RUBRIC, TOP, profile, result, unison
from hypothesis import given
from hypothesis import strategies as st

from bot.views.levels import (
    bar,
    change_text,
    choice_text,
    effect_text,
    level_text,
    overall_text,
    place_text,
    profile_lines,
    profile_words,
    provisional_text,
)
from rubric.comparison import compare
from rubric.scoring import DONT_KNOW, NOT_APPLICABLE


def unknown(dimension: str) -> dict[str, str]:
    return dict.fromkeys(RUBRIC.paths_of(dimension), DONT_KNOW)


@pytest.mark.parametrize(
    ("answers", "dimension", "said"),
    [
        (LEVEL_0, "people", "1 (0–1)"),
        (LEVEL_0, "model-release", "0"),
        (LEVEL_1, "application-integration", "2 (1–2)"),
        (TOP, "application-integration", "4 (3–4)"),
        (unknown("people"), "people", "not measured"),
    ],
)
def test_a_level_is_shown_with_its_band_where_there_is_one(answers, dimension, said):
    assert level_text(profile(unison(answers)).dimension(dimension)) == said


@given(st.integers(1, 99).flatmap(lambda top: st.tuples(st.integers(0, top), st.just(top))))
def test_a_bar_has_one_square_per_level_and_fills_the_reached_ones(pair):
    level, top = pair
    assert len(bar(level, top)) == top
    assert bar(level, top).count("■") == level


def test_a_bar_of_something_not_measured_has_no_squares():
    assert bar(None, 4) == "····"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (1, 2, "up from 1"),
        (3, 0, "down from 3"),
        (2, 2, "unchanged"),
        (None, 0, "new"),
        (0, None, "was 0"),
        (None, None, "unchanged"),
    ],
)
def test_changes_are_said_in_words(before, after, said):
    assert change_text(before, after) == said


def test_the_overall_level_has_its_name():
    assert overall_text(RUBRIC, 1) == "Level 1: DevOps but no MLOps"
    assert overall_text(RUBRIC, None) == "Not measured"


def test_profile_lines_are_aligned_and_tell_changes():
    before, after = profile(unison(LEVEL_0)), profile(unison(LEVEL_1))
    lines = profile_lines(RUBRIC, after, compare(RUBRIC, before, after))
    assert lines == [
        "People           1 (0–1)  ■□□□  unchanged",
        "Model creation   1        ■□□□  up from 0",
        "Model release    1        ■□□□  up from 0",
        "App integration  2 (1–2)  ■■□□  up from 0",
    ]


def test_a_first_profile_shows_no_changes():
    lines = profile_lines(RUBRIC, profile(unison(LEVEL_1)), None)
    assert lines[0] == "People           1 (0–1)  ■□□□"


def test_a_profile_without_a_dimension_says_that_it_is_not_measured():
    made = profile(unison(LEVEL_1 | unknown("people")))
    assert profile_lines(RUBRIC, made, None)[0] == "People           not measured  ····"
    assert profile_words(RUBRIC, made, None)[0] == "People: not measured"


def test_the_profile_read_aloud_has_no_squares():
    words = profile_words(RUBRIC, profile(unison(LEVEL_1)), None)
    assert words[3] == "Application Integration: 2 (1–2)"


def test_a_settled_profile_needs_no_reason():
    assert provisional_text(RUBRIC, profile(unison(LEVEL_1)), 3) == ""


def test_few_answers_make_a_level_provisional_and_the_reason_says_so():
    made = profile(unison(LEVEL_1, people=1))
    assert provisional_text(RUBRIC, made, 3).startswith("Provisional: only 1 person answered.")


def test_an_unknown_question_makes_a_level_provisional_and_the_reason_names_it():
    made = profile(unison(LEVEL_1 | {"model-release/owner": DONT_KNOW}))
    assert "nobody could say how things stand with “Owner”." in provisional_text(RUBRIC, made, 3)


def test_many_unknown_questions_are_counted_not_listed():
    made = profile(unison(unknown("people") | unknown("model-creation")))
    reason = provisional_text(RUBRIC, made, 3)
    named = "“Data scientists”, “Data engineers”, “Software engineers” and 12 other questions"
    assert named in reason


def test_a_dimension_that_does_not_apply_is_given_as_the_reason():
    made = profile(unison({"people/data-engineers": NOT_APPLICABLE}))
    people = made.dimension("people").model_copy(update={"unknown": ()})
    scores = (people, *made.dimensions[1:])
    reason = provisional_text(RUBRIC, made.model_copy(update={"dimensions": scores}), 3)
    assert "nothing applies to you in People" in reason


def test_criteria_and_choices_are_called_by_their_names():
    path = "model-release/owner"
    assert place_text(RUBRIC, path) == "Owner (Model Release)"
    assert choice_text(RUBRIC, path, "data-team-alone") == "“Data team alone”"


def test_an_effect_shows_both_levels_with_their_bands():
    first = result(unison(LEVEL_0)).steps
    said = {effect_text(RUBRIC, step) for step in first}
    assert "People 1 (0–1) → 2" in said
    assert "Model Release 0 → 1" in said
