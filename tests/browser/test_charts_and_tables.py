"""Charts, tables and the other blocks that the bot may send one day: seen, and read as text."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect
from rendering_stage import Stage, chart, plain

CHARTS: list[dict[str, Any]] = [
    chart(kind, People=[0, 1, 4], Release=[0, 1, 3]) for kind in ("line", "area", "bar")
]


@pytest.mark.parametrize("block", CHARTS, ids=lambda block: block["chart"]["type"])
def test_a_chart_is_told_by_its_picture_its_words_and_its_table(stage: Stage, block):
    figure = stage.show(block).get_by_role("figure")
    expect(figure.locator("figcaption")).to_have_text(block["title"])
    picture = figure.get_by_role("img")
    expect(picture).to_have_accessible_name(re.compile("People: Part 0 0, Part 1 1, Part 2 4."))
    for words in ("Level", "Check-in", "Part 0", "Part 2"):
        expect(picture).to_contain_text(words)
    expect(figure.get_by_role("list", name="Legend")).to_have_text("PeopleRelease")
    figure.get_by_text("Show as table").click()
    expect(figure.get_by_role("row")).to_have_text(
        ["Check-inPeopleRelease", "Part 000", "Part 111", "Part 243"]
    )


def test_lines_with_the_same_values_stay_apart_and_differ_by_dash_and_mark(stage: Stage):
    shown = stage.show(chart("line", A=[1, 1], B=[1, 1], C=[1, 1], D=[1, 1]))
    lines = shown.locator(".chart-svg .chart-line")
    for name in ("points", "stroke-dasharray"):
        assert len(set(lines.evaluate_all(f"all => all.map(e => e.getAttribute('{name}'))"))) == 4
    marks = shown.locator(".chart-svg .chart-mark:last-child")
    assert len(set(marks.evaluate_all("all => all.map(e => e.outerHTML.length)"))) > 2


def test_a_pie_tells_values_and_shares(stage: Stage):
    parts = [{"label": "Yes", "value": 3}, {"label": "No", "value": 1}]
    block = {
        "type": "data_visualization",
        "title": "Votes",
        "chart": {"type": "pie", "segments": parts},
    }
    shown = stage.show(block)
    expect(shown.get_by_role("img")).to_have_accessible_name("Pie chart: Votes. Yes 3, No 1.")
    expect(shown.get_by_role("listitem")).to_have_text(["Yes: 3 (75%)", "No: 1 (25%)"])


def test_a_table_of_data_has_a_caption_names_its_rows_and_turns_pages(stage: Stage):
    rows = [[{"type": "raw_text", "text": "Team"}, {"type": "raw_text", "text": "Score"}]]
    rows += [
        [{"type": "raw_text", "text": f"T{n}"}, {"type": "raw_number", "value": n}]
        for n in range(3)
    ]
    shown = stage.show({"type": "data_table", "caption": "Scores", "page_size": 2, "rows": rows})
    table = shown.get_by_role("table", name="Scores")
    expect(table.get_by_role("rowheader")).to_have_text(["T0", "T1"])
    shown.get_by_role("button", name="Next").click()
    expect(table.get_by_role("rowheader")).to_have_text(["T2"])
    expect(shown.get_by_text("Page 2 of 2")).to_be_visible()


def test_a_table_keeps_its_columns_apart_and_scrolls_in_itself(stage: Stage):
    stage.page.set_viewport_size({"width": 360, "height": 700})
    rows = [[{"type": "raw_text", "text": f"A long cell {n}{at}"} for at in range(6)] for n in "ab"]
    block = {"type": "table", "rows": rows, "column_settings": [None, {"align": "right"}]}
    shown = stage.show(block)
    expect(shown.get_by_role("columnheader")).to_have_count(6)
    expect(shown.get_by_role("cell").nth(1)).to_have_css("text-align", "right")
    region = shown.get_by_role("region", name="Table")
    assert region.evaluate("(each) => each.scrollWidth > each.clientWidth")
    assert not stage.page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_rich_text_is_shown_as_it_is_without_any_marks(stage: Stage):
    styled = dict.fromkeys(("bold", "italic", "strike", "code", "underline"), True)
    line = [
        {"type": "text", "text": "*a* &lt; ", "style": styled},
        {"type": "link", "url": "https://a.example", "text": "b"},
        {"type": "user", "user_id": "U0ADA"},
        {"type": "channel", "channel_id": "C0TEAM"},
        {"type": "emoji", "name": "wave", "unicode": "1f44b"},
        {"type": "date", "timestamp": 1788678000, "format": " {date_num}"},
        {"type": "broadcast", "range": "here"},
    ]
    section = {"type": "rich_text_section", "elements": line}
    quote = {"type": "rich_text_quote", "elements": line[:1]}
    listed = {"type": "rich_text_list", "style": "ordered", "offset": 2, "elements": [section]}
    code = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a  b\n c"}]}
    shown = stage.show({"type": "rich_text", "elements": [section, quote, listed, code]})
    words = "*a* &lt; b@Ada Lovelace#search-ranking👋 2026-09-06@here"
    expect(shown.locator(".rich-section")).to_have_text(words)
    expect(shown.locator("ol")).to_have_attribute("start", "3")
    expect(shown.locator("blockquote strong em u s code")).to_have_text("*a* &lt; ")
    assert shown.locator("pre").inner_text() == "a  b\n c"


def test_markdown_is_shown_without_any_html(stage: Stage):
    text = (
        "# Top\n**b** *i* `c` [l](https://a.example) [no](javascript:x)\n\n- one\n- two\n\n<b>x</b>"
    )
    shown = stage.show({"type": "markdown", "text": text})
    expect(shown.get_by_role("heading", name="Top")).to_be_visible()
    expect(shown.get_by_role("listitem")).to_have_text(["one", "two"])
    expect(shown.locator("a")).to_have_count(1)
    expect(shown.get_by_text("<b>x</b>")).to_be_visible()


def test_cards_stand_in_a_row_and_a_container_folds(stage: Stage):
    go = {"type": "button", "action_id": "go", "text": plain("Go")}
    cards = [{"type": "card", "title": plain(f"Card {n}"), "actions": [go]} for n in range(3)]
    inside = {"type": "section", "text": plain("Inside")}
    folded = {"is_collapsible": True, "default_collapsed": True, "child_blocks": [inside]}
    shown = stage.show(
        {"type": "carousel", "block_id": "row", "elements": cards},
        {"type": "container", "title": plain("More"), **folded},
        {"type": "image", "alt_text": "A ladder", "image_url": "https://a.example/a.png"},
    )
    shown.get_by_role("listitem").nth(1).get_by_role("button", name="Go").click()
    assert [act["block_id"] for act in stage.told("acts")] == ["row"]
    expect(shown.get_by_text("Inside")).to_be_hidden()
    shown.get_by_text("More").click()
    expect(shown.get_by_text("Inside")).to_be_visible()
    expect(shown.get_by_role("img", name="A ladder")).to_be_visible()
