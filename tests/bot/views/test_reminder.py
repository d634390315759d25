import pytest
from builders import assert_golden, assert_takeable, buttons, open_round

from bot.domain.reminding import Reminder, Standing
from bot.views.reminder import reminder


def reminded(standing: Standing, number: int = 1) -> Reminder:
    return Reminder(open_round(), "C0TEAM", standing, number)


def test_a_reminder_says_until_when_and_offers_three_ways_on():
    rendered = reminder(reminded(Standing.WAITING))
    assert rendered.text.startswith("There is still time for the check-in of <#C0TEAM>: it is open")
    assert "Only you see this." in rendered.text
    assert buttons(rendered) == [("answer", "42"), ("skip_round", "42"), ("no_reminders", "42")]
    assert_takeable(rendered)
    assert_golden("reminder", rendered)


def test_the_second_reminder_says_that_the_close_is_near_and_knows_its_number():
    rendered = reminder(reminded(Standing.WAITING, number=2))
    assert rendered.text.startswith("Last call for the check-in of <#C0TEAM>: it closes <!date^")
    assert rendered.blocks[1]["block_id"] == "reminder:2"
    assert_golden("reminder-second", rendered)


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (
            Standing.SKIPPED,
            "Skipped: no more reminders of the check-in of <#C0TEAM>.",
        ),
        (Standing.UNWANTED, "To have them again, open my Home tab and press *Turn reminders on*."),
    ],
)
def test_who_chose_can_still_answer(standing: Standing, words: str):
    rendered = reminder(reminded(standing))
    assert words in rendered.text
    assert buttons(rendered) == [("answer", "42")]
    assert_takeable(rendered)
    assert_golden(f"reminder-{standing.value}", rendered)


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing.FINISHED, "Thank you, your answers to the check-in of <#C0TEAM> are in."),
        (Standing.CLOSED, "the check-in of <#C0TEAM>, which has closed."),
    ],
)
def test_what_is_settled_has_no_buttons(standing: Standing, words: str):
    rendered = reminder(reminded(standing))
    assert words in rendered.text
    assert buttons(rendered) == []
    assert_takeable(rendered)
