"""How the posts of a busy morning are spread."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.spreading import EACH, LONGEST, pause_before_posting

NONE = timedelta(0)


@given(st.integers(1, 10**9))
def test_a_team_that_is_due_alone_is_asked_at_once(team_id: int) -> None:
    assert pause_before_posting(team_id, 1) == NONE


@given(st.integers(1, 10**9), st.integers(2, 10**6))
def test_a_team_has_its_place_in_a_window_that_grows_and_ends(team_id: int, due: int) -> None:
    pause = pause_before_posting(team_id, due)
    assert NONE <= pause <= min(EACH * due, LONGEST)
    assert pause == pause_before_posting(team_id, due)
    assert pause <= pause_before_posting(team_id, due + 1)


def test_many_teams_fill_the_window_evenly() -> None:
    pauses = [pause_before_posting(team_id, 10_000) for team_id in range(10_000)]
    tenths = [
        sum(LONGEST * n / 10 <= p < LONGEST * (n + 1) / 10 for p in pauses) for n in range(10)
    ]
    assert all(900 < count < 1100 for count in tenths)
