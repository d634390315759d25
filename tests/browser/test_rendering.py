"""Block Kit on the page: seen, filled in and heard as in Slack."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from rendering_stage import Stage, chart, field, mrkdwn, option, options, plain, texts_in

GOLDEN = sorted((Path(__file__).parents[1] / "bot" / "views" / "golden").glob("*.json"))
BUTTON = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "7"}
NAMELESS = """() => [...document.querySelectorAll("input, select, textarea, button, a[href]")]
  .filter((each) => !(each.labels?.length || each.getAttribute("aria-label") ||
    each.textContent.trim() ||
    document.getElementById(each.getAttribute("aria-labelledby"))?.textContent))
  .map((each) => each.outerHTML)"""
SAID = """() => [document.body.textContent, ...[...document.querySelectorAll("input, textarea")]
  .flatMap((each) => [each.value, each.placeholder])].join("\\n")"""


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
@pytest.mark.parametrize("width", [900, 360])
def test_everything_that_the_bot_sends_is_seen_with_all_its_words(stage: Stage, path: Path, width):
    stage.page.set_viewport_size({"width": width, "height": 700})
    sent = json.loads(path.read_text())
    shown = stage.show(*sent["blocks"], surface=sent.get("type", "message"))
    for block in shown.locator("> .block").all():
        assert block.is_visible()
    said = stage.page.evaluate(SAID)
    for text in texts_in(sent["blocks"]):
        for words in re.split(r"<[^>]*>|[*`\n]", text):
            assert words in said
    assert stage.page.evaluate(NAMELESS) == []
    assert not stage.page.evaluate("document.documentElement.scrollWidth > innerWidth")


TEXTS: list[tuple[str, str]] = [
    ("*bold* _italic_ ~gone~ `code`",
     "<strong>bold</strong> <em>italic</em> <s>gone</s> <code>code</code>"),
    ("*bold _both_*", "<strong>bold <em>both</em></strong>"),
    ("snake_case_name 2*3*4 a~b~c", "snake_case_name 2*3*4 a~b~c"),
    ("* not bold * and **", "* not bold * and **"),
    ("*one\ntwo*", "*one\ntwo*"),
    ("`*raw* <https://a.example/|b>`", "<code>*raw* <a>b</a></code>"),
    ("before\n```\n*raw* _raw_\n```\nafter", "before<pre>*raw* _raw_</pre>after"),
    ("&gt; quoted\n> too\nnot", "<blockquote>quoted\ntoo</blockquote>not"),
    (">>> all\nof it", "<blockquote>all\nof it</blockquote>"),
    ("• one\n• two", "• one\n• two"),
    ("a &amp; b &lt;c&gt;", "a &amp; b &lt;c&gt;"),
    ("&amp;lt;b&amp;gt; &quot; &nbsp; &#60;", "&amp;lt;b&amp;gt; &amp;quot; &amp;nbsp; &amp;#60;"),
    ("<@U0ADA> <@U0NONE> <@U0NONE|eve>",
     "<button>@Ada Lovelace</button> <span>@U0NONE</span> <span>@eve</span>"),
    ("*<#C0TEAM>* <#C0NONE|old>",
     "<strong><button>#search-ranking</button></strong> <span>#old</span>"),
    ("<!here> <!channel> <!subteam^S1|@crew>",
     "<span>@here</span> <span>@channel</span> <span>@crew</span>"),
    ("<https://a.example/x?a=1&amp;b=2|see *it*>", "<a>see *it*</a>"),
    ("<mailto:a@b.example> https://a.example/p_q_r.",
     "<a>a@b.example</a> <a>https://a.example/p_q_r</a>."),
    ("<javascript:alert(1)|x> <data:text/html,1>",
     "&lt;javascript:alert(1)|x&gt; &lt;data:text/html,1&gt;"),
    (":rocket: :no-such-thing: 10:30:45", "<span>🚀</span> :no-such-thing: 10:30:45"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "seen"), TEXTS)
def test_marks_in_a_text_mean_what_they_mean_in_slack(stage: Stage, text: str, seen: str):
    stage.write(text)
    found = stage.page.locator(".prose").inner_html()
    assert re.sub(r"<(\w+)[^>]*>", r"<\1>", found) == seen


def test_a_link_opens_elsewhere_and_tells_nothing_of_the_page(stage: Stage):
    link = stage.write("<https://a.example/?a=1&amp;b=2|here>").get_by_role("link", name="here")
    expect(link).to_have_attribute("href", "https://a.example/?a=1&b=2")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("target", "_blank")


def test_plain_text_has_no_marks_but_emoji(stage: Stage):
    silent = {**plain("*b* :rocket:"), "emoji": False}
    shown = stage.show(
        {"type": "section", "text": plain("*b* <@U0ADA> &lt; :rocket:")},
        {"type": "section", "text": silent},
    )
    expect(shown.locator(".prose")).to_have_text(["*b* <@U0ADA> < 🚀", "*b* :rocket:"])


# All is read on Saturday 5 September 2026 at 10:00 UTC.
TODAY, TOMORROW, LONG_AGO = 1788631200, 1788678000, 1392734382
DATES = [
    (TODAY, "{date_num} {time_secs}", "2026-09-05 20:00:00", "2026-09-05 13:00:00"),
    (TODAY, "{date_short_pretty} at {time}", "today at 20:00", "today at 13:00"),
    (TOMORROW, "{date_short_pretty} at {time}", "tomorrow at 09:00", "tomorrow at 02:00"),
    (TOMORROW - 8000, "{date_long_pretty}", "tomorrow", "today"),
    (TODAY - 86400, "{date_pretty}", "yesterday", "yesterday"),
    (TODAY - 2 * 86400, "{date_pretty}", "3 September 2026", "3 September 2026"),
    (TODAY - 2 * 86400, "{day_divider_pretty}", "Thursday, 3 September", "Thursday, 3 September"),
    (LONG_AGO, "{date}", "18 February 2014", "18 February 2014"),
    (LONG_AGO, "{date_short} {time}", "18 Feb 2014 15:39", "18 Feb 2014 08:39"),
    (LONG_AGO, "{date_long}", "Tuesday, 18 February 2014", "Tuesday, 18 February 2014"),
    (LONG_AGO, "{date_slash} {ago}", "18/02/2014 12 years ago", "18/02/2014 12 years ago"),
    (LONG_AGO, "{nothing}", "fallback", "fallback"),
    (10**15, "{date}", "fallback", "fallback"),
]


@pytest.mark.parametrize(("seconds", "form", "berlin", "chicago"), DATES)
def test_a_date_is_told_in_the_readers_own_zone(stage: Stage, seconds, form, berlin, chicago):
    text = f"<!date^{seconds}^{form}|fallback>"
    zones = ("Europe/Berlin", berlin), ("America/Chicago", chicago)
    for zone, words in zones:
        expect(stage.write(text, zone=zone)).to_have_text(words)


def test_words_for_a_screen_reader_have_no_marks(stage: Stage):
    stage.write("")
    words = stage.page.evaluate(
        """async (text) =>
            (await import("/page/blocks/index.js")).plainWords(text, window.context)""",
        "*Hi* <@U0ADA> in <#C0TEAM>: <https://a.example|look> &amp; `run` <!date^0^{date}|x>",
    )
    assert words == "Hi @Ada Lovelace in #search-ranking: look & run 1 January 1970"


HOSTILE = [
    "<script>window.owned = 1</script>",
    "</script><img src=x onerror=window.owned=1>",
    "<javascript:window.owned=1|press me> <https://a.example\"onmouseover='window.owned=1'|x>",
    "&amp;lt;script&amp;gt; &lt;img src=x onerror=window.owned=1&gt;",
    "\u202egnp.exe\u202c \u2066\u200b",
    "W" * 3000,
    ":tada:" * 500,
    "*" * 1500 + "_" * 1500,
    "*a <" * 700,
    "Z" + "\u0301" * 500,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_can_run_or_break_the_page(stage: Stage, text: str):
    stage.page.set_viewport_size({"width": 360, "height": 700})
    person = {"id": "U0BAD", "name": "bad", "real_name": text}
    cells = [[{"type": "raw_text", "text": text}]] * 2
    choice = option(text[:75], "x", text[:75])
    link = {"type": "link", "url": "javascript:window.owned=1"}
    rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}, link]}
    shown = stage.show(
        {"type": "header", "text": plain(text[:150])},
        {"type": "section", "text": mrkdwn(text), "fields": [plain(text)]},
        {"type": "section", "text": mrkdwn("<@U0BAD>")},
        {"type": "actions", "elements": [{**BUTTON, "text": plain(text[:75])}]},
        {"type": "data_table", "caption": text, "rows": cells},
        {"type": "markdown", "text": text},
        {"type": "rich_text", "elements": [rich]},
        chart("line", **{text[:20]: [1, 2]}),
        field({"type": "radio_buttons", "options": [choice]}, hint=plain(text)),
        people=[person],
    )
    assert shown.locator("script, img, iframe, [onmouseover]").count() == 0
    assert all(link.startswith("https://") for link in _links(stage.page))
    assert stage.page.evaluate("window.owned === undefined")
    assert not stage.page.evaluate("document.documentElement.scrollWidth > innerWidth")


def _links(page: Page) -> list[str]:
    return page.evaluate("[...document.links].map((each) => each.getAttribute('href'))")


def test_an_unknown_block_is_named(stage: Stage):
    shown = stage.show({"type": "hologram"}, {"type": "constructor"})
    expect(shown.get_by_text("“hologram”")).to_be_visible()
    expect(shown.get_by_text("“constructor”")).to_be_visible()


def test_a_button_is_busy_until_the_app_has_heard_it(stage: Stage):
    block = {"type": "actions", "block_id": "b", "elements": [BUTTON]}
    button = stage.show(block, slow=True).get_by_role("button", name="Go")
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    button.click()
    stage.page.evaluate("window.settle()")
    expect(button).not_to_have_attribute("aria-busy", "true")
    (act,) = stage.told("acts")
    assert (act["block_id"], act["action_id"], act["value"]) == ("b", "go", "7")


def test_a_button_that_asks_again_is_pressed_only_after_a_yes(stage: Stage):
    words = {"title": plain("Sure?"), "text": mrkdwn("*All* goes."), "confirm": plain("Do it")}
    again = {**BUTTON, "confirm": {**words, "deny": plain("Not now"), "style": "danger"}}
    button = stage.show({"type": "actions", "elements": [again]}).get_by_role("button", name="Go")
    for answer in ("Not now", "Escape", "Do it"):
        assert stage.told("acts") == []
        button.click()
        dialog = stage.page.get_by_role("dialog", name="Sure?")
        expect(dialog).to_have_accessible_description("All goes.")
        _answer(stage.page, answer)
        expect(dialog).to_have_count(0)
        expect(button).to_be_focused()
    assert len(stage.told("acts")) == 1


def _answer(page: Page, answer: str) -> None:
    if answer == "Escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name=answer).click()


def test_where_nothing_may_be_pressed_controls_are_off(stage: Stage):
    select = {"type": "static_select", "action_id": "s", "options": options("One")}
    block = {"type": "actions", "elements": [BUTTON, select]}
    shown = stage.show(block, field({"type": "multi_users_select"}), disabled=True)
    for control in shown.locator("button, select, input").all():
        expect(control).to_be_disabled()


def test_a_mention_that_is_pressed_opens_what_it_names(stage: Stage):
    shown = stage.write("<@U0ADA> <#C0TEAM>")
    for button in shown.get_by_role("button").all():
        button.click()
    assert stage.told("opened") == ["U0ADA", "C0TEAM"]


def test_a_menu_of_more_is_used_by_keyboard_and_closes_by_itself(stage: Stage):
    menu = {"type": "overflow", "action_id": "more", "options": options("Edit", "Remove")}
    block = {"type": "section", "text": mrkdwn("A thing"), "accessory": menu}
    opener = stage.show(block).get_by_role("button", name="More actions")
    opener.press("Enter")
    stage.page.keyboard.press("Escape")
    expect(stage.page.get_by_role("menu")).to_have_count(0)
    expect(opener).to_be_focused()
    opener.press("Enter")
    stage.page.keyboard.press("ArrowDown")
    stage.page.keyboard.press("Enter")
    assert [act["value"] for act in stage.told("acts")] == ["remove"]
