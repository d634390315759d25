import json
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from builders import (
    HOSTILE,
    OPENED,
    RUBRIC,
    assert_golden,
    assert_inert,
    assert_takeable,
    buttons,
    team,
    texts,
)

from bot.domain.cadence import Cadence, Rule, upcoming
from bot.domain.settings_form import SettingsDraft, draft_from_state, read_settings
from bot.domain.team import Privacy, Settings
from bot.views.settings_modal import confirmation, settings_modal
from bot.views.zones import zone_options
from sandbox.blockkit import check_options, input_state

RUBRICS = [(RUBRIC.key, RUBRIC.name)]
NEW = SettingsDraft.new("Europe/Berlin", RUBRIC.key)
RULES = {
    Cadence.WEEKLY: Rule(Cadence.WEEKLY, time(8, 30), "Asia/Kolkata", weekday=4),
    Cadence.FORTNIGHTLY: Rule(Cadence.FORTNIGHTLY, time(23), "UTC", weekday=0, parity=1),
    Cadence.MONTHLY_ON_DAY: Rule(
        Cadence.MONTHLY_ON_DAY, time(0), "Pacific/Auckland", day=31, skip_weekends=True
    ),
    Cadence.MONTHLY_ON_WEEKDAY: Rule(
        Cadence.MONTHLY_ON_WEEKDAY, time(9), "Europe/Berlin", weekday=6, nth=-1
    ),
    Cadence.QUARTERLY: Rule(Cadence.QUARTERLY, time(12), "America/New_York", day=15),
}


def blocks_of(view) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def saved(settings: Settings, upcoming_=(), **told):
    told = {"first": False, "started": False, "too_few": None} | told
    view = confirmation(team(settings=settings), upcoming_, **told)
    assert_takeable(view)
    return view


def test_a_new_team_is_offered_sensible_defaults_and_to_start_now():
    view = settings_modal(NEW, RUBRICS, "C0TEAM", None)
    assert_takeable(view)
    assert view["callback_id"] == "settings"
    assert json.loads(view["private_metadata"]) == {"channel": "C0TEAM", "revision": None}
    assert "Start the first one now" in texts(view)
    assert_golden("settings-new", view)


def test_a_team_that_is_there_is_not_offered_to_start_now():
    view = settings_modal(NEW, RUBRICS, "C0TEAM", 4)
    assert_takeable(view)
    assert json.loads(view["private_metadata"])["revision"] == 4
    assert "Start the first one now" not in texts(view)


@pytest.mark.parametrize("cadence", list(Cadence))
def test_only_the_fields_that_a_cadence_needs_are_shown(cadence):
    view = settings_modal(replace(NEW, cadence=cadence), RUBRICS, "C0TEAM", None)
    assert_takeable(view)
    days = {
        Cadence.WEEKLY: ["weekday"],
        Cadence.FORTNIGHTLY: ["weekday"],
        Cadence.MONTHLY_ON_DAY: ["day"],
        Cadence.MONTHLY_ON_WEEKDAY: ["nth", "weekday"],
        Cadence.QUARTERLY: ["day"],
    }[cadence]
    who = ["asked", "picked", "privacy", "minimum"]
    after = ["at", "zone", "days_open", *who, "keep_months", "options"]
    assert blocks_of(view) == ["rubric", "cadence", *days, *after]


@pytest.mark.parametrize("cadence", list(Cadence))
@pytest.mark.parametrize("picked", [None, ("U0ADA", "U0BOB")])
def test_settings_come_back_from_the_untouched_modal_as_they_went_in(cadence, picked):
    settings = Settings(
        RUBRIC.key, RULES[cadence], days_open=4, picked=picked, privacy=Privacy.OPEN, minimum=7
    )
    view = settings_modal(SettingsDraft.of(settings), RUBRICS, "C0TEAM", 2)
    form = read_settings(input_state(view), [RUBRIC.key], OPENED, before=settings)
    assert form.settings == settings
    assert not form.start_now


def test_what_is_filled_in_survives_a_change_of_cadence():
    ticked = replace(NEW, days_open=2, everyone=False, picked=("U0ADA",), start_now=True)
    state = input_state(settings_modal(ticked, RUBRICS, "C0TEAM", None))
    assert draft_from_state(state, SettingsDraft()) == replace(ticked, day=None)


def test_a_draft_of_which_nothing_is_known_can_be_shown():
    assert_takeable(settings_modal(SettingsDraft(), RUBRICS, "C0TEAM", None))


def test_a_rubric_that_is_no_longer_offered_is_not_chosen():
    view = settings_modal(replace(NEW, rubric="gone@1"), RUBRICS, "C0TEAM", 1)
    assert "initial_option" not in view["blocks"][1]["element"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_rubric_names_stay_text(hostile):
    view = settings_modal(NEW, [(RUBRIC.key, hostile)], "C0TEAM", None)
    assert_takeable(view)
    assert_inert(view)


def test_the_confirmation_says_what_was_saved_and_the_next_three_dates():
    settings = Settings(RUBRIC.key, RULES[Cadence.QUARTERLY])
    view = saved(settings, upcoming(settings.rule, OPENED, 3), first=True, started=True)
    said = texts(view)
    assert "quarterly on day 15 of the first month" in said
    assert "A check-in opens in the channel now." in said
    assert "Thu 15 Oct 2026 at 12:00; for you <!date^" in said
    assert said.count("<!date^") == 3
    assert buttons(view) == []
    assert_golden("settings-confirmation", view)


def test_with_too_few_people_a_confidential_team_is_offered_to_be_open():
    settings = Settings(RUBRIC.key, RULES[Cadence.WEEKLY], picked=("U0ADA", "U0BOB"))
    view = saved(settings, too_few=2)
    said = "Only 2 people would be asked. A confidential team sees results from 3 answers on"
    assert said in texts(view)
    assert buttons(view) == [("make_open", "7")]
    assert "Only 1 person would be asked." in texts(saved(settings, too_few=1))
    assert "Nobody would be asked." in texts(saved(settings, too_few=0))


def test_a_paused_team_is_told_that_no_dates_come():
    paused = team(next_due_at=None, paused_reason="is_archived")
    view = confirmation(paused, (), first=False, started=False, too_few=None)
    assert "Check-ins are paused: the channel was archived." in texts(view)


WINTER = datetime(2026, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("berlin", "Europe/Berlin"),
        ("BERL", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("America/New_York", "America/New_York"),
        ("são paulo", "America/Sao_Paulo"),
        ("port au prince", "America/Port-au-Prince"),
        ("utc", "UTC"),
        ("  kolkata ", "Asia/Kolkata"),
    ],
)
def test_the_best_zone_comes_first(typed, first):
    assert zone_options(typed, WINTER)[0]["value"] == first


def test_zones_show_their_offset_at_that_time_of_the_year():
    (winter,) = zone_options("berlin", WINTER)
    (summer,) = zone_options("berlin", OPENED)
    assert winter["text"]["text"] == "Europe/Berlin (UTC+01:00)"
    assert summer["text"]["text"] == "Europe/Berlin (UTC+02:00)"


def test_slack_takes_the_zones_whatever_was_typed():
    for typed in ("", "a", "america", *HOSTILE):
        options = zone_options(typed, WINTER)
        assert len(options) <= 100
        check_options({"options": options})


def test_names_that_mislead_are_not_offered():
    found = {
        option["value"] for typed in ("est", "gmt", "us") for option in zone_options(typed, WINTER)
    }
    assert not found & {"EST", "Etc/GMT+5", "US/Eastern", "localtime"}
