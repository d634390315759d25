from builders import (
    assert_golden,
    assert_takeable,
    buttons,
    open_round,
    result,
    standing,
    team,
    texts,
)

from bot.domain.rounds import Home, HomeTeam
from bot.views.home import home


def shown(*teams: HomeTeam, guest: bool = False):
    view = home(Home("U0ADA", teams, guest))
    assert_takeable(view)
    return view


def test_what_waits_comes_first_then_the_teams():
    waiting = HomeTeam(standing(result(), open=open_round()), True, True)
    paused = team(next_due_at=None, paused_reason="not_in_channel")
    other = HomeTeam(standing(None, team=paused), False, False)
    view = shown(waiting, other)
    assert buttons(view) == [("answer:42", "42"), ("set_up:7", "C0TEAM")]
    assert "Level 1: DevOps but no MLOps" in texts(view)
    assert "People 1 (0–1) · Model creation 1" in texts(view)
    assert "Check-ins are paused: I was removed from the channel." in texts(view)
    assert_golden("home", view)


def test_nothing_waits_where_the_person_has_answered():
    view = shown(HomeTeam(standing(result(), open=open_round()), False, False))
    assert "Waiting for your answer" not in texts(view)
    assert buttons(view) == []


def test_somebody_without_a_team_hears_what_to_do():
    assert "`/maturity setup`" in texts(shown())


def test_a_guest_is_told_politely():
    view = shown(HomeTeam(standing(result()), True, True), guest=True)
    assert "full members" in texts(view)
    assert buttons(view) == []


def test_a_hundred_teams_fit():
    teams = [
        HomeTeam(standing(result(), open=open_round(id=n), team=team(id=n)), True, True)
        for n in range(100)
    ]
    view = shown(*teams)
    assert "and 70 more teams" in texts(view)
    assert "and 70 more, in their channels" in texts(view)
