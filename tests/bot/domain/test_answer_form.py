import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.answer_form import LONGEST_COMMENT, InvalidPage, PageAnswers, read_page
from bot.domain.team import ROLES
from rubric.loader import bundled
from rubric.scoring import offered

RUBRIC = bundled().get("mlops")
PEOPLE = RUBRIC.paths_of("people")
OPTIONAL = "people/data-engineers"

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def picked(value):
    return {"type": "radio_buttons", "selected_option": {"value": value, "text": {}}}


def state(comment=None, role="other", **answers):
    """The first page, submitted with everyone siloed unless told otherwise."""
    chosen = dict.fromkeys(PEOPLE, "siloed") | {f"people/{k}": v for k, v in answers.items()}
    blocks = {path: {"choice": picked(value)} for path, value in chosen.items()}
    blocks["role"] = {"role": picked(role)}
    blocks["comment:people"] = {"comment": {"type": "plain_text_input", "value": comment}}
    return blocks


def read(values, first=True) -> PageAnswers:
    return read_page(RUBRIC, "people", values, first)


def errors(values, first=True) -> dict[str, str]:
    with pytest.raises(InvalidPage) as caught:
        read(values, first)
    return caught.value.errors


def test_a_whole_page_is_read():
    page = read(state(comment=" As ever. \n"))
    assert page == PageAnswers(dict.fromkeys(PEOPLE, "siloed"), "other", "As ever.")


def test_no_comment_is_an_empty_one():
    assert read(state()).comment == ""


def test_only_the_first_page_has_a_role():
    assert read(state(role=None), first=False).role is None
    assert list(errors(state(role=None))) == ["role"]


@pytest.mark.parametrize("role", ["", "ceo", 7, None, ["other"], {}])
def test_an_unknown_role_gets_a_sentence_beside_it(role):
    assert list(errors(state(role=role))) == ["role"]


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_read(role):
    assert read(state(role=role)).role == role


@pytest.mark.parametrize("gone", PEOPLE)
def test_a_question_that_is_not_there_gets_a_sentence_beside_it(gone):
    values = state()
    del values[gone]
    assert list(errors(values)) == [gone]


@pytest.mark.parametrize("field", [None, {}, [], 3, picked(None), picked(3), picked([]), "siloed"])
def test_a_question_without_an_answer_gets_a_sentence_beside_it(field):
    values = state() | {PEOPLE[0]: {"choice": field}}
    assert errors(values) == {PEOPLE[0]: "Please choose an answer; “I don't know” is one too."}


@pytest.mark.parametrize("answer", ["with-nobody", "", "manual", "SILOED", "not_applicable"])
def test_an_answer_that_was_never_offered_gets_a_sentence_beside_it(answer):
    found = errors(state(**{"data-scientists": answer}))
    assert found == {PEOPLE[0]: "Please choose one of the answers offered here."}


@pytest.mark.parametrize("path", PEOPLE)
def test_every_offered_answer_is_read(path):
    for answer in offered(RUBRIC.criterion(path)):
        values = state() | {path: {"choice": picked(answer)}}
        assert read(values).answers[path] == answer


def test_not_applicable_is_taken_only_where_it_is_allowed():
    assert read(state(**{"data-engineers": "not_applicable"})).answers[OPTIONAL] == "not_applicable"


def test_all_mistakes_of_a_page_are_told_at_once():
    found = errors({"comment:people": {"comment": {"value": 3}}})
    assert list(found) == [*PEOPLE, "role", "comment:people"]


@pytest.mark.parametrize(
    ("length", "fits"), [(LONGEST_COMMENT, True), (LONGEST_COMMENT + 1, False)]
)
def test_a_comment_may_be_a_thousand_characters_long(length, fits):
    values = state(comment="é" * length)
    if fits:
        assert len(read(values).comment) == length
    else:
        assert errors(values) == {
            "comment:people": "This comment has 1,001 characters; please shorten it to 1,000."
        }


def test_characters_that_no_database_takes_are_dropped_from_a_comment():
    assert read(state(comment="a\x00b\ud800c\r\nd\te")).comment == "abc\nd\te"


def test_another_pages_comment_is_not_read():
    values = state() | {"comment:model-release": {"comment": {"value": "not here"}}}
    assert read(values).comment == ""


def test_a_page_of_no_dimension_is_a_lookup_error():
    with pytest.raises(LookupError):
        read_page(RUBRIC, "nonsense", {}, first=False)


@given(JSON, st.booleans())
def test_any_json_is_answered_with_sentences(values, first):
    assert set(PEOPLE) <= set(errors(values, first))


@given(st.dictionaries(st.sampled_from([*PEOPLE, "role", "comment:people"]), JSON), st.booleans())
def test_any_json_in_a_block_is_answered_with_sentences(values, first):
    assert set(errors(values, first)) <= {*PEOPLE, "role", "comment:people"}


@given(st.sampled_from([*PEOPLE, "role", "comment:people"]), JSON)
def test_any_json_in_a_field_is_read_or_answered_beside_it(block, field):
    values = state() | {block: {"any": field}}
    with contextlib.suppress(InvalidPage):
        assert set(read(values).answers) == set(PEOPLE)
        return
    assert list(errors(values)) == [block]


@given(st.fixed_dictionaries({p: st.sampled_from(offered(RUBRIC.criterion(p))) for p in PEOPLE}))
def test_what_is_offered_is_read_as_it_was_chosen(answers):
    values = state() | {path: {"choice": picked(answer)} for path, answer in answers.items()}
    assert read(values).answers == answers
