from dataclasses import replace

from builders import (
    BUNDLED,
    HOSTILE,
    LEVEL_1,
    TOP,
    assert_golden,
    assert_inert,
    assert_takeable,
    closed_round,
    result,
    unison,
)

from bot.domain.rounds import Result
from bot.domain.team import Privacy
from bot.views.talk import split_line, talk
from bot.views.text import Message
from rubric.scoring import Respondent

PATH, OTHER = "model-release/process", "model-release/owner"
APART = LEVEL_1 | {PATH: "automatic", OTHER: "cd-pipeline"}
SPLIT = [*unison(LEVEL_1, 3), *unison(APART, 2)]
VOTES = {
    PATH: {"automatic": ("U4", "U5"), "manual": ("U1", "U2", "U3")},
    OTHER: {"handed-to-software-engineers": ("U1",), "cd-pipeline": ("U4", "U5")},
}


def told(r: Result) -> Message:
    rendered = talk(r)
    assert_takeable(rendered)
    return rendered


def opened(people: list[Respondent] = SPLIT, **changes) -> Result:
    return result(people, round=closed_round(privacy=Privacy.OPEN), **changes)


def test_an_open_team_reads_whom_to_ask_first_the_lowest_choice_first():
    rendered = told(opened(votes=VOTES))
    assert (
        "Process (Model Release): Ask <@U1>, <@U2> and <@U3>, who said “Manual”, to tell what they "
        "see, then <@U4> and <@U5> (“Automatic”)."
    ) in rendered.text
    assert_golden("talk-open", rendered)


def test_a_confidential_team_reads_only_the_ends_of_the_question():
    rendered = told(result(SPLIT))
    assert (
        "Owner (Model Release): Ask those who lean towards “Data team alone” to tell what they "
        "see, then those who lean towards “Ci cd pipeline”."
    ) in rendered.text
    assert_golden("talk", rendered)


def test_a_confidential_team_reads_the_same_whatever_was_chosen():
    others = [*unison(LEVEL_1, 2), *unison(LEVEL_1 | {PATH: "automatic"}, 3)]
    assert talk(result(SPLIT[:3] + others[3:])).text.count("Process") == 1
    first, *_ = told(result(SPLIT)).text.split("Owner")
    again, *_ = told(result([*unison(APART, 3), *unison(LEVEL_1, 2)])).text.split("Owner")
    assert first == again


def test_five_questions_are_enough_for_one_talk():
    rendered = told(result([*unison(LEVEL_1, 3), *unison(TOP, 2)], rubric=BUNDLED))
    assert rendered.text.count("to tell what they see") == 5
    assert rendered.text.endswith("… and 7 more questions: `/maturity explain`")


def test_of_many_people_the_first_are_named():
    many = {PATH: {"manual": tuple(f"U{n}" for n in range(40)), "automatic": ("U99",)}}
    assert "<@U9> and 30 more, who said “Manual”" in told(opened(votes=many)).text


def test_where_nobody_knows_any_more_who_said_what_no_one_is_named():
    assert "Ask those who said less to tell what they see" in told(opened(votes={})).text


def test_nothing_split_is_not_mentioned():
    assert split_line(result()) == []


def test_whatever_a_rubric_calls_its_questions_stays_text():
    made = result(SPLIT)
    dimensions = tuple(
        d.model_copy(
            update={
                "criteria": tuple(c.model_copy(update={"name": HOSTILE[0]}) for c in d.criteria)
            }
        )
        for d in made.rubric.dimensions
    )
    hostile = made.rubric.model_copy(update={"dimensions": dimensions})
    assert_inert(talk(replace(made, rubric=hostile)))
