from dataclasses import replace

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
    buttons,
    closed_round,
    open_round,
    result,
    standing,
    team,
    unison,
)

from bot.domain.rounds import Status
from bot.views.status import status, tips_for
from bot.views.text import Message
from rubric.recommendations import recommend
from rubric.scoring import DONT_KNOW, NOT_APPLICABLE, score

UNSURE = LEVEL_1 | {"model-creation/compute": DONT_KNOW}


def told(s: Status, dimension: str | None = None, shared: bool = False) -> Message:
    rendered = status(s, dimension, shared=shared)
    assert_takeable(rendered)
    return rendered


def advised(s: Status, dimension: str | None = None, shared: bool = False) -> Message:
    rendered = tips_for(s, dimension, shared=shared)
    assert_takeable(rendered)
    return rendered


def test_the_status_shows_the_level_the_profile_and_the_dates():
    rendered = told(standing(result(before=unison(LEVEL_0))))
    assert "Level 1: DevOps but no MLOps" in rendered.text
    assert "People: 1 (0–1), unchanged" in rendered.text
    assert "Model Creation: 1, up from 0" in rendered.text
    assert "5 of 6 people answered." in rendered.text
    assert "The next check-in opens <!date^" in rendered.text
    assert buttons(rendered) == [("share", "status")]
    assert_golden("status", rendered)


def test_an_open_check_in_can_be_answered_from_the_status():
    rendered = told(standing(result(), open=open_round(id=43)))
    assert "A check-in is open until <!date^" in rendered.text
    assert buttons(rendered) == [("answer", "43"), ("share", "status")]


def test_what_is_shared_has_no_buttons():
    s = standing(result(), open=open_round())
    for dimension in (None, "people"):
        assert buttons(told(s, dimension, shared=True)) == []
        assert buttons(advised(s, dimension, shared=True)) == []
    assert buttons(told(standing(None, open=open_round()), shared=True)) == []


def test_a_team_without_a_level_hears_what_happens_next():
    before = told(standing(None))
    assert "No level yet" in before.text
    assert "The next check-in opens <!date^" in before.text
    during = told(standing(None, open=open_round()))
    assert "The first result appears in the channel when the open check-in closes." in during.text
    assert buttons(during) == [("answer", "42")]
    few = closed_round(enough=False, answered=2)
    assert "had too few answers to show a level" in told(standing(None, last_closed=few)).text


def test_a_later_round_with_too_few_answers_is_mentioned():
    later = closed_round(id=50, enough=False)
    assert "had too few answers" in told(standing(result(), last_closed=later)).text
    assert "had too few answers" not in told(standing(result())).text


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", "Check-ins are paused. `/maturity resume`"),
        ("is_archived", "Check-ins are paused: the channel was archived."),
        ("<!channel> holiday", "Check-ins are paused: &lt;!channel&gt; holiday."),
    ],
)
def test_a_paused_team_says_so_and_why(reason, words):
    paused = team(next_due_at=None, paused_reason=reason)
    assert words in told(standing(result(), team=paused)).text


def test_a_provisional_level_says_why():
    rendered = told(standing(result(unison(UNSURE))))
    assert "Level 1: DevOps but no MLOps (provisional)" in rendered.text
    assert "nobody could say how things stand with “Compute”" in rendered.text


def test_one_dimension_says_its_level_what_holds_it_and_the_next_steps():
    rendered = told(standing(result()), "model-release")
    assert rendered.text.startswith("Model Release: level 1\n")
    assert (
        "What holds it at 1:\n• Scoring script: “Versioned”\n• Owner: “Handed to" in rendered.text
    )
    assert "Next steps, all of them needed (Model Release 1 → 2):" in rendered.text
    assert "Overall: level 1, DevOps but no MLOps." in rendered.text
    assert buttons(rendered) == [("share", "status model-release")]
    assert_golden("status-dimension", rendered)


def test_one_dimension_is_provisional_only_for_its_own_reasons():
    unsure = standing(result(unison(UNSURE)))
    assert told(unsure, "model-creation").text.startswith("Model Creation: level 1 (provisional)")
    assert "Provisional:" not in told(unsure, "people").text


def test_a_dimension_at_the_top_or_not_measured_says_so():
    assert "This is the top level." in told(standing(result(unison(TOP))), "people").text
    nobody = dict.fromkeys(RUBRIC.paths_of("people"), DONT_KNOW)
    rendered = told(standing(result(unison(LEVEL_1 | nobody))), "people")
    assert rendered.text.startswith("People: not measured\n")
    assert "nobody could say how things stand with “Data scientists”" in rendered.text


def test_a_dimension_newer_than_the_last_result_is_not_measured():
    newer = RUBRIC.dimensions[0].model_copy(update={"id": "care", "name": "Care"})
    edition = RUBRIC.model_copy(update={"dimensions": (*RUBRIC.dimensions, newer)})
    for view in (told, advised):
        assert "Care: not measured" in view(standing(result(), rubric=edition), "care").text


def test_tips_show_the_first_three_steps_in_full():
    rendered = advised(standing(result()))
    assert "The first of 10 steps" in rendered.text
    assert "3. Get to versioned-and-tested" in rendered.text
    assert "\n4. " not in rendered.text
    assert rendered.text.count("Done when:") == 3
    assert [name for name, _ in buttons(rendered)] == [
        "take_on:1", "take_on:2", "take_on:3", "share",
    ]  # fmt: skip
    assert_golden("tips-first-three", rendered)


def test_tips_for_a_dimension_show_all_its_steps():
    rendered = advised(standing(result()), "model-release")
    assert "2. Get to software-engineering-team" in rendered.text
    assert buttons(rendered) == [
        ("take_on:1", "42 model-release/scoring-script versioned-and-tested"),
        ("take_on:2", "42 model-release/owner software-engineering-team"),
        ("share", "tips model-release"),
    ]


def test_tips_for_a_team_at_the_top_say_that_there_is_nothing_to_do():
    assert "there is no next step" in advised(standing(result(unison(TOP)))).text
    assert "there is no next step" in advised(standing(result(unison(TOP))), "people").text
    nobody = result(unison(dict.fromkeys(RUBRIC.paths(), DONT_KNOW)))
    assert "Nothing is measured yet" in advised(standing(nobody)).text


@pytest.mark.parametrize("answers", [LEVEL_0, LEVEL_1, TOP, UNSURE])
def test_the_bundled_rubric_fits_and_its_first_three_steps_are_all_there(answers):
    profile = score(BUNDLED, unison(answers), 3)
    steps = recommend(BUNDLED, profile)
    found = replace(result(), rubric=BUNDLED, profile=profile, steps=steps)
    for dimension in (None, *(d.id for d in BUNDLED.dimensions)):
        told(standing(found, rubric=BUNDLED), dimension)
        rendered = advised(standing(found, rubric=BUNDLED), dimension)
        if dimension is None:
            shown = [
                b for b in rendered.blocks if "*Done when:*" in b.get("text", {}).get("text", "")
            ]
            assert len(shown) == min(3, len(steps))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_names_stay_text_and_within_limits(hostile):
    short = hostile[:20]
    dimensions = tuple(d.model_copy(update={"name": short}) for d in RUBRIC.dimensions)
    rubric = RUBRIC.model_copy(update={"dimensions": dimensions})
    paused = team(next_due_at=None, paused_reason=hostile[:500])
    s = standing(replace(result(), rubric=rubric), team=paused)
    for dimension in (None, "people"):
        assert_inert(told(s, dimension))
        assert_inert(advised(s, dimension))


def test_a_question_that_does_not_apply_is_not_called_unknown():
    away = LEVEL_1 | {"people/data-engineers": NOT_APPLICABLE}
    assert "Provisional" not in told(standing(result(unison(away))), "people").text


def test_a_trend_of_one_says_no_changes():
    assert "Changes are since" not in told(standing(result())).text
    changed = told(standing(result(before=unison(LEVEL_0))))
    assert "Changes are since <!date^" in changed.text
