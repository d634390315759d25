from datetime import timedelta

import pytest
from builders import (
    BUNDLED,
    LEVEL_0,
    LEVEL_1,
    OPENED,
    RUBRIC,
    TOP,
    assert_golden,
    assert_takeable,
    closed_round,
    not_enough,
    point,
    profile,
    result,
    texts,
    unison,
)

from bot.domain.role_gaps import Gap
from bot.domain.rounds import Result
from bot.domain.team import Privacy
from bot.views.chart import trend_chart, trend_lines
from bot.views.summary import summary
from bot.views.text import Message
from rubric.scoring import DONT_KNOW, NOT_APPLICABLE

SPLIT = [*unison(LEVEL_1, 3), *unison(TOP, 2)]


def told(r: Result, plain: bool = False) -> Message:
    rendered = summary(r, plain)
    assert_takeable(rendered)
    return rendered


def kinds(rendered: Message) -> list[str]:
    return [block["type"] for block in rendered.blocks]


def history(count: int, days: int = 31, **changes):
    made = profile(unison(LEVEL_1))
    return tuple(point(OPENED + timedelta(days=days * n), made) for n in range(count))


def test_the_summary_shows_the_level_its_name_the_profile_and_how_many_answered():
    rendered = told(result(before=unison(LEVEL_0)))
    assert rendered.blocks[0]["text"]["text"] == "Level 1: DevOps but no MLOps"
    assert "5 of 6 people answered." in rendered.text
    assert "People           1 (0–1)  ■□□□  unchanged" in texts(rendered)
    assert "Model Release: 1, up from 0" in rendered.text
    assert_golden("summary", rendered)


def test_what_moved_is_said_from_what_to_what():
    words = told(result(before=unison(LEVEL_0))).text
    assert "• Scoring script (Model Release) went up: from “Unversioned” to “Versioned”" in words


def test_a_step_back_is_said_plainly():
    words = told(result(unison(LEVEL_0), before=unison(LEVEL_1))).text
    assert "Overall level: down from 1" in words
    assert "Scoring script (Model Release) went down: from “Versioned” to “Unversioned”" in words


def test_what_became_known_or_unknown_or_stopped_applying_is_said():
    path, engineers = "model-release/owner", "people/data-engineers"
    before = unison(LEVEL_1 | {path: DONT_KNOW})
    now = unison(LEVEL_1 | {engineers: NOT_APPLICABLE})
    words = told(result(now, before=before)).text
    assert "Owner (Model Release): known now, “Handed to software engineers”" in words
    assert "Data engineers (People): does not apply any more" in words
    assert "not known this time" in told(result(before, before=now)).text


def test_a_round_like_the_one_before_says_that_nothing_changed():
    words = told(result(before=unison(LEVEL_1))).text
    assert "Overall level: unchanged" in words
    assert "Every answer is the same as last time." in words


def test_a_first_round_shows_no_changes_and_says_what_the_next_one_adds():
    rendered = told(result())
    assert "the next check-in will show what moved" in rendered.text
    assert "What moved" not in texts(rendered)
    assert "unchanged" not in texts(rendered)
    assert_golden("summary-first", rendered)


def test_what_holds_the_overall_level_and_what_meeting_it_gives():
    words = told(result(unison(LEVEL_1 | {"model-release/scoring-script": "unversioned"}))).text
    assert "What holds you at level 0:\n• Scoring script (Model Release): “Unversioned”" in words
    assert "Making this step takes the overall level from 0 to 1." in words


def test_the_three_next_steps_have_the_titles_of_their_tips_and_their_effect():
    words = told(result(unison(LEVEL_0))).text
    assert "1. Get to automated (Application Integration 0 → 1 (1–2))" not in words
    steps = words.split("Next steps:\n")[1].splitlines()
    assert [line[:2] for line in steps[:3]] == ["1.", "2.", "3."]
    assert steps[0] == "1. Get to pipeline (Model Creation 0 → 1)"


@pytest.mark.parametrize("privacy", list(Privacy))
def test_split_answers_are_counted_and_the_thread_says_how_to_talk(privacy):
    rendered = told(result(SPLIT, round=closed_round(privacy=privacy)))
    assert "Worth talking about:\nYou see 12 questions differently. “Worth a talk”" in rendered.text
    assert " said “" not in texts(rendered)


def test_roles_that_see_a_dimension_apart_are_told_in_one_line():
    levels = {"data-scientist": 3, "software-engineer": 1, "other": 2}
    gaps = (Gap("model-release", levels), Gap("people", {"data-engineer": 0, "other": 2}))
    words = told(result(gaps=gaps)).text
    assert (
        "• Data scientists see Model Release at 3, software engineers at 1 and people in other "
        "roles at 2\n• Data engineers see People at 0, people in other roles at 2\n"
    ) in words


def test_a_provisional_level_says_so_and_why():
    rendered = told(result(unison(LEVEL_1 | {"model-release/owner": DONT_KNOW})))
    assert rendered.blocks[0]["text"]["text"].endswith("(provisional)")
    assert "nobody could say how things stand with “Owner”" in rendered.text
    assert "■□□□  provisional" in texts(rendered)


def test_nothing_measured_is_said_and_has_no_level():
    words = told(result(unison(dict.fromkeys(RUBRIC.paths(), DONT_KNOW)))).text
    assert words.startswith("Not measured yet\n")
    assert "level None" not in words


def test_the_top_of_everything_is_congratulated_and_has_no_next_step():
    rendered = told(result(unison(TOP), before=unison(TOP)))
    assert "Every dimension is at the top level: well done." in rendered.text
    assert "Next steps" not in rendered.text
    assert "holds you" not in rendered.text
    assert_golden("summary-top", rendered)


def test_not_enough_answers_show_no_level_anywhere():
    rendered = told(not_enough())
    assert "2 of 6 people answered." in rendered.text
    assert "at least 3 people have answered" in rendered.text
    assert "kept" in rendered.text
    assert "Level" not in texts(rendered)
    assert "actions" not in kinds(rendered)
    assert_golden("summary-not-enough", rendered)


def test_an_open_round_that_nobody_answered_thanks_nobody():
    silent = closed_round(privacy=Privacy.OPEN, answered=0, asked_answered=0, enough=False)
    words = told(not_enough(round=silent)).text
    assert "Without an answer there is no level to show." in words
    assert "Thank you" not in words


def test_the_why_button_carries_the_check_in():
    [actions] = [b for b in told(result()).blocks if b["type"] == "actions"]
    [button] = actions["elements"]
    assert (button["action_id"], button["value"]) == ("why", "42")


def test_the_chart_is_replaced_by_words_where_slack_does_not_draw_it():
    made = result(before=unison(LEVEL_0))
    assert kinds(told(made)).count("data_visualization") == 1
    plain = told(made, plain=True)
    assert "data_visualization" not in kinds(plain)
    assert "Sep 2026  overall 1 · People 1 · Model creation 1" in texts(plain.blocks)


def test_with_or_without_chart_the_text_is_the_same():
    made = result(before=unison(LEVEL_0))
    assert told(made).text == told(made, plain=True).text


@pytest.mark.parametrize("answers", [LEVEL_0, LEVEL_1, TOP])
@pytest.mark.parametrize("before", [LEVEL_0, LEVEL_1, TOP])
def test_the_bundled_rubric_fits_into_one_message_whatever_happened(answers, before):
    made = result(unison(answers), before=unison(before), rubric=BUNDLED, trend=history(30))
    told(made)
    told(made, plain=True)
    told(result(SPLIT, rubric=BUNDLED, round=closed_round(privacy=Privacy.OPEN)))


def test_the_chart_has_one_line_per_dimension_and_every_line_every_check_in():
    chart = trend_chart(RUBRIC, history(3))["chart"]
    assert [line["name"] for line in chart["series"]] == [d.short_name for d in RUBRIC.dimensions]
    for line in chart["series"]:
        assert [p["label"] for p in line["data"]] == chart["axis_config"]["categories"]
    assert chart["axis_config"]["categories"] == ["Sep 2026", "Oct 2026", "Nov 2026"]


def test_the_chart_draws_the_last_twelve_check_ins():
    chart = trend_chart(RUBRIC, history(30))["chart"]
    categories = chart["axis_config"]["categories"]
    assert len(set(categories)) == 12


def test_check_ins_of_the_same_month_are_told_apart_by_day():
    chart = trend_chart(RUBRIC, history(3, days=7))["chart"]
    assert chart["axis_config"]["categories"] == ["1 Sep", "8 Sep", "15 Sep"]


@pytest.mark.parametrize("count", [2, 11])
def test_check_ins_at_the_same_moment_still_have_labels_of_their_own(count):
    categories = trend_chart(RUBRIC, history(count, days=0))["chart"]["axis_config"]["categories"]
    assert len(set(categories)) == count
    assert max(map(len, categories)) <= 20


def test_dates_are_those_of_the_teams_zone():
    late = OPENED.replace(day=30, hour=23)
    trend = [point(late, profile(unison(LEVEL_1)))]
    assert trend_lines(RUBRIC, trend, "Asia/Tokyo")[0].startswith("Oct 2026  ")
    assert trend_lines(RUBRIC, trend)[0].startswith("Sep 2026  ")


def test_one_check_in_is_no_trend():
    assert trend_chart(RUBRIC, history(1)) is None


def test_a_check_in_with_a_dimension_not_measured_is_left_out_of_the_chart_but_not_of_the_words():
    gap = unison(dict.fromkeys(RUBRIC.paths_of("people"), DONT_KNOW) | {})
    trend = (*history(2), point(OPENED + timedelta(days=90), profile(gap)))
    chart = trend_chart(RUBRIC, trend)["chart"]
    assert len(chart["axis_config"]["categories"]) == 2
    assert "People –" in trend_lines(RUBRIC, trend)[2]


def test_a_check_in_of_an_edition_with_other_dimensions_is_not_drawn():
    first, *others = history(3)
    foreign = type(first)(first.closed_at, 1, {"people": 1}, "mlops@2019", first.privacy)
    chart = trend_chart(RUBRIC, (foreign, *others))["chart"]
    assert len(chart["axis_config"]["categories"]) == 2
