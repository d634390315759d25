"""What is erased when its time is over, and what still works afterwards."""

from datetime import UTC, datetime, timedelta

import pytest
from past_year import ADA, CHANNEL, MONTH, RUBRIC, START, past_year
from sqlalchemy import func, select

from bot.domain.commands import Verb, parse
from bot.domain.export import as_json
from bot.domain.retention import AFTER_LEAVING, months_before
from bot.services.exports import Exports
from bot.services.leaving import Leaving
from bot.services.purging import Purging
from bot.services.results import Results
from bot.views.answers import answer
from rubric.catalogue import Rubrics
from storage import models as tables
from storage.database import Database

RUBRICS = Rubrics([RUBRIC])
LATER = START + 36 * MONTH
WORDS = ("status", "explain", "explain release", "history", "tips", "commitments", "target")


def count(database: Database, table: type[tables.Base]) -> int:
    with database.transaction() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def all_answers(database: Database, workspace_id: int) -> dict[str, str]:
    """What the team is told of its past, by the words it asks with."""
    results = Results(database, RUBRICS, lambda: LATER)
    status = results.status(workspace_id, CHANNEL)
    names = [(d.id, d.name) for d in RUBRIC.dimensions]
    past = results.past_for(Verb.HISTORY, workspace_id, CHANNEL)
    return {words: answer(parse(words, names), status, past).text for words in WORDS}


def test_old_answers_go_and_levels_stay(database: Database) -> None:
    year = past_year(database)
    before = all_answers(database, year.workspace_id)
    purging = Purging(database, lambda: LATER)
    assert purging.old_answers() == 11  # all but the one that was missed
    assert purging.old_answers() == 0
    people = (tables.Participant, tables.Answer, tables.Comment)
    assert [count(database, table) for table in people] == [0, 0, 0]
    after = all_answers(database, year.workspace_id)
    assert after["status"] == before["status"]
    assert after["history"] == before["history"]
    assert "<@U0" in before["explain release"]
    assert "<@U0" not in after["explain release"]
    assert "The answers themselves were erased on" in after["explain"]


def test_an_export_says_when_answers_were_erased(database: Database) -> None:
    year = past_year(database)
    Purging(database, lambda: LATER).old_answers()
    exports = Exports(database, RUBRICS, lambda: LATER)
    export = exports.export(ADA, year.workspace_id, CHANNEL, "json", "Ev1")
    assert export is not None
    last = export.rounds[-1]
    assert (last.overall and last.overall.level, last.answered) == (2, 4)
    assert last.people == []
    assert last.answers_erased_at == LATER
    assert b"U0CLEO" not in as_json(export)
    assert exports.csv(export)


def test_a_team_keeps_its_answers_for_as_long_as_it_wants(database: Database) -> None:
    year = past_year(database)
    now = START + 11 * MONTH + timedelta(days=20)
    assert Purging(database, lambda: now).old_answers() == 0
    with database.transaction() as session:
        for team in session.scalars(select(tables.Team)):
            team.keep_months = 6
    assert Purging(database, lambda: now).old_answers() == 5  # to May, but for the missed one
    assert count(database, tables.Participant) == 6 * 4
    assert year.workspace_id


def test_old_rows_go_and_young_ones_stay(database: Database) -> None:
    past_year(database)
    messages = count(database, tables.Message)
    assert messages
    assert Purging(database, lambda: START).old_rows()["messages"] == 0
    with database.transaction() as session:
        for message in session.scalars(select(tables.Message)):
            message.state = "sent"
    gone = Purging(database, lambda: LATER).old_rows()
    assert (gone["messages"], gone["commitments"]) == (messages, 1)


def test_a_workspace_that_left_is_erased_to_the_last_row_and_begins_anew(
    database: Database,
) -> None:
    workspace_id = past_year(database).workspace_id
    leaving = Leaving(database, lambda: START)
    leaving.leave(workspace_id, "app_uninstalled")
    assert Purging(database, lambda: START + AFTER_LEAVING / 2).left_workspaces() == []
    purging = Purging(database, lambda: START + AFTER_LEAVING)
    assert purging.left_workspaces() == [workspace_id]
    purging.give_up(workspace_id)
    assert leaving.find("", "T1") is None
    while purging.some_of(workspace_id):
        pass
    kept = {t.__tablename__: count(database, t) for t in map(_class, tables.Base.registry.mappers)}
    assert set(kept.values()) == {0}, kept


def _class(mapper: object) -> type[tables.Base]:
    found: type[tables.Base] = mapper.class_  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize(
    ("now", "months", "then"),
    [
        (datetime(2026, 8, 31, 9, tzinfo=UTC), 6, datetime(2026, 2, 28, 9, tzinfo=UTC)),
        (datetime(2028, 2, 29, 9, tzinfo=UTC), 12, datetime(2027, 2, 28, 9, tzinfo=UTC)),
        (datetime(2026, 1, 5, 9, tzinfo=UTC), 24, datetime(2024, 1, 5, 9, tzinfo=UTC)),
        (datetime(2026, 12, 31, 9, tzinfo=UTC), 6, datetime(2026, 6, 30, 9, tzinfo=UTC)),
    ],
)
def test_months_are_those_of_the_calendar(now: datetime, months: int, then: datetime) -> None:
    assert months_before(now, months) == then
