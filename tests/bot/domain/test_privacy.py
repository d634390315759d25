"""What may be counted and shown of a team's answers."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.privacy import countable, shows_comments, shows_level
from bot.domain.team import Privacy
from rubric.loader import bundled
from rubric.scoring import DONT_KNOW, NOT_APPLICABLE, Respondent, offered, score_tally, tally

RUBRIC = bundled().get("mlops")
PATHS = RUBRIC.paths()

people = st.lists(
    st.lists(st.sampled_from(PATHS), unique=True).flatmap(
        lambda paths: st.fixed_dictionaries(
            {path: st.sampled_from(offered(RUBRIC.criterion(path))) for path in paths}
        )
    ),
    max_size=8,
).map(lambda all_answers: [Respondent(role=None, answers=answers) for answers in all_answers])


@given(people, st.integers(3, 5))
def test_whatever_a_confidential_profile_says_enough_people_stand_behind(
    respondents: list[Respondent], minimum: int
) -> None:
    shown = countable(tally(respondents), Privacy.CONFIDENTIAL, minimum)
    profile = score_tally(RUBRIC, shown, len(respondents))
    for path in PATHS:
        team = profile.answer(path)
        told = sum(n for answer, n in team.counts.items() if answer != DONT_KNOW)
        if team.state == "known":
            assert told - team.counts.get(NOT_APPLICABLE, 0) >= minimum
        if team.state == "not_applicable":
            assert told >= minimum


@given(people, st.integers(3, 5))
def test_an_open_team_counts_every_answer(respondents: list[Respondent], minimum: int) -> None:
    counts = tally(respondents)
    assert countable(counts, Privacy.OPEN, minimum) == counts


def test_a_confidential_level_shows_from_the_minimum_on_and_an_open_one_from_one_answer_on() -> (
    None
):
    assert not shows_level(2, Privacy.CONFIDENTIAL, 3)
    assert shows_level(3, Privacy.CONFIDENTIAL, 3)
    assert not shows_level(4, Privacy.CONFIDENTIAL, 5)
    assert shows_level(1, Privacy.OPEN, 3)
    assert not shows_level(0, Privacy.OPEN, 3)


def test_comments_show_only_where_a_level_may() -> None:
    assert not shows_comments(2, Privacy.CONFIDENTIAL, 3)
    assert shows_comments(3, Privacy.CONFIDENTIAL, 3)


def test_one_who_knows_among_others_who_do_not_never_becomes_the_teams_answer() -> None:
    answers = ["siloed", DONT_KNOW, DONT_KNOW]
    respondents = [Respondent(answers={"people/data-scientists": answer}) for answer in answers]
    assert countable(tally(respondents), Privacy.CONFIDENTIAL, 3) == {}
