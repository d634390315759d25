from datetime import date
from typing import Any

import pytest
from builders import (
    HOSTILE,
    assert_golden,
    assert_inert,
    assert_takeable,
    buttons,
    open_round,
    result,
    standing,
    team,
    texts,
)

from bot.domain.rounds import Home, HomeTeam, OwnCommitment
from bot.views.home import home


def shown(*teams: HomeTeam, guest: bool = False, **own: Any):
    view = home(Home("U0ADA", teams, guest, **own))
    assert_takeable(view)
    return view


def commitment(title: str, *, overdue: bool = False) -> OwnCommitment:
    return OwnCommitment(title, "C0TEAM", date(2026, 10, 3), overdue)


def test_what_waits_comes_first_then_the_teams():
    waiting = HomeTeam(standing(result(), open=open_round()), True, True)
    paused = team(next_due_at=None, paused_reason="not_in_channel")
    other = HomeTeam(standing(None, team=paused), False, False)
    promised = commitment("Version the scoring script"), commitment("Test it", overdue=True)
    view = shown(waiting, other, commitments=promised)
    assert buttons(view) == [("answer:42", "42"), ("set_up:7", "C0TEAM"), ("reminders", "off")]
    assert "Level 1: DevOps but no MLOps" in texts(view)
    assert "People 1 (0–1) · Model creation 1" in texts(view)
    assert "Check-ins are paused: I was removed from the channel." in texts(view)
    assert_golden("home", view)


def test_nothing_waits_where_the_person_has_answered():
    view = shown(HomeTeam(standing(result(), open=open_round()), False, False))
    assert "Waiting for your answer" not in texts(view)
    assert "What you took on" not in texts(view)
    assert buttons(view) == [("reminders", "off")]


def test_somebody_without_a_team_hears_what_to_do():
    assert "`/maturity setup`" in texts(shown())
    assert buttons(shown()) == []
    assert buttons(shown(reminders=False)) == [("reminders", "on")]


def test_a_guest_is_told_politely():
    view = shown(HomeTeam(standing(result()), True, True), guest=True)
    assert "full members" in texts(view)
    assert buttons(view) == []


def test_reminders_that_are_off_are_turned_on_by_the_button():
    view = shown(HomeTeam(standing(None), False, False), reminders=False)
    assert "Reminders are off" in texts(view)
    assert buttons(view) == [("reminders", "on")]


def test_what_is_overdue_is_said_kindly_and_with_what_to_do():
    own = commitment("Test it"), commitment("Test it", overdue=True)
    said = texts(shown(HomeTeam(standing(None), False, False), commitments=own))
    assert "*Test it* in <#C0TEAM>, by 3 Oct 2026." in said
    assert "*Test it* in <#C0TEAM> was planned for 3 Oct 2026. If it takes longer" in said
    assert "overdue" not in said


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_titles_stay_text(hostile: str):
    own = (commitment(hostile), commitment(hostile, overdue=True))
    assert_inert(shown(HomeTeam(standing(None), False, False), commitments=own))


def test_a_hundred_teams_fit():
    teams = [
        HomeTeam(standing(result(), open=open_round(id=n), team=team(id=n)), True, True)
        for n in range(100)
    ]
    view = shown(*teams, commitments=(commitment("x" * 255, overdue=True),) * 100)
    assert "and 75 more teams" in texts(view)
    assert "and 75 more, in their channels" in texts(view)
    assert "… and 90 more." in texts(view)
