from dataclasses import replace
from datetime import timedelta

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
    profile,
    team,
    unison,
)

from bot.domain.overview import Overview, Row, overview_of
from bot.domain.rounds import Home
from bot.views.overview import overview, overview_modal, overview_row
from bot.views.text import Message
from rubric.comparison import compare

PROFILES = {name: profile(unison(a)) for name, a in (("0", LEVEL_0), ("1", LEVEL_1), ("top", TOP))}


def row(name: str, now: str | None, before: str | None = None, **changes) -> Row:
    """A team on a level, after another one; None: it has none."""
    if now is None:
        return Row(team(), name, RUBRIC)
    compared = compare(RUBRIC, PROFILES[before], PROFILES[now]) if before else None
    made = Row(team(), name, RUBRIC, PROFILES[now], OPENED, compared)
    return replace(made, **changes)


def told(o: Overview, page: int = 1) -> Message:
    rendered = overview(o, page)
    assert_takeable(rendered)
    assert_takeable(overview_modal(o))
    return rendered


def table(rendered: Message) -> list[list[str]]:
    [found] = [b for b in rendered.blocks if b["type"] == "table"]
    return [[cell["text"] for cell in cells] for cells in found["rows"]]


THREE = overview_of(
    [row("zeta", "1", "0"), row("Alpha", "top"), row("beta", "0"), row("new", None)]
)


def test_teams_stand_in_alphabetical_order_with_profile_change_and_date():
    rendered = told(THREE)
    assert [cells[0] for cells in table(rendered)[1:]] == ["#Alpha", "#beta", "#new", "#zeta"]
    assert table(rendered)[4][1:] == [
        "1",
        "People 1 (0–1) · Model creation 1 · Model release 1 · App integration 2 (1–2)",
        "overall up from 0, Model creation up from 0, Model release up from 0, "
        "App integration up from 0",
        "1 Sep 2026",
    ]
    assert "#zeta: level 1; People 1 (0–1)" in rendered.text
    assert "#new: no level yet" in rendered.text
    assert buttons(rendered) == []
    assert_golden("overview", rendered)
    assert_golden("overview-modal", overview_modal(THREE))


def test_what_holds_back_two_teams_or_more_is_told_with_its_tip():
    text = told(THREE).text
    assert "What many teams share\nData scientists (People) holds back 2 of 3 teams." in text
    assert "Where help would reach them all: Get to with-data-engineers." in text
    assert "What many teams share" not in told(overview_of([row("a", "0"), row("b", "top")])).text


def test_no_average_is_told_and_the_order_is_never_that_of_levels():
    rows = [row("c", "top"), row("b", "0"), row("a", "1")]
    assert [r.name for r in overview_of(rows).rows] == ["a", "b", "c"]
    text = told(overview_of(rows)).text
    assert "verage" not in text
    assert "no ranking" in text


def test_many_teams_come_in_pages():
    many = overview_of(row(f"team-{n:02}", "0") for n in range(40))
    assert "Page 1 of 3. `/maturity overview 2` shows page 2." in told(many).text
    assert table(told(many, 3))[1][0] == "#team-30"
    assert table(told(many, 99)) == table(told(many, 3))
    assert "shows page 1." in told(many, 3).text
    assert len(table(told(many))) == 16


def test_other_questions_and_first_results_are_no_change():
    seen = overview_of([row("a", "1", other_questions=True), row("b", "1")])
    assert [cells[3] for cells in table(told(seen))[1:]] == [
        "other questions than before",
        "first result",
    ]
    same = overview_of([row("a", "1", "1")])
    assert table(told(same))[1][3] == "unchanged"


def test_where_nobody_opted_in_it_says_how():
    assert "`/maturity setup`" in told(overview_of([])).text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_channel_names_stay_text(hostile):
    seen = overview_of([row(hostile, "0"), row("b", "0"), row(f"c{hostile}", None)])
    assert_inert(told(seen))


def test_only_admins_of_the_workspace_find_the_button_on_home():
    home = Home("U0ADA", (), guest=False)
    assert overview_row(home) == []
    assert len(overview_row(replace(home, sees_overview=True))) == 1


def test_of_several_steps_the_one_of_most_teams_counts():
    further = profile(unison(LEVEL_0 | {"model-release/owner": "handed-to-software-engineers"}))
    rows = [row("a", "0"), row("b", "0"), row("c", "0", profile=further)]
    owner = [o for o in overview_of(rows).obstacles if o.criterion == "model-release/owner"]
    assert [(o.teams, o.to_choice) for o in owner] == [(2, "handed-to-software-engineers")]


def test_an_old_result_keeps_its_date_in_the_teams_zone():
    late = OPENED.replace(hour=23) + timedelta(days=1)
    assert table(told(overview_of([row("a", "0", closed_at=late)])))[1][4] == "3 Sep 2026"
