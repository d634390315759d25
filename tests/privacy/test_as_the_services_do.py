"""What is proved of the rules holds for the product: its services give the very same results."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from rules import ALL, results
from small_team import DE, DS, FIRST, SWE, WIDE, Play, some, team

from bot.domain.permissions import Actor
from bot.domain.rounds import Result
from bot.services.checkins import CheckIns
from bot.services.posts import Workspaces
from bot.services.questionnaire import Questionnaire
from bot.services.results import Results
from bot.services.teams import Teams
from bot.views.invitation import invitation
from rubric.catalogue import Rubrics
from rubric.scoring import Respondent, offered
from storage.database import Database

RUBRICS = Rubrics([WIDE])
ADMIN = Actor("U0", in_channel=True)
MANY = {**some(4), **some(3, SWE, 4)}
STORY = (
    some(3),  # so few, and one more
    some(4),
    MANY,  # two roles
    {**MANY, "U3": SWE},  # one changes role
    {user: role for user, role in MANY.items() if user != "U1"},  # one leaves
    {**MANY, **some(5, DE, 10)},  # many come
    some(2),  # not enough
    MANY,
)


class Office:
    """One team, driven through the services."""

    def __init__(self, database: Database) -> None:
        self.now, self.database = FIRST, database
        self.workspace = Workspaces(database, self.clock).remember("", "T1", "Acme", "UBOT")
        self.checkins = CheckIns(database, RUBRICS, self.clock)
        self.questionnaire = Questionnaire(database, RUBRICS, self.clock)
        self.results = Results(database, RUBRICS)
        teams = Teams(database, self.clock)
        teams.save(ADMIN, self.workspace, "C1", "ml", team().settings, None)

    def clock(self) -> datetime:
        return self.now

    def open(self, people: Mapping[str, Respondent]) -> int:
        return self.checkins.start(ADMIN, self.workspace, "C1", list(people))

    def answer(self, check_in: int, user: str, person: Respondent) -> None:
        for index, dimension in enumerate(WIDE.dimensions):
            given = {path: person.answers[path] for path in WIDE.paths_of(dimension.id)}
            form = {**given, "role": person.role or ""} if index == 0 else given
            state = {key: {key: _picked(value)} for key, value in form.items()}
            actor = Actor(user, in_channel=True)
            self.questionnaire.save_page(actor, self.workspace, check_in, index, state)

    def close(self) -> Result:
        self.now += timedelta(days=5)
        check_in = self.checkins.close(ADMIN, self.workspace, "C1")
        self.now += timedelta(days=25)
        return self.results.result(self.workspace, check_in)


def _picked(value: str) -> dict[str, object]:
    return {"selected_option": {"value": value}}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(6))
def test_the_services_publish_what_the_rules_allow(office: Office, seed: int) -> None:
    chance = random.Random(seed)
    sheets: dict[str, dict[str, str]] = {}
    world: list[dict[str, Respondent]] = []
    closed = []
    for people in STORY:
        for user in people:
            _answer_or_change(chance, sheets, user)
        world.append(
            {u: Respondent(role=role, answers=dict(sheets[u])) for u, role in people.items()}
        )
        check_in = office.open(world[-1])
        for user, person in world[-1].items():
            office.answer(check_in, user, person)
        closed.append(office.close())
    expected = results(Play(WIDE, STORY), world, ALL)
    assert [_told(result) for result in closed] == [_told(result) for result in expected]


def _answer_or_change(chance: random.Random, sheets: dict[str, dict[str, str]], user: str) -> None:
    """Newcomers answer; others change an answer now and then."""
    answers = {path: offered(WIDE.criterion(path)) for path in WIDE.paths()}
    if user not in sheets:
        sheets[user] = {path: chance.choice(choices) for path, choices in answers.items()}
    elif chance.random() < 0.1:
        path = chance.choice(WIDE.paths())
        sheets[user][path] = chance.choice(answers[path])


def _told(r: Result) -> tuple[object, ...]:
    confirmed = {path: (c.choice, c.since) for path, c in r.confirmed.items()}
    return r.profile, r.gaps, r.comparison, r.steps, confirmed


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_late_edit_leaves_no_trace(office: Office) -> None:
    """Before the close the channel reads how many answered; then the last word counts."""
    said = {path: offered(WIDE.criterion(path))[0] for path in WIDE.paths()}
    edited = {path: offered(WIDE.criterion(path))[-2] for path in WIDE.paths()}
    people = {user: Respondent(role=DS, answers=said) for user in some(3)}
    check_in = office.open(people)
    live = []
    for answers in (said, edited, said):
        for user in people:
            office.answer(check_in, user, Respondent(role=DS, answers=answers))
        live.append(invitation(office.results.invitation(office.workspace, check_in)))
    assert live[0] == live[1] == live[2]
    office.answer(check_in, "U0", Respondent(role=DS, answers=edited))
    after_edit = _told(office.close())
    people["U0"] = Respondent(role=DS, answers=edited)
    (expected,) = results(Play(WIDE, (some(3),)), [people], ALL)
    assert after_edit == _told(expected)
