from dataclasses import replace
from datetime import date

import pytest
from builders import (
    HOSTILE,
    LEVEL_0,
    LEVEL_1,
    OPENED,
    RUBRIC,
    TOP,
    assert_golden,
    assert_inert,
    assert_takeable,
    buttons,
    result,
    standing,
    unison,
)

from bot.domain.rounds import Result, Status
from bot.domain.target_grammar import Problem, Refusal
from bot.domain.targets import Change, Target, progress
from bot.views.status import status
from bot.views.summary import summary
from bot.views.target_orders import changed, done, refused
from bot.views.targets import targets
from bot.views.text import Message
from rubric.scoring import DONT_KNOW

DIMENSIONS = [(d.id, d.name) for d in RUBRIC.dimensions]
YEAR_END = date(2026, 12, 31)
RELEASE = Target("model-release", 3, YEAR_END, "U0ADA")
OVERALL = Target("", 2, None, "U0ADA")
TODAY = date(2026, 9, 17)


def aiming(r: Result | None, *aims: Target, today: date = TODAY) -> Status:
    """A team on the result with these targets."""
    profile = r.profile if r else None
    found = tuple(progress(aim, RUBRIC, profile, today, RUBRIC) for aim in aims)
    return standing(replace(r, targets=found) if r else None, targets=found)


def shown(s: Status, shared: bool = False) -> Message:
    rendered = targets(s, shared)
    assert_takeable(rendered)
    return rendered


def test_a_target_is_shown_with_the_whole_way_to_it():
    rendered = shown(aiming(result(), OVERALL, RELEASE))
    assert "Model Release 3 by 31 Dec 2026" in rendered.text
    assert "You are at 1 now. Set by <@U0ADA>." in rendered.text
    assert "3 steps lead there, all needed:" in rendered.text
    assert "Owner (Model Release): from “Handed to software engineers” to “Cd pipeline”" in (
        rendered.text
    )
    assert buttons(rendered) == [("share", "target")]
    assert_golden("targets", rendered)


def test_what_is_shared_calls_nobody_in():
    rendered = shown(aiming(result(), RELEASE), shared=True)
    assert "<@" not in rendered.text
    assert buttons(rendered) == []


def test_without_a_target_it_says_how_to_set_one():
    rendered = shown(aiming(result()))
    assert "No target is set." in rendered.text
    assert "`/maturity target application-integration 4 by end of June`" in rendered.text


def test_a_target_that_was_reached_says_when_and_whether_it_still_holds():
    reached = replace(RELEASE, reached_in=42, reached_at=OPENED)
    assert (
        "Reached in the check-in that closed <!date^"
        in shown(aiming(result(unison(TOP)), reached)).text
    )
    again = shown(aiming(result(), reached)).text
    assert "and below it again since: you are at 1 now." in again
    assert "steps lead there" in again


def test_a_day_that_has_passed_is_said_kindly():
    late = aiming(result(), RELEASE, today=date(2027, 1, 1))
    assert "The day has passed; a new one is just as good." in shown(late).text
    assert "The day you had in mind, 31 Dec 2026, has passed" in status(late).text


def test_a_team_without_a_level_sees_its_target_too():
    rendered = shown(aiming(None, RELEASE))
    assert "Not measured yet." in rendered.text


def test_questions_that_nobody_could_answer_are_named():
    unsure = unison(LEVEL_1 | {"model-release/owner": DONT_KNOW})
    assert "To be answered: Owner (Model Release)." in shown(aiming(result(unsure), RELEASE)).text


def test_a_target_that_cannot_be_measured_any_more_can_be_turned_off():
    gone = aiming(result(), Target("old-part", 3, None, "U0ADA"))
    assert "`/maturity target old-part off` ends it." in shown(gone).text
    assert "old-part 3 cannot be measured any more" in status(gone).text


def test_the_status_says_in_a_line_how_far_it_is():
    rendered = status(aiming(result(), OVERALL, RELEASE))
    assert_takeable(rendered)
    assert (
        "Target: Model Release 3 by 31 Dec 2026: 3 steps away, first “Get to automatic”."
        in rendered.text
    )
    assert "The whole way: `/maturity target`." in rendered.text
    assert_golden("status-targets", rendered)


def test_the_status_of_a_dimension_shows_only_its_own_target():
    text = status(aiming(result(), OVERALL, RELEASE), "model-release").text
    assert "Target: Model Release 3" in text
    assert "Target: Overall" not in text


def told(r: Result, *aims: Target) -> str:
    profile, day = r.profile, date(2026, 9, 6)
    found = tuple(progress(aim, RUBRIC, profile, day, RUBRIC) for aim in aims)
    rendered = summary(replace(r, targets=found))
    assert_takeable(rendered)
    return rendered.text


def test_the_summary_celebrates_a_target_in_the_round_that_reached_it_and_never_again():
    here, before = replace(OVERALL, reached_in=42), replace(OVERALL, reached_in=41)
    top = result(unison(TOP), before=unison(LEVEL_0))
    assert "Target reached: Overall level 2. Well done, all of you!" in told(top, here)
    assert "arget" not in told(top, before)
    assert "arget" not in told(result(), before)


def test_a_target_that_is_reached_with_questions_open_is_called_provisional():
    unsure = unison(TOP | {"people/data-engineers": DONT_KNOW})
    text = told(result(unsure), replace(OVERALL, reached_in=42))
    assert "It is provisional while 1 question is open." in text


def test_the_summary_says_how_far_a_target_is():
    assert "• Model Release 3 by 31 Dec 2026: 3 steps away" in told(result(), RELEASE)
    assert "Targets" not in told(result())


def test_the_channel_hears_who_set_a_target():
    first = Change("U0ADA", "model-release", "Model Release", (3, 3), YEAR_END, None)
    rendered = changed(first)
    assert_takeable(rendered)
    assert rendered.text.startswith(
        "<@U0ADA> set a target: Model Release at level 3 by 31 Dec 2026."
    )
    assert_golden("target-changed", rendered)
    moved = replace(first, due_on=None, band=(2, 3), before=(3, 3))
    assert "the target for Model Release, which was 3: Model Release at level 3 (2–3)." in (
        changed(moved).text
    )
    off = replace(first, dimension="", name="", band=None, before=(3, 3))
    assert changed(off).text == (
        "<@U0ADA> turned off the target for the overall level, which was 3."
    )
    assert done(off) == "The target for the overall level is off. The channel is told."
    assert done(first).startswith("The target is set: Model Release at level 3 by 31 Dec 2026.")


@pytest.mark.parametrize("problem", Problem)
def test_every_refusal_is_a_sentence_that_says_what_to_do(problem: Problem):
    refusal = Refusal(
        problem, words="frob`", dimension="people", names=("people",), band=(0, 1),
        levels=(2, 4), day=YEAR_END,
    )  # fmt: skip
    told_ = refused(refusal, DIMENSIONS)
    assert told_.endswith((".", "target."))
    assert told_.count("`") % 2 == 0
    assert refused(Refusal(problem, names=("people",)), DIMENSIONS)


def test_a_level_that_is_too_low_is_answered_with_those_that_are_not():
    refusal = Refusal(Problem.NOT_ABOVE, dimension="people", band=(0, 1), levels=(2, 4))
    assert refused(refusal, DIMENSIONS) == (
        "People is at 1 (0–1) already. Choose a level from 2 to 4."
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_names_stay_text(hostile):
    change = Change("U0ADA", "people", hostile[:75], (3, 3), None, None)
    assert_inert(changed(change))
    text = refused(Refusal(Problem.UNKNOWN_NAME, words=hostile[:40]), DIMENSIONS)
    assert "<!channel>" not in text
    gone = aiming(result(), Target(hostile[:60], 3, None, "U0ADA"))
    assert_inert(shown(gone))
