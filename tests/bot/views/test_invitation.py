from datetime import timedelta

from builders import (
    OPENED,
    RUBRIC,
    assert_golden,
    assert_takeable,
    closed_round,
    open_round,
    team,
    texts,
)

from bot.domain.rounds import Invitation, Round
from bot.domain.team import Privacy
from bot.views.invitation import invitation
from bot.views.text import Message


def posted(round_: Round, overall: int | None = None) -> Message:
    rendered = invitation(Invitation(team(), round_, RUBRIC, overall))
    assert_takeable(rendered)
    return rendered


def buttons(rendered: Message) -> list[dict]:
    actions = [block for block in rendered.blocks if block["type"] == "actions"]
    return [element for block in actions for element in block["elements"]]


def test_an_open_round_invites_counts_and_says_until_when():
    rendered = posted(open_round())
    assert "3 of 6 people have answered." in rendered.text
    assert "Open until <!date^" in rendered.text
    assert "about two minutes" in rendered.text
    assert [(b["action_id"], b["value"]) for b in buttons(rendered)] == [("answer", "42")]
    assert_golden("invitation-open", rendered)


def test_a_confidential_round_says_so_and_an_open_one_too():
    assert "Confidential:" in posted(open_round()).text
    assert (
        "Open: your team can see who answered what."
        in posted(open_round(privacy=Privacy.OPEN)).text
    )


def test_it_says_who_set_it_up_or_who_started_this_one():
    assert "Set up by <@U0ADA>." in posted(open_round()).text
    assert "Started by <@U0BOB>." in posted(open_round(started_by="U0BOB")).text


def test_when_everyone_has_answered_it_says_when_it_closes_and_still_takes_changes():
    closing = OPENED + timedelta(hours=5)
    rendered = posted(open_round(asked_answered=6, answered=6, closing_at=closing))
    assert f"The check-in closes <!date^{int(closing.timestamp())}^" in rendered.text
    assert len(buttons(rendered)) == 1
    assert_golden("invitation-everyone-answered", rendered)


def test_answers_of_people_who_were_not_asked_are_told_apart():
    assert "3 of 6 people have answered, and 2 others too." in posted(open_round(answered=5)).text


def test_a_round_that_asked_nobody_counts_answers_only():
    rendered = posted(open_round(asked=0, asked_answered=0, answered=1))
    assert "1 person has answered." in rendered.text
    assert "Everyone" not in rendered.text


def test_a_closed_round_shows_its_level_and_no_button():
    rendered = posted(closed_round(), overall=1)
    assert "Level 1: DevOps but no MLOps." in rendered.text
    assert "5 of 6 people answered." in rendered.text
    assert not buttons(rendered)
    assert_golden("invitation-closed", rendered)


def test_a_round_closed_by_somebody_says_who():
    assert "Closed by <@U0ADA>." in posted(closed_round(closed_by="U0ADA"), overall=1).text


def test_a_round_without_enough_answers_shows_no_level_and_says_that_answers_are_kept():
    rendered = posted(closed_round(enough=False, answered=2, asked_answered=2))
    assert "not enough answers" in rendered.text
    assert "kept" in rendered.text
    assert "Level" not in texts(rendered)


def test_all_of_the_blocks_words_are_in_the_text():
    rendered = posted(open_round())
    for block in rendered.blocks:
        if block["type"] == "section":
            assert block["text"]["text"] in rendered.text
