"""A team with a year behind it, with hostile names, written straight into the tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.cadence import Cadence, Rule
from bot.domain.permissions import Actor
from bot.domain.team import Privacy, Settings
from bot.services.teams import Teams
from rubric.loader import bundled
from rubric.scoring import DONT_KNOW, Respondent, score
from storage import models as tables
from storage import workspaces
from storage.database import Database

START = datetime(2025, 12, 1, 8, 0, tzinfo=UTC)
MONTH = timedelta(days=30)
RUBRIC = bundled().get("mlops")
ADA = Actor("U0ADA", in_channel=True)
PEOPLE = ("U0ADA", "U0BO", "U0CLEO", "U0DAN")
CHANNEL = "C0TEAM"
# What a spreadsheet would run, and what would break a table apart.
NAME = '=HYPERLINK("https://evil.example","x")'
TITLE = '@SUM(1;2),"quoted"\r\nsecond line\t\u202e ＝1+1'
DAYS = Rule(Cadence.MONTHLY_ON_DAY, time(9), "Europe/Berlin", day=1)


@dataclass(frozen=True)
class Year:
    """The workspace's id, and the database behind it."""

    workspace_id: int
    database: Database


def on_level(level: int) -> dict[str, str]:
    """What somebody answers whose team just stands on a level; of one thing they don't know."""
    criteria = ((path, RUBRIC.criterion(path)) for path in RUBRIC.paths())
    return {path: next(c.id for c in k.choices if c.ceiling >= level) for path, k in criteria}


def past_year(database: Database) -> Year:
    """Twelve months: a missed round, one with too few answers, then open ones after June."""
    with database.transaction() as session:
        workspace_id = workspaces.remember(
            session, enterprise_id="", slack_team_id="T1", name="W", bot_user_id="U0BOT", now=START
        )
    teams = Teams(database, lambda: START)
    settings = Settings(RUBRIC.key, DAYS, in_overview=True)
    team = teams.save(ADA, workspace_id, CHANNEL, NAME, settings, None).team
    with database.transaction() as session:
        rounds = [_round(session, workspace_id, team.id, month) for month in range(12)]
        session.flush()
        _plans(session, workspace_id, team.id, rounds[-1].id)
    return Year(workspace_id, database)


def _round(session: Session, workspace_id: int, team_id: int, month: int) -> tables.CheckIn:
    opened = START + month * MONTH
    closed = opened + timedelta(days=5)
    missed, people = month == 2, 2 if month == 3 else 4
    privacy = Privacy.OPEN if month > 6 else Privacy.CONFIDENTIAL
    answers = {u: dict(on_level(month // 4)) for u in PEOPLE[:people]}
    answers["U0BO"]["people/data-engineers"] = DONT_KNOW
    row = tables.CheckIn(
        workspace_id=workspace_id, team_id=team_id, period=f"{opened:%Y-%m} {month}",
        state="missed" if missed else "closed", rubric=RUBRIC.key, privacy=privacy, minimum=3,
        due_at=opened, opened_at=opened, closed_at=None if missed else closed,
        respondents=people, enough=not missed and people > 2,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if not missed:
        _answered(session, row, answers)
    return row


def _answered(
    session: Session, row: tables.CheckIn, answers: Mapping[str, Mapping[str, str]]
) -> None:
    same: dict[str, Any] = {"workspace_id": row.workspace_id}
    for user in PEOPLE:
        person = tables.Participant(
            **same, check_in_id=row.id, user_id=user, asked=True, role="other"
        )
        session.add(person)
        session.flush()
        session.add_all(
            tables.Answer(**same, participant_id=person.id, criterion=path, choice=choice,
                          answered_at=row.due_at)
            for path, choice in answers.get(user, {}).items()
        )  # fmt: skip
    if row.enough:
        made = score(RUBRIC, [Respondent(answers=a) for a in answers.values()], 3)
        session.add_all(
            tables.Score(**same, check_in_id=row.id, dimension=d.dimension, level=d.level,
                         detail=d.model_dump(mode="json"))
            for d in made.dimensions
        )  # fmt: skip


def _plans(session: Session, workspace_id: int, team_id: int, last: int) -> None:
    same: dict[str, Any] = {"workspace_id": workspace_id, "team_id": team_id}
    made: dict[str, Any] = {
        "rubric": RUBRIC.key, "title": TITLE, "owner": "U0BO", "due_on": date(2026, 12, 1),
        "created_by": "U0ADA", "created_at": START, **same,
    }  # fmt: skip
    session.add_all(
        [
            tables.Commitment(
                criterion="model-release/process", choice="automatic", state="done",
                done_in=last, level_before=1, level_after=2, ended_at=START + 11 * MONTH, **made,
            ),
            tables.Commitment(criterion="gone/question", choice="gone", state="open", **made),
            tables.Target(dimension="", level=3, set_by="U0ADA", set_at=START, **same),
        ]
    )  # fmt: skip
