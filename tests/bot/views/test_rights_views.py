"""The words about admins, consent and the audit trail."""

from dataclasses import replace
from typing import Any

import pytest
from builders import (
    HOSTILE,
    OPENED,
    RUBRIC,
    assert_golden,
    assert_inert,
    assert_takeable,
    buttons,
    closed_round,
    open_round,
    result,
    team,
    texts,
)

from bot.domain.audit import Entry, differences
from bot.domain.rounds import Invitation
from bot.domain.settings_form import SettingsDraft
from bot.domain.sharing import allowed_in
from bot.domain.team import Privacy
from bot.views import admins, sharing
from bot.views.audit import audit
from bot.views.invitation import invitation
from bot.views.rights import with_rights
from bot.views.settings_modal import settings_modal
from bot.views.summary import summary

SHARED = team(shared=True)
CONSENTED = team(shared=True, sharing_allowed_by="U0ADA")


def entry(action: str, actor: str = "U0ADA", **detail: Any) -> Entry:
    return Entry(OPENED, actor, action, detail)


def test_the_audit_trail_says_who_did_what_and_when():
    shown = audit(
        [
            entry("admins_changed", added=["U0BOB"], removed=["U0CY", "U0DI"]),
            entry("settings_changed", days_open=["5", "7"], rule=["weekly", "monthly"]),
            entry("stopped", actor="", reason="is_archived"),
            entry("target_set", dimension="model-release", level=3, by="2026-12-01"),
            entry("target_removed", dimension=""),
            entry("exported", format="csv"),
            entry("answers_erased", actor=""),
            entry("sharing_allowed"),
            entry("set_up"),
        ]
    )
    assert_takeable(shown)
    assert_golden("audit", shown)
    assert ": somebody had their answers erased" in shown.text


def test_an_action_that_a_later_version_wrote_is_told_all_the_same():
    assert "<@U0ADA> moved the house" in audit([entry("moved_the_house", to="x")]).text


def test_an_empty_trail_says_so():
    assert audit([]).text == "Nothing has been changed here yet."


def test_twenty_long_entries_fit():
    many = [entry("settings_changed", rule=["weekly " * 9, "monthly " * 9])] * 20
    assert_takeable(audit(many))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_stands_in_an_entry_stays_text(hostile):
    shown = audit([entry("settings_changed", rubric=[hostile, hostile]), entry(hostile[:40])])
    assert_inert(shown)
    assert_takeable(shown)


def test_a_change_of_settings_is_kept_in_words_that_name_nobody():
    before = team().settings
    after = replace(before, picked=("U0BOB",), privacy=Privacy.OPEN, in_overview=True)
    assert differences(before, after) == {
        "picked": ["everyone", "1 picked"],
        "privacy": ["confidential", "open"],
        "in_overview": ["no", "yes"],
    }
    assert differences(before, before) == {}


def test_the_form_for_admins_shows_who_is_gone():
    view = admins.choosing(team(admins=("U0ADA", "U0BOB")), ["U0BOB"])
    assert_takeable(view)
    assert_golden("admins", view)
    assert "<@U0BOB> is no longer here" in texts(view)
    assert view["blocks"][-1]["element"]["initial_users"] == ["U0ADA"]


def test_the_settings_form_asks_for_consent_only_where_others_read_along():
    draft = SettingsDraft.new("Europe/Berlin", RUBRIC.key)
    form = settings_modal(draft, [(RUBRIC.key, RUBRIC.name)], "C0TEAM", 1)
    alone = with_rights(form, team(), shared=False)
    shared = with_rights(form, CONSENTED, shared=True)
    for view in (alone, shared):
        assert_takeable(view)
        assert "`/maturity admins`" in texts(view)
    assert "Show results here" not in texts(alone)
    assert shared["blocks"][-2]["element"]["initial_options"][0]["value"] == "show"
    assert "initial_options" not in with_rights(form, None, shared=True)["blocks"][-1]["element"]


@pytest.mark.parametrize(
    ("values", "allowed"),
    [
        ({}, None),
        (None, None),
        ({"sharing": {"sharing": {"selected_options": [{"value": "show"}]}}}, True),
        ({"sharing": {"sharing": {"selected_options": []}}}, False),
        ({"sharing": {"sharing": {"selected_options": [{"value": "x"}, 7]}}}, False),
        ({"sharing": None}, False),
    ],
)
def test_whatever_is_no_clear_consent_is_none(values, allowed):
    assert allowed_in(values) is allowed


def test_sharing_says_how_it_stands_and_what_can_be_done():
    assert buttons(sharing.standing(SHARED, shared=True)) == [("allow_sharing", "7")]
    assert buttons(sharing.standing(CONSENTED, shared=True)) == [("withdraw_sharing", "7")]
    assert buttons(sharing.standing(team(), shared=False)) == []
    assert_golden("sharing-asked", sharing.asked(SHARED))


def test_the_result_apart_is_the_summary_with_the_offer_to_show_it():
    shown = sharing.apart(SHARED, summary(result()))
    assert_takeable(shown)
    assert ("allow_sharing", "7") in buttons(shown)
    assert "What holds you" in shown.text


def test_an_invitation_in_a_shared_channel_shows_no_result():
    for round_ in (open_round(), closed_round()):
        inv = Invitation(SHARED, round_, RUBRIC, 3).without_results()
        shown = invitation(inv)
        assert_takeable(shown)
        assert "People from another organisation can read" in shown.text
        assert "level 3" not in shown.text.lower()
