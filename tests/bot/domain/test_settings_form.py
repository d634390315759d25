from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cadence import Cadence, Rule, next_occurrence
from bot.domain.settings_form import (
    InvalidSettings,
    SettingsDraft,
    SettingsForm,
    draft_from_state,
    read_settings,
)
from bot.domain.team import Privacy, Settings

NOW = datetime(2026, 9, 2, 12, 0, tzinfo=UTC)  # a Wednesday
RUBRICS = ("mlops@2020-01", "other@1")


def selected(field: str, value: Any) -> dict[str, Any]:
    return {field: {field: {"selected_option": {"text": {}, "value": value}}}}


def typed(field: str, value: Any) -> dict[str, Any]:
    return {field: {field: {"type": "number_input", "value": value}}}


def ticked(*values: Any) -> dict[str, Any]:
    return {"options": {"options": {"selected_options": [{"value": v} for v in values]}}}


def people(*ids: Any) -> dict[str, Any]:
    return {"picked": {"picked": {"selected_users": list(ids)}}}


def at(value: Any) -> dict[str, Any]:
    return {"at": {"at": {"type": "timepicker", "selected_time": value}}}


STATE = (
    selected("rubric", RUBRICS[0])
    | selected("cadence", "weekly")
    | selected("weekday", "0")
    | at("09:00")
    | selected("zone", "Europe/Berlin")
    | typed("days_open", "5")
    | selected("asked", "everyone")
    | people()
    | selected("privacy", "confidential")
    | typed("minimum", "3")
    | ticked()
)
MONTHLY = STATE | selected("cadence", "monthly_on_day") | typed("day", "1")
PICKED = STATE | selected("asked", "picked")


def read(state: object, before: Settings | None = None) -> SettingsForm:
    return read_settings(state, RUBRICS, NOW, before)


def errors(state: object) -> dict[str, str]:
    """What is wrong with the form, by field; empty when it can be saved."""
    try:
        read(state)
    except InvalidSettings as error:
        return error.errors
    return {}


def test_a_sound_form_becomes_settings():
    rule = Rule(Cadence.WEEKLY, time(9), "Europe/Berlin", weekday=0)
    assert read(STATE) == SettingsForm(Settings(RUBRICS[0], rule), start_now=False)


def test_all_of_a_form_is_read():
    state = (
        STATE
        | selected("cadence", "monthly_on_weekday")
        | selected("nth", "-1")
        | selected("weekday", "4")
        | typed("days_open", " 10 ")
        | selected("asked", "picked")
        | people("U0ADA", "W0BOB", "U0ADA")
        | selected("privacy", "open")
        | typed("minimum", "5")
        | ticked("skip_weekends", "in_overview", "start_now")
    )
    rule = Rule(
        Cadence.MONTHLY_ON_WEEKDAY,
        time(9),
        "Europe/Berlin",
        weekday=4,
        nth=-1,
        skip_weekends=True,
    )
    settings = Settings(RUBRICS[0], rule, 10, ("U0ADA", "W0BOB"), Privacy.OPEN, 5, True)
    assert read(state) == SettingsForm(settings, start_now=True)


def test_people_picked_earlier_do_not_matter_when_everyone_is_asked():
    assert read(STATE | people("U0ADA")).settings.picked is None


@pytest.mark.parametrize(
    ("state", "field", "words"),
    [
        (STATE | selected("rubric", "nope"), "rubric", "one of the rubrics"),
        (STATE | selected("rubric", ["mlops"]), "rubric", "one of the rubrics"),
        (STATE | selected("cadence", "daily"), "cadence", "how often"),
        (STATE | selected("weekday", "7"), "weekday", "day of the week"),
        (MONTHLY | typed("day", "0"), "day", "from 1 to 31"),
        (MONTHLY | typed("day", "32"), "day", "from 1 to 31"),
        (MONTHLY | typed("day", "x"), "day", "whole number"),
        (MONTHLY | typed("day", "1.5"), "day", "whole number"),
        (MONTHLY | typed("day", "١"), "day", "whole number"),
        (MONTHLY | typed("day", None), "day", "whole number"),
        (STATE | at("24:00"), "at", "time of day"),
        (STATE | at("9"), "at", "time of day"),
        (STATE | at(None), "at", "time of day"),
        (STATE | selected("zone", "Mars/Base"), "zone", "time zone"),
        (STATE | selected("zone", "localtime"), "zone", "time zone"),
        (STATE | selected("zone", "../etc/passwd"), "zone", "time zone"),
        (STATE | typed("days_open", "0"), "days_open", "at least 1"),
        (STATE | typed("days_open", "7"), "days_open", "At most 6 days"),
        (MONTHLY | typed("days_open", "123456789"), "days_open", "At most 27 days"),
        (STATE | typed("days_open", "9" * 5000), "days_open", "whole number"),
        (STATE | selected("asked", "nobody"), "asked", "who is asked"),
        (PICKED, "picked", "at least one person"),
        (PICKED | people("B0BOT"), "picked", "people from the list"),
        (PICKED | people(7), "picked", "people from the list"),
        (PICKED | people("U0ADA", "USLACKBOT"), "picked", "Slackbot"),
        (PICKED | people(*(f"U{n}" for n in range(501))), "picked", "at most 500"),
        (STATE | selected("privacy", "secret"), "privacy", "who sees"),
        (STATE | typed("minimum", "2"), "minimum", "from 3 to 100"),
        (STATE | typed("minimum", "101"), "minimum", "from 3 to 100"),
        (STATE | ticked("free_cake"), "options", "what the form offers"),
        (STATE | ticked(None), "options", "what the form offers"),
    ],
)
def test_a_wrong_field_gets_one_sentence_beside_it(state, field, words):
    found = errors(state)
    assert list(found) == [field]
    assert words in found[field]


def test_every_wrong_field_is_told_at_once():
    wrong = STATE | at(None) | typed("minimum", "x") | selected("privacy", None)
    assert set(errors(wrong)) == {"at", "minimum", "privacy"}


def test_a_form_sent_before_the_cadences_own_fields_were_shown_is_told_so_at_the_cadence():
    # Slack shows an error only beside a field that is in the view.
    found = errors(STATE | selected("cadence", "monthly_on_day"))
    assert list(found) == ["cadence"]
    assert "not shown yet" in found["cadence"]


@pytest.mark.parametrize("field", sorted(STATE.keys() - {"weekday", "picked"}))
def test_a_missing_field_is_told(field):
    assert list(errors({k: v for k, v in STATE.items() if k != field})) == [field]


def test_every_two_weeks_starts_as_soon_as_it_can():
    rule = read(STATE | selected("cadence", "fortnightly")).settings.rule
    assert next_occurrence(rule, NOW).due_at == datetime(2026, 9, 7, 7, 0, tzinfo=UTC)


def test_a_team_asked_every_two_weeks_keeps_its_weeks_when_something_else_changes():
    state = STATE | selected("cadence", "fortnightly")
    settings = read(state).settings
    other = replace(settings.rule, parity=1 - settings.rule.parity)
    before = replace(settings, rule=other)
    assert read(state | at("10:00"), before).settings.rule == replace(other, at=time(10))
    moved = read(state | selected("weekday", "3"), before).settings.rule
    assert next_occurrence(moved, NOW).due_at == datetime(2026, 9, 3, 7, 0, tzinfo=UTC)


def test_a_new_team_is_proposed_the_first_monday_of_the_month():
    draft = SettingsDraft.new("UTC", RUBRICS[0])
    assert (draft.cadence, draft.nth, draft.weekday) == (Cadence.MONTHLY_ON_WEEKDAY, 1, 0)
    assert (draft.at, draft.days_open, draft.everyone) == (time(9), 5, True)


def test_a_draft_keeps_what_is_sound_and_falls_back_for_the_rest():
    fallback = SettingsDraft.new("UTC", RUBRICS[0])
    state = MONTHLY | typed("day", "x") | typed("days_open", "9") | ticked("start_now")
    draft = draft_from_state(state, fallback)
    assert (draft.cadence, draft.day, draft.days_open) == (Cadence.MONTHLY_ON_DAY, 1, 9)
    assert (draft.start_now, draft.skip_weekends) == (True, False)
    assert draft_from_state(None, fallback) == fallback


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
_KEYS = st.sampled_from(
    [*STATE, "day", "nth", "selected_option", "selected_options", "selected_users", "value"]
)
_ELEMENTS = st.dictionaries(_KEYS, _JSON | st.dictionaries(_KEYS, _JSON, max_size=2), max_size=3)


@given(st.dictionaries(_KEYS, st.dictionaries(_KEYS, _ELEMENTS | _JSON, max_size=2)) | _JSON)
def test_whatever_arrives_is_read_or_told_and_nothing_else(changed):
    merged = STATE | changed if isinstance(changed, dict) else changed
    for state in (changed, merged):
        draft_from_state(state, SettingsDraft())
        assert all(errors(state).values())
    if not isinstance(changed, dict):
        assert errors(changed)


@given(st.sampled_from(sorted(STATE)), _JSON)
def test_any_value_in_one_field_faults_at_most_that_field_or_the_cadence(field, value):
    for element in ({"selected_option": {"value": value}}, {"value": value}, value):
        assert set(errors(STATE | {field: {field: element}})) <= {field, "cadence"}
