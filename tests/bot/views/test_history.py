from dataclasses import replace
from datetime import timedelta

from builders import (
    LEVEL_0,
    OPENED,
    assert_golden,
    assert_takeable,
    buttons,
    point,
    profile,
    result,
    standing,
    unison,
)

from bot.domain.rounds import Status
from bot.views.history import history
from bot.views.text import Message


def told(s: Status, shared: bool = False, plain: bool = False) -> Message:
    rendered = history(s, shared=shared, plain=plain)
    assert_takeable(rendered)
    return rendered


def kinds(rendered: Message) -> list[str]:
    return [block["type"] for block in rendered.blocks]


def test_the_levels_are_drawn_told_in_words_and_what_moved_last_is_named():
    rendered = told(standing(result(before=unison(LEVEL_0))))
    assert "data_visualization" in kinds(rendered)
    assert "Sep 2026  overall 1 · People 1 · Model creation 1" in rendered.text
    assert "• Scoring script (Model Release) went up: from “Unversioned” to" in rendered.text
    assert buttons(rendered) == [("share", "history")]
    assert_golden("history", rendered)


def test_the_plain_form_has_the_same_text_and_no_chart():
    s = standing(result(before=unison(LEVEL_0)))
    assert "data_visualization" not in kinds(told(s, plain=True))
    assert told(s, plain=True).text == told(s).text


def test_one_round_is_no_line_yet():
    rendered = told(standing(result()))
    assert "data_visualization" not in kinds(rendered)
    assert "One check-in so far" in rendered.text


def test_of_a_long_history_the_last_rounds_are_told():
    made = profile(unison(LEVEL_0))
    trend = tuple(point(OPENED + timedelta(days=7 * n), made) for n in range(60))
    rendered = told(standing(replace(result(), trend=trend)))
    assert "The last 12 of 60 check-ins" in rendered.text
    assert rendered.text.count("overall 0") == 12


def test_without_a_move_it_says_so():
    same = result(unison(LEVEL_0), before=unison(LEVEL_0))
    assert "No answer has moved since <!date^" in told(standing(same)).text


def test_shared_it_has_no_button_and_before_the_first_result_it_says_so():
    assert buttons(told(standing(result()), shared=True)) == []
    assert "No level yet" in told(standing(None)).text
