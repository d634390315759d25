"""What moved between two check-ins."""

from hypothesis import given
from hypothesis import strategies as st
from rubric_builders import criterion, people, rubric_of, rubrics

from rubric.comparison import Move, NewState, compare
from rubric.scoring import DONT_KNOW, NOT_APPLICABLE, Profile, Respondent, score

RUBRIC = rubric_of(
    {
        "a": [criterion("k", [0, 2, 4], may_be_not_applicable=True), criterion("m", [1, 4])],
        "b": [criterion("k", [3, 3, 4])],
    }
)


def _profile(**answers: str) -> Profile:
    return score(RUBRIC, [Respondent(answers={p.replace("_", "/"): a for p, a in answers.items()})])


def test_moves_name_both_choices_and_the_direction_in_rubric_order() -> None:
    comparison = compare(
        RUBRIC, _profile(a_k="c2", a_m="c0", b_k="c0"), _profile(a_k="c1", a_m="c0", b_k="c1")
    )
    assert comparison.moves == (
        Move(criterion="a/k", from_choice="c2", to_choice="c1", rose=False),
        Move(criterion="b/k", from_choice="c0", to_choice="c1", rose=True),
    )
    assert comparison.new_states == ()
    assert comparison.overall == (1, 1)
    assert comparison.dimensions == {"a": (1, 1), "b": (3, 3)}


def test_what_became_known_or_not_is_told_apart_from_moves() -> None:
    comparison = compare(
        RUBRIC,
        _profile(a_k=DONT_KNOW, a_m="c0", b_k="c0"),
        _profile(a_k=NOT_APPLICABLE, a_m="c1", b_k=DONT_KNOW),
    )
    assert [move.criterion for move in comparison.moves] == ["a/m"]
    assert comparison.new_states == (
        NewState(criterion="a/k", before="unknown", after="not_applicable"),
        NewState(criterion="b/k", before="known", after="unknown"),
    )
    assert comparison.dimensions["b"] == (3, None)


def test_a_profile_of_another_edition_is_compared_where_both_speak_of_the_same() -> None:
    older = rubric_of(
        {
            "a": [criterion("gone", [0, 4]), criterion("k", [0, 1, 2, 4])],
            "gone": [criterion("k", [0, 4])],
        }
    )
    answers = {"a/gone": "c0", "a/k": "c3", "gone/k": "c0"}
    before = score(older, [Respondent(answers=answers)])
    comparison = compare(RUBRIC, before, _profile(a_k="c1", a_m="c0", b_k="c0"))
    assert comparison.moves == ()
    assert comparison.new_states == ()
    assert comparison.dimensions == {"a": (0, 1), "b": (None, 3)}


@given(st.data())
def test_nothing_moves_between_a_profile_and_itself(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    profile = score(rubric, data.draw(people(rubric)))
    comparison = compare(rubric, profile, profile)
    assert (comparison.moves, comparison.new_states) == ((), ())


@given(st.data())
def test_looking_back_turns_every_move_around(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    one, other = (score(rubric, data.draw(people(rubric))) for _ in range(2))
    there, back = compare(rubric, one, other), compare(rubric, other, one)
    assert [(m.from_choice, m.to_choice, m.rose) for m in there.moves] == [
        (m.to_choice, m.from_choice, not m.rose) for m in back.moves
    ]
    assert there.overall == back.overall[::-1]
