"""Proof 1: however many processes work at once, every team that is due is asked exactly once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from crew import RUBRICS
from long_form import LONG
from sqlalchemy import select
from town import DAYS_OPEN, Tally, Town

from bot.domain.permissions import Actor
from bot.errors import BotError
from bot.services.checkins import CheckIns
from bot.services.due import DueRounds
from bot.services.questionnaire import Questionnaire
from rubric.scoring import DONT_KNOW
from storage.models import CheckIn

DUE = 1000 if LONG else 40
AT_ONCE = 6


@pytest.mark.timeout(600 if LONG else 120)
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("replicas", [2, 4, 8])
def test_every_team_that_is_due_is_asked_exactly_once_by_any_number_of_processes(
    place: Town, replicas: int
) -> None:
    place.add_teams(DUE)
    place.hire(replicas)
    assert place.finish(300) == Tally(posted=DUE)
    assert place.states() == {"sent": DUE}


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_a_round_that_many_close_while_many_answer_is_closed_once_and_loses_no_answer(
    place: Town,
) -> None:
    """An answer is scored or refused; what was accepted is never left out of the score."""
    checkins = CheckIns(place.database, RUBRICS, place.now)
    questionnaire = Questionnaire(place.database, RUBRICS, place.now)
    barrier = Barrier(2 * AT_ONCE)
    for check_in in _open_rounds(place, checkins, 3):
        place.travel(timedelta(days=DAYS_OPEN + 1))

        def close(_: int, check_in: int = check_in) -> bool:
            barrier.wait(20)
            return checkins.close_due(place.ids[0], check_in)

        def answer(number: int, check_in: int = check_in) -> bool:
            barrier.wait(20)
            return _answers(
                partial(questionnaire.save_page, _person(number), place.ids[0], check_in)
            )

        with ThreadPoolExecutor(2 * AT_ONCE) as pool:
            closing = [pool.submit(close, n) for n in range(AT_ONCE)]
            answering = [pool.submit(answer, n) for n in range(AT_ONCE)]
        # Whoever finds the round while an answer is being saved leaves it to the next look.
        closed = [
            *(future.result() for future in closing),
            checkins.close_due(place.ids[0], check_in),
        ]
        assert sum(closed) == 1
        with place.database.transaction() as session:
            row = session.scalars(select(CheckIn).where(CheckIn.id == check_in)).one()
            assert row.respondents == sum(future.result() for future in answering)
    assert [row.kind for row in place.rows()].count("summary") == 3


def _open_rounds(place: Town, checkins: CheckIns, count: int) -> list[int]:
    place.add_teams(count)
    for due in DueRounds(place.database, place.now).claim_to_open():
        assert checkins.open_due(due.workspace_id, due.team_id, [])
    with place.database.transaction() as session:
        return list(session.scalars(select(CheckIn.id).order_by(CheckIn.id)))


def _person(number: int) -> Actor:
    return Actor(f"U{number}", in_channel=True)


def _answers(save_page: partial[object]) -> bool:
    """Whether the first page was accepted."""
    paths = RUBRICS.get("mlops").dimensions[0].paths()
    chosen = dict.fromkeys(paths, DONT_KNOW) | {"role": "data-scientist"}
    state = {block: {block: {"selected_option": {"value": v}}} for block, v in chosen.items()}
    try:
        save_page(0, state)
    except BotError:
        return False
    return True
