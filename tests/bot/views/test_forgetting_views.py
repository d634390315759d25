from dataclasses import replace

import pytest
from builders import HOSTILE, assert_golden, assert_takeable, team

from bot.domain.forgetting import Footprint
from bot.views.forgetting import (
    forget_me,
    forget_team,
    forgotten,
    results_erased,
    team_erased,
    team_forgotten,
    unnamed,
)

KNOWN = Footprint(check_ins=12, steps=1, admin_of=("C0TEAM", "C0OTHER"))


def test_who_wants_to_be_forgotten_reads_what_goes_and_what_stays():
    view = forget_me(KNOWN)
    assert_takeable(view)
    assert_golden("forget-me", view)


def test_who_is_no_admin_and_took_on_nothing_reads_nothing_of_it():
    view = str(forget_me(Footprint(0, 0, ())))
    assert "admin" not in view
    assert "step" not in view.replace("steps and targets", "")


def test_somebody_in_very_many_teams_still_gets_a_form():
    assert_takeable(forget_me(Footprint(400, 9, tuple(f"C0{n:09}" for n in range(300)))))


def test_a_team_is_erased_only_by_its_name():
    view = forget_team(team())
    assert_takeable(view)
    assert_golden("forget-team", view)


@pytest.mark.parametrize("name", [text[:255] for text in HOSTILE])
def test_whatever_the_channel_is_called_the_form_opens(name):
    assert_takeable(forget_team(replace(team(), channel_name=name)))


def test_the_channel_reads_who_erased_the_team():
    said = team_erased("C0TEAM", "U0ADA")
    assert_takeable(said)
    assert said.text.startswith("<@U0ADA> erased this team")
    for view in (forgotten(), team_forgotten("C0TEAM")):
        assert_takeable(view)
    assert_takeable(results_erased())


def test_a_message_of_somebody_forgotten_says_only_what_is_still_known():
    said = unnamed("settings_changed", {"by": "", "before": {}})
    assert said is not None
    assert_takeable(said)
    assert said.text.startswith("(name erased) changed the check-in settings")
    assert unnamed("settings_changed", {"by": "U0ADA"}) is None
    assert unnamed("summary", {"by": ""}) is None
    assert unnamed("hello", {}) is None
