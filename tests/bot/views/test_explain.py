from dataclasses import replace
from datetime import timedelta

import pytest
from builders import (
    BUNDLED,
    LEVEL_1,
    OPENED,
    RUBRIC,
    TOP,
    assert_golden,
    assert_takeable,
    buttons,
    closed_round,
    result,
    standing,
    unison,
)

from bot.domain.confirmation import Confirmation
from bot.domain.privacy import published
from bot.domain.rounds import Result, Status
from bot.domain.team import Privacy
from bot.views.explain import explain
from bot.views.text import Message
from rubric.scoring import DONT_KNOW, NOT_APPLICABLE, Respondent, score

AWAY = LEVEL_1 | {
    "people/data-engineers": NOT_APPLICABLE,
    "model-creation/compute": DONT_KNOW,
    "model-creation/versioning": "code-only",
}
PATH = "people/data-scientists"


def told(s: Status, dimension: str | None = None, shared: bool = False) -> Message:
    rendered = explain(s, dimension, shared=shared)
    assert_takeable(rendered)
    return rendered


def mixed(privacy: Privacy) -> Result:
    """Three say siloed, two say otherwise; an open round knows who."""
    others = Respondent(role="data-engineer", answers=LEVEL_1 | {PATH: "with-data-engineers"})
    people = [*unison(LEVEL_1, people=3), others, others]
    votes = {PATH: {"siloed": ("U1", "U2", "U3"), "with-data-engineers": ("U4", "U5")}}
    return result(people, round=closed_round(privacy=privacy), votes=votes)


def test_every_answer_its_ceiling_and_what_holds_is_told():
    rendered = told(standing(result(unison(AWAY))))
    assert "• Data scientists: “Siloed”. Level 1 at most, and this holds it." in rendered.text
    assert "• Software engineers: “Siloed”. Level 2 at most.\n" in rendered.text
    assert "Overall: level 1, DevOps but no MLOps, provisional" in rendered.text
    assert "The lowest one counts: People 1 (0–1), Model Creation 1," in rendered.text
    assert buttons(rendered) == [("share", "explain")]
    assert_golden("explain", rendered)


def test_unknown_and_not_applicable_are_kept_apart():
    text = told(standing(result(unison(AWAY)))).text
    assert "• Data engineers: not applicable to you. It is left out." in text
    assert "• Compute: unknown, as nobody could say. It is left out." in text
    assert "Provisional: nobody could say how things stand with “Compute”." in text


def test_a_step_that_is_not_in_the_model_is_called_ours():
    text = told(standing(result(unison(AWAY)))).text
    assert "“Code only” (a step of ours, not in the model)" in text


def test_the_thresholds_are_called_ours_and_the_band_is_explained_once():
    text = told(standing(result())).text
    assert "These thresholds are ours; the model itself gives no numbers." in text
    assert text.count("is a band: in People the model's own descriptions of levels 0 and 1") == 1
    assert "is a band" not in told(standing(result(unison(TOP))), "people").text


def test_a_band_is_explained_with_the_dimension_that_was_asked_about():
    text = told(standing(result()), "application-integration").text
    assert "2 (1–2) is a band: in Application Integration" in text


def test_one_dimension_shows_only_its_own_answers_and_the_overall_level():
    rendered = told(standing(result()), "model-release")
    assert "Scoring script" in rendered.text
    assert "Data scientists" not in rendered.text
    assert "Overall: level 1" in rendered.text
    assert buttons(rendered) == [("share", "explain model-release")]


def test_an_open_team_sees_who_answered_what():
    text = told(standing(mixed(Privacy.OPEN)), "people").text
    assert "<@U1>, <@U2> and <@U3>: “Siloed”; <@U4> and <@U5>: “With data engineers”" in text


def test_shared_in_the_channel_nobody_is_mentioned():
    text = told(standing(mixed(Privacy.OPEN)), "people", shared=True).text
    assert "<@" not in text
    assert "3: “Siloed”; 2: “With data engineers”" in text


def test_of_many_people_the_first_are_named():
    votes = {PATH: {"siloed": tuple(f"U{n}" for n in range(40))}}
    text = told(standing(replace(mixed(Privacy.OPEN), votes=votes)), "people").text
    assert "<@U9> and 30 more: “Siloed”" in text


@pytest.mark.parametrize("dimension", [None, "people"])
def test_a_confidential_team_cannot_tell_all_from_all_but_one(dimension):
    other = Respondent(role="data-engineer", answers=LEVEL_1 | {PATH: "with-data-engineers"})
    texts = {
        told(standing(published_of([*unison(LEVEL_1, people=4), fifth])), dimension).text
        for fifth in (unison(LEVEL_1, people=1)[0], other)
    }
    assert len(texts) == 1
    assert "differently" not in texts.pop()


def published_of(people: list[Respondent]) -> Result:
    found = result(people)
    return replace(found, profile=found.profile and published(found.profile, Privacy.CONFIDENTIAL))


def test_a_confidential_team_reads_that_it_is_split_and_no_more():
    confidential = told(standing(mixed(Privacy.CONFIDENTIAL)), "people").text
    assert "• Data scientists: “Siloed”. Level 1 at most, and this holds it. You see it differ" in (
        confidential
    )
    assert "<@" not in confidential
    assert "With data engineers" not in confidential
    assert "As this team is confidential, nothing here tells who or how many" in confidential


def test_an_open_team_reads_how_many_agree():
    text = told(standing(mixed(Privacy.OPEN))).text
    assert "3 of the 5 who know say so, so you see it differently." in text
    assert "5 of the 5 who know say so." in text
    alone = replace(result(unison(LEVEL_1, people=1)), round=closed_round(privacy=Privacy.OPEN))
    assert "One person could say." in told(standing(alone)).text


def test_what_is_not_known_now_says_when_it_was_last_confirmed_and_when_that_is_stale():
    path, then = "model-creation/compute", OPENED - timedelta(days=57)
    unknown = result(unison(LEVEL_1 | {path: DONT_KNOW}))
    for since, words in (
        (1, "> as “Unmanaged”."),
        (2, "> as “Unmanaged”; stale, as nobody has confirmed it in the 2 check-ins since."),
    ):
        confirmed = {path: Confirmation(then, "unmanaged", since)}
        text = told(standing(replace(unknown, confirmed=confirmed))).text
        assert f"It is left out. Last confirmed <!date^{int(then.timestamp())}^" in text
        assert words in text


def test_a_choice_that_the_edition_no_longer_has_is_not_named():
    path = "model-creation/compute"
    unknown = result(unison(LEVEL_1 | {path: DONT_KNOW}))
    confirmed = {path: Confirmation(OPENED, "gone", 1)}
    text = told(standing(replace(unknown, confirmed=confirmed))).text
    assert "Last confirmed <!date" in text
    assert "gone" not in text


def test_after_two_check_ins_without_a_level_all_answers_are_stale():
    found = result()
    confirmed = {PATH: Confirmation(found.round.closed_at, "siloed", 2)}
    text = told(standing(replace(found, confirmed=confirmed))).text
    assert "All answers are stale: nobody has confirmed them in the 2 check-ins since." in text
    assert "stale" not in told(standing(found)).text


def test_before_the_first_result_it_says_what_happens_next():
    assert "No level yet" in told(standing(None)).text


def test_nothing_measured_at_all_can_be_explained():
    nobody = result(unison(dict.fromkeys(RUBRIC.paths(), DONT_KNOW)))
    text = told(standing(nobody)).text
    assert "Overall: not measured" in text
    assert "People: not measured" in text


def test_a_large_rubric_stays_within_the_limits():
    many = tuple(
        d.model_copy(
            update={
                "criteria": tuple(
                    c.model_copy(update={"id": f"{c.id}-{n}"}) for n in range(8) for c in d.criteria
                )
            }
        )
        for d in BUNDLED.dimensions
    )
    large = BUNDLED.model_copy(update={"dimensions": many})
    answers = {path: large.criterion(path).choices[0].id for path in large.paths()}
    found = replace(result(), rubric=large, profile=score(large, unison(answers), 3))
    rendered = told(standing(found, rubric=large))
    assert any("there is more" in b.get("text", {}).get("text", "") for b in rendered.blocks)


def test_the_bundled_rubric_is_explained_whole():
    found = replace(result(), rubric=BUNDLED, profile=score(BUNDLED, unison(AWAY), 3))
    rendered = told(standing(found, rubric=BUNDLED))
    assert not any("there is more" in b.get("text", {}).get("text", "") for b in rendered.blocks)
    assert "no numbers." in rendered.text
