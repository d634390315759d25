"""Nobody who reads everything that a confidential team publishes can work out one person's answer.

For small teams every world is gone through: whatever everybody may have answered. The worlds that
are published alike are what a reader has to choose from; in each such group everybody must have at
least two answers to each question. The reader knows who took part, in which role, and believes that
everybody answers as before; or, in the second test, that anybody may have changed their mind.
"""

import random

import pytest
from publishers import publication
from rules import ALL, WITHOUT, results
from small_team import DE, DS, PAIR, SWE, THREE, TWO, WIDE, Play, Story, some
from worlds import recovered

from rubric.scoring import Respondent, offered

THREE_AND_THREE = {**some(3), **some(3, SWE, 3)}
FOUR_AND_THREE = {**some(3), "U6": DS, **some(3, SWE, 3)}
CHANGED_ROLE = {**FOUR_AND_THREE, "U6": SWE}

STORIES = {
    "two people": Play(TWO, (some(2),)),
    "three people, three choices": Play(THREE, (some(3),)),
    "four people, three choices": Play(THREE, (some(4),)),
    "three people, two questions": Play(PAIR, (some(3),)),
    "one joins": Play(THREE, (some(3), some(4))),
    "one joins, two questions": Play(PAIR, (some(3), some(4))),
    "one leaves": Play(THREE, (some(4), some(3))),
    "one comes, one goes": Play(TWO, (some(5), {**some(4), "U9": DS})),
    "two leave": Play(THREE, (some(5), some(3))),
    "three leave": Play(TWO, (some(6), some(3))),
    "many come": Play(TWO, (some(3), some(7))),
    "many come, three choices": Play(THREE, (some(3), some(7))),
    "many go": Play(TWO, (some(7), some(3))),
    "one after another comes": Play(TWO, (some(3), some(4), some(5))),
    "one leaves and comes back": Play(TWO, (some(4), some(3), some(4))),
    "one is away twice": Play(TWO, (some(3), some(4), some(3), some(5))),
    "two roles": Play(TWO, (THREE_AND_THREE,)),
    "two roles, three choices": Play(THREE, (THREE_AND_THREE,)),
    "two roles, and one in none of them": Play(TWO, ({**THREE_AND_THREE, "U6": DE},)),
    "one joins a role": Play(TWO, (THREE_AND_THREE, FOUR_AND_THREE)),
    "one leaves a role": Play(TWO, (FOUR_AND_THREE, THREE_AND_THREE)),
    "one changes role": Play(TWO, (FOUR_AND_THREE, CHANGED_ROLE)),
    "a role comes": Play(TWO, (THREE_AND_THREE, {**THREE_AND_THREE, **some(4, DE, 6)})),
    "a role's people stay alone": Play(TWO, (THREE_AND_THREE, {**some(3), "U9": DS})),
    "a role is joined, then nothing": Play(TWO, (THREE_AND_THREE, FOUR_AND_THREE, FOUR_AND_THREE)),
}
MINDS_CHANGE = {
    "one joins": Play(TWO, (some(3), some(4))),
    "one leaves": Play(TWO, (some(4), some(3))),
    "the same people": Play(TWO, (some(4), some(4))),
}
# Where the answers are found when a rule is taken out.
GIVEN_AWAY = {
    "the minimum": "two people",
    "the rule for split answers": "three people, three choices",
    "the rule for roles": "two roles, and one in none of them",
    "the check of roles": "two roles",
    "the rule for comings and goings": "one joins",
    "keeping counts to itself": "four people, three choices",
}


@pytest.mark.parametrize("story", STORIES)
def test_no_answer_can_be_worked_out(story: str) -> None:
    assert recovered(STORIES[story], ALL) == []


@pytest.mark.parametrize("seed", range(12))
def test_no_answer_can_be_worked_out_in_a_story_that_chance_wrote(seed: int) -> None:
    assert recovered(Play(TWO, _written_by(random.Random(seed))), ALL) == []


@pytest.mark.parametrize("story", MINDS_CHANGE)
def test_no_answer_can_be_worked_out_when_anybody_may_have_changed_their_mind(story: str) -> None:
    assert recovered(MINDS_CHANGE[story], ALL, changes=9) == []


@pytest.mark.parametrize("rule", WITHOUT)
def test_without_any_one_rule_answers_can_be_worked_out(rule: str) -> None:
    assert recovered(STORIES[GIVEN_AWAY[rule]], WITHOUT[rule])


def test_who_of_those_in_the_same_role_said_what_makes_no_difference() -> None:
    """So that it is enough to go through what people answered, in no order."""
    chance = random.Random(7)
    play = Play(WIDE, (FOUR_AND_THREE, CHANGED_ROLE))
    for _ in range(30):
        sheets = [_sheet(chance) for _ in FOUR_AND_THREE]
        swapped = [*chance.sample(sheets[:3], 3), sheets[3], *chance.sample(sheets[4:], 3)]
        first, second = (
            publication(results(play, _world(play, s), ALL)) for s in (sheets, swapped)
        )
        assert first == second


def _written_by(chance: random.Random) -> Story:
    """Three check-ins of three to seven people: some come, some go, some change their role."""
    pool = [f"U{n}" for n in range(8)]
    roles = {user: chance.choice((DS, SWE)) for user in pool}
    here = set(chance.sample(pool, chance.randint(3, 6)))
    story = []
    for _ in range(3):
        story.append({user: roles[user] for user in sorted(here)})
        here = here ^ set(chance.sample(pool, chance.choice((0, 1, 2))))
        here |= set(pool[:3]) if len(here) < 3 else set()
        mover = chance.choice(pool)
        roles[mover] = chance.choice((DS, SWE))
    return tuple(story)


def _sheet(chance: random.Random) -> dict[str, str]:
    paths = WIDE.paths()
    return {path: chance.choice(offered(WIDE.criterion(path))) for path in paths}


def _world(play: Play, sheets: list[dict[str, str]]) -> list[dict[str, Respondent]]:
    return [
        {
            user: Respondent(role=role, answers=sheet)
            for (user, role), sheet in zip(people.items(), sheets, strict=True)
        }
        for people in play.story
    ]
