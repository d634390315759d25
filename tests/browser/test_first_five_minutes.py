"""What a visitor of the demo does in the browser, with the real bot behind it."""

import re

import pytest
from playwright.sync_api import expect
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from visitor import Visitor

from sandbox import Sandbox

pytestmark = pytest.mark.xdist_group("town")
SUMMARY = re.compile(r"Level 0: No MLOps")


def test_the_year_behind_a_visitor_shows_what_came_of_the_results(visitor: Visitor):
    visitor.open("ana", "ml-platform")
    answers = {
        "/maturity history": ("Fell", "It has got worse", "Done"),
        "/maturity target": ("Model Release 4", "People 2"),
        "/maturity commitments": ("Ana Costa", "Eli Souza", "Bo Larsen"),
        "/maturity overview": ("fraud-detection", "ml-platform", "hold"),
    }
    for command, words in answers.items():
        visitor.write(command)
        answer = visitor.page.get_by_role("article").filter(has_text="Only visible to you").last
        for word in words:
            expect(answer).to_contain_text(re.compile(word, re.IGNORECASE))
    visitor.go("Home")
    expect(visitor.page.get_by_role("button", name="Turn reminders off")).to_be_visible()
    expect(visitor.page.get_by_text("What you took on")).to_be_visible()


def test_a_visitor_sets_a_team_up_answers_as_three_people_and_reads_the_result(visitor: Visitor):
    visitor.open("ana", "ml-platform")
    visitor.go("pricing")
    _set_up_and_start(visitor)
    for name in ("Ana Costa", "Eli Souza", "Jun Tan"):
        visitor.act_as(name)
        invitation = visitor.message("Open until")
        visitor.answer(invitation, role="Software engineer")
    expect(visitor.message("Open until")).to_contain_text("3 of 4 people have answered")
    visitor.act_as("Ana Costa")
    visitor.write("/maturity close")
    summary = visitor.message(SUMMARY)
    expect(summary).to_contain_text("3 of 4 people answered")
    expect(summary).to_contain_text("What holds you at level 0")
    expect(visitor.message("Maturity check-in, closed")).to_be_visible()
    _read_the_tips(visitor)
    _ask(visitor)


def _set_up_and_start(visitor: Visitor) -> None:
    hello = visitor.message("Hello, I'm Rung")
    hello.get_by_role("button", name="Set up check-ins").click()
    form = visitor.titled("Set up check-ins")
    form.get_by_role("checkbox", name="Start the first one now").check()
    form.get_by_role("button", name="Save").click()
    visitor.titled("Check-ins are set up")
    visitor.close()
    expect(visitor.message("set up maturity check-ins")).to_contain_text("Ana Costa")


def _read_the_tips(visitor: Visitor) -> None:
    tips = visitor.open_thread().get_by_role("article").filter(has_text="Model Release: next steps")
    expect(tips).to_contain_text("Done when:")
    visitor.write("@rung why is release 0?", thread=True)
    answer = visitor.thread.get_by_role("article").filter(has_text="answer by answer")
    expect(answer).to_contain_text("Model Release")
    visitor.thread.get_by_role("button", name="Close thread").click()
    expect(visitor.thread).to_have_count(0)


def _ask(visitor: Visitor) -> None:
    visitor.write("/maturity")
    status = visitor.message("Only visible to you")
    expect(status).to_contain_text("Level 0: No MLOps")
    visitor.write("/maturity explain")
    explained = visitor.message("answer by answer")
    expect(explained).to_contain_text("The lowest one counts")
    explained.get_by_role("button", name="Share in channel").click()
    expect(visitor.message("Shared by")).to_contain_text("Ana Costa")


def test_a_field_that_was_left_out_is_named_beside_it_and_nothing_is_lost(visitor: Visitor):
    visitor.open("kim", "fraud-detection")
    visitor.write("/maturity start")
    visitor.message("Open until").get_by_role("button", name="Answer").click()
    form = visitor.titled("People")
    # What Kim said last time is chosen already; a comment is new.
    expect(form.get_by_role("radio", checked=True)).not_to_have_count(0)
    form.get_by_role("textbox").fill("We meet <b>every</b> Monday & it helps")
    form.get_by_role("button", name="Save and continue").click()
    visitor.titled("Model Creation")
    visitor.close()
    visitor.message("Open until").get_by_role("button", name="Answer").click()
    visitor.titled("Model Creation")
    visitor.close()


def test_settings_that_do_not_fit_are_told_beside_the_field(visitor: Visitor):
    visitor.open("ana", "ml-platform")
    visitor.write("/maturity setup")
    form = visitor.titled("Check-in settings")
    days = form.get_by_label("Days to answer")
    days.fill("60")
    form.get_by_role("button", name="Save").click()
    expect(days).to_have_attribute("aria-invalid", "true")
    expect(form).to_contain_text("At most 27 days")
    expect(form.get_by_role("alert")).to_contain_text("One field needs your attention.")
    expect(days).to_be_focused()
    days.fill("")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Please complete this required field.")
    visitor.page.keyboard.press("Escape")
    expect(visitor.modal).to_have_count(0)


def test_a_choice_that_changes_the_form_keeps_what_was_typed(visitor: Visitor):
    visitor.open("ana", "ml-platform")
    visitor.write("/maturity setup")
    form = visitor.titled("Check-in settings")
    form.get_by_label("Days to answer").fill("2")
    form.get_by_label("How often").select_option(label="Every month, on a date")
    expect(form.get_by_label("Day of the month")).to_be_visible()
    expect(form.get_by_label("Days to answer")).to_have_value("2")
    visitor.close()


def test_a_guest_is_told_politely_that_she_cannot(visitor: Visitor):
    visitor.open("ana", "ml-platform")
    visitor.act_as("Gil Weber")
    visitor.write("/maturity")
    told = visitor.message("Only visible to you")
    expect(told).to_contain_text("Sorry, only full members of this workspace can see")


def test_time_travels_to_the_next_check_in_and_to_its_close(visitor: Visitor):
    visitor.open("hana", "search-ranking")
    expect(visitor.messages.filter(has_text="Open until")).to_have_count(0)
    visitor.travel("To the next check-in")
    invitation = visitor.message("Open until")
    expect(invitation).to_contain_text("0 of 4 people have answered")
    visitor.answer(invitation, role="Data engineer")
    expect(visitor.message("Open until")).to_contain_text("1 of 4 people have answered")
    visitor.travel("To the close")
    visitor.message("not enough answers")


def test_an_answer_is_changed_until_the_close(visitor: Visitor):
    visitor.open("ana", "ml-platform")
    visitor.write("/maturity start")
    invitation = visitor.message("Open until")
    invitation.get_by_role("button", name="Answer").click()
    visitor.titled("People").get_by_role("button", name="Nothing has changed").click()
    expect(visitor.modal).to_contain_text("saved", ignore_case=True)
    visitor.close()
    expect(visitor.message("Open until")).to_contain_text("1 of 6 people have answered")
    visitor.message("Open until").get_by_role("button", name="Answer").click()
    form = visitor.titled("People")
    first = form.get_by_role("radiogroup").first
    first.get_by_role("radio").nth(2).check()
    form.get_by_role("button", name="Save and continue").click()
    visitor.titled("Model Creation")
    visitor.close()
    expect(visitor.message("Open until")).to_contain_text("1 of 6 people have answered")


def test_home_shows_somebody_their_teams(visitor: Visitor):
    visitor.open("ana", "home")
    home = visitor.page.get_by_role("main")
    for name in ("#ml-platform", "#fraud-detection"):
        expect(home).to_contain_text(name)


def test_every_request_can_be_looked_at_and_a_refused_one_says_which_rule_it_broke(
    visitor: Visitor, slack: Sandbox
):
    visitor.open("ana", "ml-platform")
    visitor.page.get_by_role("button", name="Inspector").click()
    inspector = visitor.page.get_by_role("complementary", name="Inspector")
    rows = inspector.get_by_role("option")
    expect(rows.filter(has_text="chat.postMessage").first).to_be_visible()
    _post_too_many_blocks(slack)
    inspector.get_by_role("checkbox", name="Refused only").check()
    refused = rows.filter(has_text="refused: invalid_blocks").last
    refused.click()
    expect(inspector).to_contain_text("no more than 50 items allowed")
    expect(inspector).to_contain_text("one of far too many")


def _post_too_many_blocks(slack: Sandbox) -> None:
    block = {"type": "section", "text": {"type": "plain_text", "text": "one of far too many"}}
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    channel = slack.workspace.channel("ml-platform").id
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        client.chat_postMessage(channel=channel, text="too many", blocks=[block] * 51)
