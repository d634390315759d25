import pytest
from builders import (
    LEVEL_0,
    LEVEL_1,
    assert_golden,
    assert_takeable,
    buttons,
    closed_round,
    result,
    unison,
)

from bot.domain.falls import Fall, falls
from bot.domain.rounds import Result
from bot.views.falls import fallen_in, why_it_fell
from bot.views.text import Message

FELL = LEVEL_1 | {"model-release/scoring-script": "unversioned"}


def told(r: Result) -> Message:
    rendered = why_it_fell(r)
    assert_takeable(rendered)
    return rendered


def fallen(**changes) -> Result:
    return result(unison(FELL), before=unison(LEVEL_1), round=closed_round(**changes))


def test_a_fall_asks_whether_it_has_got_worse_or_is_a_stricter_reading():
    rendered = told(fallen())
    assert "Model Release fell from 1 to 0 and the overall level fell from 1 to 0." in rendered.text
    assert "has the work got worse, or do you read the questions more strictly" in rendered.text
    assert buttons(rendered) == [("fell:worse", "42"), ("fell:stricter", "42")]
    assert_golden("fall", rendered)


@pytest.mark.parametrize(
    ("reading", "words"),
    [("worse", "it has got worse"), ("stricter", "we read it more strictly")],
)
def test_once_somebody_has_said_it_says_who_said_what_and_can_be_changed(reading, words):
    rendered = told(fallen(fall=reading, fall_by="U1"))
    assert f"<@U1> says: {words}." in rendered.text
    assert "press the other button" in rendered.text
    assert len(buttons(rendered)) == 2
    assert_golden(f"fall-{reading}", rendered)


def test_only_what_was_measured_both_times_can_fall():
    assert fallen_in(result()) == ()
    assert fallen_in(result(unison(LEVEL_1), before=unison(LEVEL_0))) == ()
    comparison = result(unison(FELL), before=unison(LEVEL_1)).comparison
    assert comparison is not None
    gone = comparison.model_copy(update={"dimensions": {"people": (1, None), "release": (None, 0)}})
    assert falls(gone) == (Fall("", 1, 0),)
