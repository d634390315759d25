from dataclasses import replace
from datetime import date

import pytest
from builders import (
    HOSTILE,
    RUBRIC,
    assert_golden,
    assert_inert,
    assert_takeable,
    buttons,
    open_round,
    result,
    standing,
    team,
    texts,
)
from commitment_builders import OWNER, SCORING, commitment, done, several

from bot.domain.commitments import Offer, Plan, Plans
from bot.domain.rounds import Invitation
from bot.views import commitment_modals, commitments
from bot.views.invitation import invitation
from bot.views.status import status
from bot.views.summary import summary
from bot.views.text import Message, cut
from bot.views.tips import tips

PASSED = commitment(id=8, overdue=True, plan=Plan("U0CLEO", date(2026, 8, 3)))
# The longest that a rubric may hold.
TYPED = [cut(typed, 150) for typed in HOSTILE]


def listed(plans: Plans, shared: bool = False) -> Message:
    rendered = commitments.commitments(standing(result(), plans=plans), shared=shared)
    assert_takeable(rendered)
    return rendered


def told(did: str, by: str = "U0BOB", **changes: object) -> str:
    rendered = commitments.told(commitment(**changes), did, by, Plan("U0BOB", date(2026, 10, 3)))
    assert_takeable(rendered)
    assert_inert(rendered)
    return rendered.text


def invited(plans: Plans) -> Message:
    rendered = invitation(Invitation(team(), open_round(), RUBRIC, None, plans))
    assert_takeable(rendered)
    return rendered


def test_the_list_shows_what_is_open_with_a_button_each_and_what_was_done():
    rendered = listed(Plans((commitment(), PASSED), (done(),)))
    assert "• “Test the scoring code” (Model Release), <@U0BOB>, until <!date^" in rendered.text
    assert "<@U0CLEO>, planned for <!date^" in rendered.text
    assert "Model Release went from 1 to 2." in rendered.text
    assert buttons(rendered) == [
        ("commitment:5", "5"), ("commitment:8", "8"), ("share", "commitments"),
    ]  # fmt: skip
    assert_golden("commitments", rendered)


def test_what_is_shared_names_nobody_and_no_day():
    rendered = listed(Plans((commitment(), PASSED), (done(),)), shared=True)
    assert buttons(rendered) == []
    assert "<@" not in texts(rendered)
    assert "until" not in texts(rendered)
    assert "planned for" not in texts(rendered)


def test_a_team_that_has_taken_on_nothing_is_shown_the_way():
    assert "`/maturity tips`" in listed(Plans()).text


def test_only_the_first_twenty_and_the_last_ten_are_listed():
    many = replace(several(25), done=tuple(done(id=n, title=f"Old {n}") for n in range(30)))
    rendered = listed(many)
    assert "… and 5 more." in rendered.text
    assert "Old 9" in rendered.text
    assert "Old 10" not in rendered.text


def test_a_step_that_is_no_longer_asked_about_is_said_to_need_a_hand():
    words = listed(Plans((commitment(gone=True, place=""),))).text
    assert "“Test the scoring code”, <@U0BOB>" in words
    assert "The questions no longer hold it" in words


def test_an_invitation_lists_what_is_open_without_names_or_days():
    rendered = invited(Plans((PASSED, commitment())))
    assert "What you have taken on:\n• “Test the scoring code” (Model Release)\n" in rendered.text
    assert "<@U0BOB>" not in texts(rendered)
    assert rendered.text.count("<!date^") == 1  # the check-in's own
    assert_golden("invitation-commitments", rendered)


def test_more_than_three_are_counted_in_an_invitation_and_a_status():
    more = "… and 2 more: `/maturity commitments`"
    assert more in invited(several(5)).text
    assert more in status(standing(result(), plans=several(5))).text
    assert "taken on" not in invited(Plans()).text


def test_a_status_names_the_owners_only_to_the_person_who_asks():
    s = standing(result(), plans=Plans((commitment(),)))
    assert "(Model Release), <@U0BOB>, until" in status(s).text
    assert "<@" not in texts(status(s, shared=True))
    assert_takeable(status(s))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (1, 2, "Model Release went from 1 to 2."),
        (2, 2, "Model Release stays at 2 for now."),
        (2, 1, "Model Release went from 2 to 1."),
        (None, 2, "Model Release is at 2 now."),
        (1, None, "by <@U0BOB>.\n"),
    ],
)
def test_a_summary_credits_who_did_what_and_what_it_moved(before, after, words):
    finished = done(level_before=before, level_after=after)
    rendered = summary(result(plans=Plans((), (finished,))))
    assert_takeable(rendered)
    assert "Done:\n• “Test the scoring code” (Model Release), by <@U0BOB>." in rendered.text
    assert words in rendered.text


def test_a_summary_of_a_round_in_which_nothing_was_done_does_not_mention_it():
    assert "Done:" not in summary(result(plans=Plans((commitment(),)))).text


def test_a_step_that_is_taken_on_shows_by_whom_instead_of_being_offered_again():
    rendered = tips(result(plans=Plans((commitment(),))), "model-release")
    labels = [b["accessory"]["text"]["text"] for b in rendered.blocks if "accessory" in b]
    assert labels == ["Taken on: see by whom", "We'll do this"]


def test_the_thread_is_told_in_one_sentence_and_by_whom_where_it_was_somebody_else():
    taken = "<@U0BOB> takes on “Test the scoring code” (Model Release) until <!date^"
    assert told("made").startswith(taken)
    assert "Noted by" not in told("made")
    assert told("made", by="U0ADA").endswith("Noted by <@U0ADA>.")
    assert "is now planned until" in told("moved")
    assert "<@U0BOB> takes over" in told("handed_over")
    assert told("dropped").endswith("is no longer planned. Noted by <@U0BOB>.")


def test_the_owner_of_what_is_overdue_is_told_kindly_and_what_to_do():
    rendered = commitments.overdue(PASSED, team())
    assert_takeable(rendered)
    assert "and only to you" in rendered.text
    assert buttons(rendered) == [("commitment:8", "8")]
    assert_golden("overdue", rendered)
    assert "cannot close by itself" in commitments.overdue(replace(PASSED, gone=True), team()).text


def test_the_form_shows_the_step_and_proposes_an_owner_and_a_day():
    offer = Offer(42, SCORING, "Test it", "Model Release", "It is seen.",
                  Plan("U0BOB", date(2026, 10, 3)))  # fmt: skip
    view = commitment_modals.taking_on(offer)
    assert_takeable(view)
    assert_golden("take-on", view)


def test_the_form_of_what_is_taken_on_offers_to_drop_it():
    view = commitment_modals.changing(PASSED, Plan("U0CLEO", date(2026, 9, 15)))
    assert_takeable(view)
    assert buttons(view) == [("drop", "8")]
    assert "<@U0CLEO> had this planned for" in texts(view)
    assert_golden("commitment", view)
    gone = commitment_modals.changing(commitment(gone=True, place=""), PASSED.plan)
    assert "The questions no longer hold this step" in texts(gone)
    assert_takeable(gone)


@pytest.mark.parametrize("typed", TYPED)
def test_hostile_titles_and_names_stay_text_everywhere(typed):
    hostile = commitment(title=typed, place=typed[:75])
    offer = Offer(42, OWNER, typed, typed[:75], typed, hostile.plan)
    others = tuple(replace(hostile, id=n) for n in range(25))
    plans = Plans(others, (done(title=typed, place=typed[:75]),) * 12)
    for rendered in (
        listed(plans),
        invited(plans),
        summary(result(plans=plans)),
        commitments.overdue(hostile, team()),
        commitment_modals.taking_on(offer),
        commitment_modals.changing(hostile, hostile.plan),
        commitment_modals.saved(hostile),
        commitment_modals.dropped(hostile),
    ):
        assert_takeable(rendered)
        assert_inert(rendered)
    told("made", title=typed, place=typed[:75])
