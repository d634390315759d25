"""What is proved of forgetting holds for the product: its services give the very same results."""

import random
from collections.abc import Mapping

import pytest
from rules import ALL, close, results
from small_team import DE, DS, WIDE, Play, some
from test_as_the_services_do import Office
from test_forgetting_gives_nobody_away import erased

from bot.domain.rounds import Result
from bot.services.forgetting import Forgetting
from rubric.scoring import Respondent, offered
from storage.database import Database

GONE = "U9"
STORIES = (
    ({**some(3), GONE: DE}, some(3), {**some(3), "U5": DS}, {**some(3), GONE: DE}),
    ({**some(2), GONE: DE}, {**some(2), "U5": DS}, some(5)),
)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_next_check_ins_show_what_the_rules_give(
    database: Database, story: tuple[Mapping[str, str], ...], seed: int
) -> None:
    chance = random.Random(seed)
    sheets = {user: _sheet(chance) for people in story for user in people}
    world: list[dict[str, Respondent]] = []
    for people in story:
        if chance.random() < 0.7:
            sheets[chance.choice(("U0", "U1"))] = _sheet(chance)
        world.append({u: Respondent(role=r, answers=sheets[u]) for u, r in people.items()})
    play, office = Play(WIDE, story), Office(database)
    expected = [erased(r, world[0]) for r in results(play, world[:1], ALL)]
    _hold(office, world[0])
    Forgetting(database, office.clock).forget_me(office.workspace, GONE)
    for number in range(1, len(world)):
        expected.append(close(play, world[: number + 1], expected, ALL, [GONE]))
        assert _told(_hold(office, world[number])) == _told(expected[-1])


def _hold(office: Office, people: Mapping[str, Respondent]) -> Result:
    check_in = office.open(people)
    for user, person in people.items():
        office.answer(check_in, user, person)
    return office.close()


def _sheet(chance: random.Random) -> dict[str, str]:
    return {path: chance.choice(offered(WIDE.criterion(path))) for path in WIDE.paths()}


def _told(r: Result) -> tuple[object, ...]:
    shown = r.profile and [
        (a.state, a.choice, a.split) for d in r.profile.dimensions for a in d.answers
    ]
    return shown, r.profile and r.profile.overall, r.gaps, r.comparison, r.steps
