"""Where roles see a dimension apart, and of whom it may be told."""

from bot.domain.role_gaps import levels_apart
from bot.domain.team import Privacy
from rubric.loader import bundled
from rubric.scoring import DONT_KNOW, Respondent, tally

RUBRIC = bundled().get("mlops")
PATHS = RUBRIC.paths_of("model-release")
LOW = {path: RUBRIC.criterion(path).choices[0].id for path in PATHS}
HIGH = {path: RUBRIC.criterion(path).choices[-1].id for path in PATHS}


def said(**people):
    """By role, with underscores: so many people, and what they all answered."""
    return {
        role.replace("_", "-").strip("-"): tally(
            Respondent(answers=answers) for answers in [answers] * count
        )
        for role, (count, answers) in people.items()
    }


def confidential(**people):
    return levels_apart(RUBRIC, "model-release", said(**people), Privacy.CONFIDENTIAL, 3)


def opened(**people):
    return levels_apart(RUBRIC, "model-release", said(**people), Privacy.OPEN, 3)


def test_each_role_has_the_level_that_its_people_alone_would_have():
    expected = {"data-scientist": 4, "software-engineer": 0}
    assert confidential(software_engineer=(3, LOW), data_scientist=(4, HIGH)) == expected


def test_roles_on_one_level_have_no_gap():
    assert confidential(software_engineer=(3, LOW), data_scientist=(4, LOW)) == {}
    assert opened(software_engineer=(3, LOW)) == {}


def test_a_role_with_few_people_is_told_of_in_an_open_team_only():
    people = {"software_engineer": (2, LOW), "data_scientist": (4, HIGH)}
    assert confidential(**people) == {}
    assert opened(**people) == {"data-scientist": 4, "software-engineer": 0}


def test_no_role_is_told_of_where_few_people_are_in_none_of_those():
    roles = {"software_engineer": (3, LOW), "data_scientist": (4, HIGH)}
    assert confidential(**roles, data_engineer=(2, LOW)) == {}
    assert confidential(**roles, _=(1, LOW)) == {}
    assert confidential(**roles, _=(3, LOW)) == confidential(**roles)


def test_a_role_needs_enough_people_who_know_in_every_question():
    unsure = HIGH | {PATHS[0]: DONT_KNOW}
    assert confidential(software_engineer=(3, LOW), data_scientist=(3, unsure)) == {}
