import pytest
from builders import (
    BUNDLED,
    HOSTILE,
    LEVEL_0,
    LEVEL_1,
    RUBRIC,
    TOP,
    assert_golden,
    assert_inert,
    assert_takeable,
    result,
    texts,
    unison,
)

from bot.domain.rounds import Result, Voice
from bot.views.text import Message
from bot.views.tips import tips, voices
from rubric.scoring import DONT_KNOW


def advised(r: Result, dimension_id: str) -> Message:
    rendered = tips(r, dimension_id)
    assert_takeable(rendered)
    return rendered


def quoted(*comments: Voice) -> Message:
    rendered = voices(result(voices=comments))
    assert_takeable(rendered)
    assert_inert(rendered)
    return rendered


def test_a_tip_says_what_why_how_and_when_it_is_done():
    rendered = advised(result(), "model-release")
    words = rendered.text
    assert "1. Get to versioned-and-tested\nFrom “Versioned” to “Versioned and tested”." in words
    assert "It pays.\nHow:\n1) Step 1 towards it.\n2) Step 2" in words
    assert "Done when: It is seen." in words
    assert_golden("tips", rendered)


def test_the_opening_says_where_the_dimension_stands_and_what_the_steps_give():
    words = advised(result(), "model-release").text
    assert "You are at level 1. With both steps made: Model Release 1 → 2." in words
    assert "You are at level 2 (1–2). With all 3 steps made" in (
        advised(result(), "application-integration").text
    )


def test_a_dimension_at_the_top_has_no_next_step():
    assert "there is no next step" in advised(result(unison(TOP)), "people").text


def test_a_dimension_that_is_not_measured_says_so():
    unknown = LEVEL_1 | dict.fromkeys(RUBRIC.paths_of("people"), DONT_KNOW)
    assert "not measured yet" in advised(result(unison(unknown)), "people").text


def test_tips_of_an_unknown_dimension_are_a_lookup_error():
    with pytest.raises(LookupError):
        tips(result(), "nonsense")


@pytest.mark.parametrize("answers", [LEVEL_0, LEVEL_1])
@pytest.mark.parametrize("dimension", BUNDLED.dimensions, ids=lambda d: d.id)
def test_the_bundled_tips_fit_into_one_message_per_dimension(answers, dimension):
    rendered = advised(result(unison(answers), rubric=BUNDLED), dimension.id)
    assert "more step" not in texts(rendered.blocks)


def test_comments_are_quoted_by_dimension_in_the_rubrics_order():
    rendered = quoted(
        Voice("model-release", "Slow."), Voice("people", "Good."), Voice("people", "Hm.")
    )
    assert rendered.text == ("In your own words\nPeople: Good.\nPeople: Hm.\nModel Release: Slow.")
    kinds = [element["type"] for element in rendered.blocks[1]["elements"]]
    section, quote = "rich_text_section", "rich_text_quote"
    assert kinds == [section, quote, quote, section, quote]


def test_names_are_shown_only_where_they_are_given():
    assert "<@" not in quoted(Voice("people", "Good.")).text
    assert "People, <@U0BOB>: Good." in quoted(Voice("people", "Good.", "U0BOB")).text


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_hostile_comment_stays_text_and_fits(typed):
    quoted(Voice("people", typed))


def test_more_comments_than_a_message_holds_are_counted():
    rendered = quoted(*[Voice("people", "words " * 150)] * 20)
    assert "… and 14 more comments." in texts(rendered.blocks)


def test_no_comment_at_all_is_said():
    assert quoted().text == "Nobody left a comment this time."
