"""The page by keyboard, for screen readers, in narrow windows, in the dark, and against malice."""

import re

import pytest
from playwright.sync_api import expect
from visitor import Visitor, assert_inert

pytestmark = pytest.mark.xdist_group("town")

HOSTILE = (
    "<img src=x onerror=document.title='owned'>",
    "<script>document.title='owned'</script>",
    "javascript:document.title='owned' <javascript:alert(1)|click me>",
    "</textarea></script><svg onload=document.title='owned'>",
    "\u202egnp.exe \u200b" + "W" * 2000,
)


def test_a_command_is_completed_and_sent_by_keyboard_alone(visitor: Visitor):
    visitor.open("ana", "ml-platform")
    field = visitor.page.get_by_role("textbox", name="Message #ml-platform")
    field.focus()
    keyboard = visitor.page.keyboard
    keyboard.type("/maturity sta")
    options = visitor.page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    keyboard.press("Tab")
    expect(field).to_have_value(re.compile("^/maturity sta(tus|rt)"))
    field.fill("/maturity help")
    keyboard.press("Enter")
    expect(visitor.message("Here is what you can ask me")).to_be_visible()


def test_an_unknown_command_is_answered_under_the_composer(visitor: Visitor):
    visitor.open("ana", "ml-platform")
    field = visitor.page.get_by_role("textbox", name="Message #ml-platform")
    field.fill("/dance")
    field.press("Enter")
    expect(visitor.page.get_by_text("There is no command /dance here.")).to_be_visible()
    expect(field).to_have_value("/dance")


def test_a_modal_keeps_the_focus_and_gives_it_back(visitor: Visitor):
    visitor.open("eli", "ml-platform")
    visitor.write("/maturity setup")
    # Eli is no admin of the team: the sentence comes where he is, and no modal opens.
    expect(visitor.message("Only the team's admins can change the settings")).to_be_visible()
    visitor.open("kim", "fraud-detection")
    visitor.write("/maturity setup")
    visitor.titled("Check-in settings")
    for _ in range(40):
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate("document.activeElement.closest('dialog') !== null")
    visitor.page.keyboard.press("Escape")
    expect(visitor.modal).to_have_count(0)
    expect(visitor.page.get_by_role("textbox", name="Message #fraud-detection")).to_be_focused()


def test_new_messages_are_spoken(visitor: Visitor, slack):
    visitor.open("ana", "ml-platform")
    slack.person("bo").say("ml-platform", "Does anybody hear this?")
    expect(visitor.page.locator("#announcements")).to_have_text(
        "Bo Larsen: Does anybody hear this?"
    )


def test_every_control_has_a_name_and_every_pane_a_landmark(visitor: Visitor):
    visitor.open("ana", "ml-platform")
    visitor.page.get_by_role("button", name="Inspector").click()
    nameless = visitor.page.evaluate(
        """() => [...document.querySelectorAll('button, a, input, select, textarea')]
            .filter((e) => e.checkVisibility())
            .filter((e) => !(e.ariaLabel || e.innerText.trim() || e.labels?.length || e.title))
            .map((e) => e.outerHTML.slice(0, 200))"""
    )
    assert nameless == []
    for role in ("banner", "main", "navigation"):
        expect(visitor.page.get_by_role(role).first).to_be_visible()


@pytest.mark.parametrize("width", [360, 820, 1440])
def test_nothing_hangs_over_the_edge_of_a_window(visitor: Visitor, width):
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.open("ana", "ml-platform")
    visitor.message("What moved")
    wide = visitor.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width


def test_the_colours_follow_the_system(visitor: Visitor):
    visitor.open("ana", "ml-platform")
    colours = set()
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme)
        colours.add(visitor.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(colours) == 2


def test_no_name_and_no_message_can_run_as_script(visitor: Visitor, slack):
    for number, text in enumerate(HOSTILE):
        slack.workspace.add_person(f"mallory{number}", real_name=text)
        slack.workspace.join(f"mallory{number}", "general")
        slack.person(f"mallory{number}").say("general", text)
    visitor.open("mallory0", "general")
    expect(visitor.message("owned")).to_be_visible()
    assert_inert(visitor.page)
    visitor.page.get_by_role("button", name="Act as:").click()
    assert_inert(visitor.page)
