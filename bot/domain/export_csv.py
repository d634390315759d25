"""An export as one table that a spreadsheet opens: one row for each thing that is told.

RFC 4180, in UTF-8 with a byte order mark, which makes spreadsheets read it as UTF-8.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.export import CommitmentPart, Export, PersonPart, RoundPart, TargetPart
from rubric.model import Rubric

COLUMNS = (
    "row", "period", "date", "state", "rubric", "privacy", "asked", "answered", "fall", "id",
    "dimension", "question", "level", "lowest_level", "provisional", "answer", "choice", "ceiling",
    "person", "person_id", "role", "title", "due_on",
)  # fmt: skip
# What makes a spreadsheet take a cell for a formula, and its full-width twins.
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = frozenset("=+-@\t\r＝＋－＠")
_SPECIAL = {"dont_know": "don't know", "not_applicable": "not applicable", "unknown": "unknown"}

Row = Mapping[str, object]
Rubrics = Callable[[str], Rubric]


def as_csv(export: Export, rubrics: Rubrics) -> bytes:
    """The file's bytes; `rubrics` gives an edition by its key, for the names."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(export, rubrics):
        writer.writerow([harmless(row.get(column)) for column in COLUMNS])
    return written.getvalue().encode("utf-8-sig", errors="replace")


def harmless(value: object) -> str:
    """A cell's text: none is empty, and nothing in it is taken for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value).replace("\0", "")
    begins = {text[:1], text.lstrip()[:1]}
    return f"'{text}" if begins & _FORMULA and not isinstance(value, int) else text


def _rows(export: Export, rubrics: Rubrics) -> Iterator[Row]:
    zone = ZoneInfo(export.team.time_zone)
    for round_ in export.rounds:
        yield from _round(round_, rubrics(round_.rubric), zone)
    for commitment in export.commitments:
        yield _commitment(commitment, rubrics, zone)
    for target in export.targets:
        yield _target(target, zone)


def _round(round_: RoundPart, rubric: Rubric, zone: ZoneInfo) -> Iterator[Row]:
    same: dict[str, object] = {
        "period": round_.period,
        "date": _day(round_.closed_at or round_.due_at, zone),
        "state": round_.state.replace("_", " "),
        "rubric": round_.rubric,
        "privacy": round_.privacy,
        "asked": round_.asked,
        "answered": round_.answered,
    }
    overall = round_.overall
    found = {"level": overall.level, "provisional": overall.provisional} if overall else {}
    yield same | {"row": "check-in", "fall": round_.fall} | found
    for score in round_.dimensions:
        yield same | {
            "row": "dimension",
            "id": score.id,
            "dimension": score.name,
            "level": score.level,
            "lowest_level": score.band[0] if score.band else None,
            "provisional": score.provisional,
        }
    for answer in round_.answers:
        yield (
            same
            | _question(rubric, answer.criterion)
            | {
                "row": "team answer",
                "answer": answer.choice_name or _SPECIAL[answer.state],
                "choice": answer.choice or answer.state,
                "ceiling": answer.ceiling,
            }
        )
    for person in round_.people or ():
        yield from (same | row for row in _person(person, rubric))


def _person(person: PersonPart, rubric: Rubric) -> Iterator[dict[str, object]]:
    who = {"person": person.name, "person_id": person.person, "role": person.role}
    for path, choice in person.answers.items():
        name = _SPECIAL.get(choice) or rubric.criterion(path).choice(choice).name
        said = {"row": "person's answer", "answer": name, "choice": choice}
        yield _question(rubric, path) | who | said


def _question(rubric: Rubric, path: str) -> dict[str, object]:
    """The names of a criterion and its dimension; only the id where the edition has it no more."""
    if path not in rubric.paths():
        return {"id": path}
    dimension, criterion = rubric.dimension_of(path), rubric.criterion(path)
    return {"id": path, "dimension": dimension.name, "question": criterion.name}


def _commitment(made: CommitmentPart, rubrics: Rubrics, zone: ZoneInfo) -> Row:
    return _question(rubrics(made.rubric), made.criterion) | {
        "row": "commitment",
        "period": made.done_in,
        "date": _day(made.made_at, zone),
        "state": made.state,
        "rubric": made.rubric,
        "choice": made.choice,
        "level": made.level_after,
        "person": made.owner_name,
        "person_id": made.owner,
        "title": made.title,
        "due_on": made.due_on,
    }


def _target(target: TargetPart, zone: ZoneInfo) -> Row:
    return {
        "row": "target",
        "period": target.reached_in,
        "date": _day(target.set_at, zone),
        "state": "reached" if target.reached_in else "open",
        "id": target.dimension or "overall",
        "level": target.level,
        "due_on": target.due_on,
    }


def _day(when: datetime, zone: ZoneInfo) -> date:
    return when.astimezone(zone).date()
