from dataclasses import replace
from datetime import timedelta

import pytest
from builders import (
    BUNDLED,
    HOSTILE,
    LEVEL_0,
    LEVEL_1,
    OPENED,
    TOP,
    assert_golden,
    assert_inert,
    assert_takeable,
    buttons,
    closed_round,
    past,
    past_round,
    result,
    standing,
    unison,
)

from bot.domain.past import Deed, Past, PastRound
from bot.domain.rounds import Status
from bot.views.history import history
from bot.views.text import Message
from rubric.comparison import compare
from rubric.scoring import score

MONTH = timedelta(days=31)


def told(s: Status, seen: Past, shared: bool = False, plain: bool = False) -> Message:
    rendered = history(s, seen, shared=shared, plain=plain)
    assert_takeable(rendered)
    return rendered


def kinds(rendered: Message) -> list[str]:
    return [block["type"] for block in rendered.blocks]


NOW = result(before=unison(LEVEL_0))
FIRST = past_round(unison(LEVEL_0), OPENED - MONTH)


def later(changes: dict, **more) -> Past:
    """The first round, and one after it that moved by `changes`."""
    seen = past(result(unison(LEVEL_0 | changes), before=unison(LEVEL_0)), FIRST)
    return replace(seen, rounds=(FIRST, replace(seen.rounds[-1], **more)))


def test_the_levels_are_drawn_and_told_round_by_round_with_what_moved():
    missed = past_round(None, OPENED, round=closed_round(state="missed", closed_at=None))
    few = past_round(None, OPENED + timedelta(days=1))
    seen = past(NOW, FIRST, missed, few)
    deeds = (Deed("Version the scoring script", "U0BO"),)
    seen = replace(seen, rounds=(*seen.rounds[:-1], replace(seen.rounds[-1], deeds=deeds)))
    rendered = told(standing(NOW), seen)
    assert "data_visualization" in kinds(rendered)
    assert "4 check-ins, 2 without a level, the newest first." in rendered.text
    assert "People 1 (0–1) · Model creation 1" in rendered.text
    assert "• Scoring script (Model Release) went up: from “Unversioned” to" in rendered.text
    assert "Done: “Version the scoring script”, by <@U0BO>." in rendered.text
    assert ", missed\n" in rendered.text
    assert "not enough answers for a level" in rendered.text
    assert buttons(rendered) == [("share", "history")]
    assert_golden("history", rendered)


def test_the_newest_round_comes_first():
    text = told(standing(NOW), past(NOW, FIRST)).text
    assert text.index("Level 1") < text.index("Level 0")


def test_the_plain_form_has_the_same_text_and_no_chart():
    seen = past(NOW, FIRST)
    assert "data_visualization" not in kinds(told(standing(NOW), seen, plain=True))
    assert told(standing(NOW), seen, plain=True).text == told(standing(NOW), seen).text


def test_one_round_is_no_line_yet():
    rendered = told(standing(result()), past(result()))
    assert "data_visualization" not in kinds(rendered)
    assert "One check-in so far" in rendered.text


def test_of_a_long_history_the_newest_rounds_are_told_and_the_rest_is_exported():
    older = [past_round(unison(LEVEL_0), OPENED - n * MONTH) for n in range(60, 0, -1)]
    rendered = told(standing(NOW), past(NOW, *older))
    shown = rendered.text.count("5 of 6 people answered.")
    assert 10 < shown <= 30
    assert f"… and {61 - shown} more: `/maturity export`" in rendered.text


def test_a_year_of_moves_in_every_round_fits():
    made = [score(BUNDLED, unison(answers), 3) for answers in (LEVEL_0, TOP) * 6]
    rounds = [
        PastRound(
            closed_round(closed_at=OPENED + n * MONTH),
            BUNDLED,
            made[n],
            compare(BUNDLED, made[n - 1], made[n]) if n else None,
        )
        for n in range(12)
    ]
    now = replace(NOW, rubric=BUNDLED, profile=made[-1])
    rendered = told(standing(now, rubric=BUNDLED), Past(NOW.team, tuple(rounds)))
    assert rendered.text.count("people answered.") >= 6


@pytest.mark.parametrize(
    ("fall", "words"),
    [
        ("", "Fell: "),
        ("worse", "Fell (it has got worse): "),
        ("stricter", "Fell (a stricter reading): "),
    ],
)
def test_a_fall_is_told_with_what_the_team_said_of_it(fall, words):
    fallen = result(unison(LEVEL_0), before=unison(LEVEL_1))
    seen = past(fallen, past_round(unison(LEVEL_1), OPENED - MONTH))
    seen = replace(seen, rounds=(seen.rounds[0], replace(seen.rounds[1], fall=fall)))
    text = told(standing(fallen), seen).text
    assert f"{words}Overall from 1 to 0, Model creation from 1 to 0" in text


def test_older_moves_are_told_by_name_and_a_round_without_any_says_so():
    seen = later({"model-release/scoring-script": "versioned"})
    again = past(result(unison(LEVEL_0), before=unison(LEVEL_0)), *seen.rounds)
    text = told(standing(NOW), again).text
    assert "No answer moved." in text
    assert "\nUp: Scoring script." in text


def test_breaks_in_the_series_are_marked():
    text = told(standing(NOW), later({}, other_questions="mlops@2019-01")).text
    assert f"Break: other questions from here on, {BUNDLED.key} instead of mlops@2019-01" in text
    text = told(standing(NOW), later({}, other_privacy="open")).text
    assert "Break: confidential from here on, open before." in text


def test_shared_it_has_no_button_and_calls_nobody_in():
    shared = told(standing(NOW), later({}, deeds=(Deed("Ship it", "U0BO"),)), shared=True)
    assert buttons(shared) == []
    assert "Done: “Ship it”." in shared.text
    assert "U0BO" not in shared.text


def test_before_the_first_result_it_says_so():
    assert "No level yet" in told(standing(None), Past(NOW.team, ())).text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_titles_stay_text(hostile):
    seen = later({}, deeds=(Deed(hostile[:255], "U0BO"),), other_questions=hostile[:100])
    assert_inert(told(standing(NOW), seen))
