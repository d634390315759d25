import json
from dataclasses import replace

import pytest
from builders import (
    HOSTILE,
    LEVEL_1,
    OPENED,
    RUBRIC,
    assert_golden,
    assert_inert,
    assert_takeable,
    open_round,
    page,
    receipt,
    texts,
)

from bot.domain.answer_form import read_page
from bot.domain.rounds import Page
from bot.domain.team import Privacy
from bot.views import questionnaire
from rubric.scoring import DONT_KNOW, NOT_APPLICABLE

PAGES = range(len(RUBRIC.dimensions))


def shown(made: Page) -> dict:
    view = questionnaire.page(made)
    assert_takeable(view)
    return view


def inputs(view: dict) -> dict[str, dict]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def submitted(view: dict) -> dict:
    """What Slack sends when everything stays as it is preselected."""
    return {
        block_id: {
            block["element"]["action_id"]: {
                "type": block["element"]["type"],
                "selected_option": block["element"].get("initial_option"),
                "value": block["element"].get("initial_value"),
            }
        }
        for block_id, block in inputs(view).items()
    }


def buttons(view: dict) -> list[dict]:
    actions = [block for block in view["blocks"] if block["type"] == "actions"]
    return [element for block in actions for element in block["elements"]]


@pytest.mark.parametrize("index", PAGES)
def test_a_page_asks_every_question_of_its_dimension(index):
    view = shown(page(index))
    dimension = RUBRIC.dimensions[index]
    asked = [b for b in inputs(view) if "/" in b]
    assert asked == list(dimension.paths())
    for path in asked:
        block = inputs(view)[path]
        assert block["label"]["text"] == RUBRIC.criterion(path).question
        assert block["element"]["action_id"] == path
    assert_golden(f"questionnaire-{dimension.id}", view)


@pytest.mark.parametrize("path", RUBRIC.paths())
def test_not_knowing_is_always_offered_and_not_applying_only_where_allowed(path):
    index = [d.id for d in RUBRIC.dimensions].index(RUBRIC.dimension_of(path).id)
    options = inputs(shown(page(index)))[path]["element"]["options"]
    values = [option["value"] for option in options]
    assert DONT_KNOW in values
    assert (NOT_APPLICABLE in values) is RUBRIC.criterion(path).may_be_not_applicable


@pytest.mark.parametrize("index", PAGES)
def test_what_is_preselected_reads_back_as_the_same_answers(index):
    dimension = RUBRIC.dimensions[index]
    view = shown(page(index, chosen=LEVEL_1, role="data-engineer", comment="as ever"))
    read = read_page(RUBRIC, dimension.id, submitted(view), first=index == 0)
    assert read.answers == {path: LEVEL_1[path] for path in dimension.paths()}
    assert read.role == ("data-engineer" if index == 0 else None)
    assert read.comment == "as ever"


def test_an_answer_that_is_no_longer_offered_is_not_preselected():
    view = shown(page(0, chosen={"people/data-scientists": "gone"}, role="wizard"))
    assert "initial_option" not in inputs(view)["people/data-scientists"]["element"]
    assert "initial_option" not in inputs(view)["role"]["element"]


def test_the_role_is_asked_on_the_first_page_only():
    assert "role" in inputs(shown(page(0)))
    assert "role" not in inputs(shown(page(1)))


def test_one_tap_says_that_nothing_has_changed():
    [button] = buttons(shown(page(0, unchanged_since=OPENED)))
    assert button["text"]["text"] == "Nothing has changed since 1 Sep 2026"
    assert (button["action_id"], button["value"]) == ("unchanged", "42")
    assert not buttons(shown(page(0)))


def test_no_two_pages_share_an_input_so_nothing_typed_is_carried_over():
    seen = [block_id for index in PAGES for block_id in inputs(shown(page(index)))]
    assert len(seen) == len(set(seen))


def test_the_metadata_holds_ids_and_never_an_answer():
    view = shown(page(1, chosen=LEVEL_1, comment="secret"))
    assert view["callback_id"] == "answer_page"
    assert json.loads(view["private_metadata"]) == {"check_in": 42, "page": 1}


def test_only_the_last_page_finishes():
    submits = [shown(page(index))["submit"]["text"] for index in PAGES]
    assert submits == ["Save and continue"] * 3 + ["Save and finish"]


def test_each_page_says_where_one_is_and_who_will_see_the_answers():
    words = texts(shown(page(2)))
    assert "Page 3 of 4" in words
    assert "Confidential:" in words
    assert "without your name" in words


def test_an_open_team_is_told_that_comments_carry_names():
    words = texts(shown(page(2, round=open_round(privacy=Privacy.OPEN))))
    assert "with your name" in words
    assert "without your name" not in words


def test_a_dimension_with_a_long_name_is_titled_by_its_short_one():
    long = RUBRIC.dimensions[0].model_copy(update={"name": "A dimension with far too long a name"})
    assert shown(page(0, dimension=long))["title"]["text"] == "People"


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_hostile_comment_fits_its_field(typed):
    element = inputs(shown(page(0, comment=typed)))["comment:people"]["element"]
    assert len(element["initial_value"]) <= element["max_length"]


def test_the_receipt_says_what_was_saved_until_when_and_who_sees_what():
    view = questionnaire.receipt(receipt())
    assert_takeable(view)
    words = texts(view)
    assert "Your answers are saved." in words
    assert "until <!date^" in words
    assert "Confidential:" in words
    assert "*Your own view*, not the team's" in words
    assert "submit" not in view
    assert_golden("receipt", view)


def test_the_receipt_shows_the_persons_own_profile():
    assert "People           1 (0–1)  ■□□□\n" in texts(questionnaire.receipt(receipt()))


def test_the_receipt_values_not_knowing():
    answers = LEVEL_1 | {"model-release/owner": DONT_KNOW}
    assert "“I don't know” for 1 question." in texts(questionnaire.receipt(receipt(answers)))
    assert "I don't know" not in texts(questionnaire.receipt(receipt()))


def test_the_receipt_gives_the_earlier_close_when_everyone_has_answered():
    closing = replace(open_round(), closing_at=OPENED)
    words = texts(questionnaire.receipt(receipt(round=closing)))
    assert f"until <!date^{int(OPENED.timestamp())}^" in words


@pytest.mark.parametrize("title", ["Check-in closed", *HOSTILE])
def test_a_notice_is_a_modal_with_one_sentence_and_nothing_to_submit(title):
    view = questionnaire.notice(title, "This check-in has closed.")
    assert_takeable(view)
    assert_inert(view)
    assert "submit" not in view
    assert texts(view["blocks"]) == "This check-in has closed."
