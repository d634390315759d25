"""A year of a team, taken along: complete, clean in a spreadsheet, and nobody's secret in it."""

import csv
import io
import json
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from past_year import ADA, CHANNEL, NAME, PEOPLE, START, TITLE, Year, past_year

from bot.domain.commands import Verb
from bot.domain.export import Export, as_json, named, people_in
from bot.domain.export_csv import COLUMNS
from bot.domain.permissions import Actor
from bot.errors import NotAllowed
from bot.services.exports import Exports
from bot.services.overviews import Overviews
from bot.services.results import Results
from rubric.loader import bundled
from storage.database import Database

SCHEMA = Path(__file__).resolve().parents[3] / "docs" / "export.schema.json"


@pytest.fixture
def year(database: Database) -> Year:
    return past_year(database)


def exports(year: Year) -> Exports:
    return Exports(year.database, bundled(), lambda: START)


def exported(year: Year) -> Export:
    made = exports(year).export(ADA, year.workspace_id, CHANNEL, "json", uuid.uuid4().hex)
    assert made is not None
    return named(made, {"U0BO": '+Bo, "the" Example'})


def table(year: Year) -> Iterator[dict[str, str]]:
    content = exports(year).csv(exported(year))
    assert content.startswith(b"\xef\xbb\xbf")
    return csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)


def test_the_json_holds_a_year_and_its_documented_form(year: Year) -> None:
    content = as_json(exported(year))
    again = Export.model_validate_json(content, strict=True)
    assert again == exported(year)
    raw = json.loads(content)
    assert (raw["format"], raw["version"]) == ("rung-export", 1)
    states = [r["state"] for r in raw["rounds"]]
    assert states == ["level"] * 2 + ["missed", "not_enough_answers"] + ["level"] * 8
    assert [r["overall"]["level"] for r in raw["rounds"] if r["overall"]] == [0] * 2 + [1] * 4 + [
        2
    ] * 4
    assert raw["commitments"][0]["done_in"] == raw["rounds"][-1]["period"]
    assert raw["commitments"][1]["done_in"] is None
    assert raw["targets"][0]["level"] == 3


def test_the_schema_in_the_documentation_is_that_of_the_models() -> None:
    found = json.dumps(Export.model_json_schema(mode="serialization"), indent=1) + "\n"
    if os.environ.get("RUNG_GOLDEN") == "write":
        SCHEMA.write_text(found, encoding="utf-8")
    assert found == SCHEMA.read_text(encoding="utf-8")


def test_of_confidential_rounds_there_is_nothing_but_what_the_summary_showed(year: Year) -> None:
    raw = json.loads(as_json(exported(year)))
    confidential = [r for r in raw["rounds"] if r["privacy"] == "confidential"]
    assert len(confidential) == 7
    for round_ in confidential:
        assert round_["people"] is None
        assert {a["counts"] for a in round_["answers"]} <= {None}
        assert {a["agreement"] for a in round_["answers"]} <= {None}
        assert not any(person in json.dumps(round_) for person in PEOPLE)
    rows = [row for row in table(year) if row["privacy"] == "confidential"]
    assert not [row for row in rows if row["person_id"] or row["row"] == "person's answer"]


def test_of_open_rounds_it_says_who_answered_what(year: Year) -> None:
    [*_, last] = exported(year).rounds
    assert last.people is not None
    assert [p.person for p in last.people] == list(PEOPLE)
    assert last.people[1].answers["people/data-engineers"] == "dont_know"
    assert last.answers[0].counts
    assert people_in(exported(year)) == set(PEOPLE)
    said = [row for row in table(year) if row["row"] == "person's answer"]
    assert len(said) == 5 * 4 * 15
    unknown = [r for r in said if r["person_id"] == "U0BO" and r["choice"] == "dont_know"]
    assert {row["answer"] for row in unknown} == {"don't know"}


def test_the_table_has_one_row_for_each_thing_and_one_cell_for_each_value(year: Year) -> None:
    rows = list(table(year))
    assert all(set(row) == set(COLUMNS) and None not in row.values() for row in rows)
    kinds: dict[str, int] = {}
    for row in rows:
        kinds[row["row"]] = kinds.get(row["row"], 0) + 1
    assert kinds == {
        "check-in": 12,
        "dimension": 10 * 4,
        "team answer": 10 * 15,
        "person's answer": 5 * 4 * 15,
        "commitment": 2,
        "target": 1,
    }
    assert [r["date"] for r in rows if r["row"] == "check-in"][:2] == ["2025-12-06", "2026-01-05"]


def test_hostile_words_stay_one_harmless_cell(year: Year) -> None:
    [done, gone] = [row for row in table(year) if row["row"] == "commitment"]
    assert done["title"] == f"'{TITLE}"
    assert done["person"] == '\'+Bo, "the" Example'
    assert (gone["id"], gone["question"]) == ("gone/question", "")
    assert exported(year).team.name == NAME


def test_only_full_members_of_the_channel_get_it(year: Year) -> None:
    for nobody in (Actor("U0EVE", in_channel=False), Actor("U0GUS", True, outsider=True)):
        with pytest.raises(NotAllowed):
            exports(year).export(nobody, year.workspace_id, CHANNEL, "csv", "1")


def test_the_past_knows_every_round_with_its_breaks_and_its_deeds(year: Year) -> None:
    past = Results(year.database, bundled()).past_for(Verb.HISTORY, year.workspace_id, CHANNEL)
    assert past is not None
    assert [r.other_privacy for r in past.rounds if r.other_privacy] == ["confidential"]
    assert past.rounds[7].other_privacy == "confidential"
    assert past.rounds[4].comparison is not None
    assert past.rounds[4].comparison.overall == (0, 1)
    assert [d.title for d in past.rounds[-1].deeds] == [TITLE]
    assert [r.profile is None for r in past.rounds[2:4]] == [True, True]


def test_the_overview_takes_the_last_result_of_the_channels_that_somebody_may_know(
    year: Year,
) -> None:
    overviews = Overviews(year.database, bundled())
    elsewhere = Actor("U0EVE", in_channel=False)
    [row] = overviews.overview(elsewhere, year.workspace_id, {CHANNEL: "ml-team"}).rows
    assert row.profile is not None
    assert row.comparison is not None
    assert (row.name, row.comparison.overall) == ("ml-team", (2, 2))
    assert overviews.overview(elsewhere, year.workspace_id, {"C0ELSE": "x"}).rows == ()
    assert overviews.overview(elsewhere, year.workspace_id + 1, {CHANNEL: "x"}).rows == ()
    with pytest.raises(NotAllowed):
        overviews.overview(Actor("U0GUS", True, outsider=True), year.workspace_id, {})
