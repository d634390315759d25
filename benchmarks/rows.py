"""Many teams, rounds and answers, written straight into the tables."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert

from bot.domain.cadence import Cadence, Rule
from bot.services.reading import rule_columns
from rubric.loader import bundled
from storage import workspaces
from storage.database import Database
from storage.models import Answer, CheckIn, Participant, Schedule, Team

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
EDITION = "mlops@2020-01"
_KEPT = {"rubric": EDITION, "privacy": "open", "minimum": 3}


def add_workspace(database: Database, name: str = "T1") -> int:
    """The workspace that the stand-in's token belongs to."""
    with database.transaction() as session:
        return workspaces.remember(
            session, enterprise_id="", slack_team_id=name, name="bench", bot_user_id="UBOT", now=NOW
        )


def add_teams(
    database: Database, workspace_id: int, count: int, due: int = 0, first: int = 0
) -> list[int]:
    """So many teams; of these so many are due since yesterday, the others in a month."""
    rule = rule_columns(Rule(Cadence.MONTHLY_ON_DAY, time(9), "UTC", day=1))
    with database.transaction() as session:
        teams: list[dict[str, Any]] = [
            {
                "workspace_id": workspace_id, "channel_id": f"C{first + n:07}",
                "channel_name": "ml",
                "days_open": 5, "picked": None, "admins": [], "created_by": "U0000",
                "created_at": NOW, "revision": 1, "paused_reason": "", **_KEPT,
            }
            for n in range(count)
        ]  # fmt: skip
        ids = list(
            session.scalars(insert(Team).returning(Team.id, sort_by_parameter_order=True), teams)
        )
        schedules: list[dict[str, Any]] = [
            {
                "workspace_id": workspace_id, "team_id": team_id, "next_period": "2026-11",
                "next_due_at": NOW + timedelta(days=-1 if n < due else 30), **rule,
            }
            for n, team_id in enumerate(ids)
        ]  # fmt: skip
        session.execute(insert(Schedule), schedules)
    return ids


def add_rounds(
    database: Database, workspace_id: int, team_ids: Sequence[int], now: datetime
) -> list[int]:
    """An open round for each of the teams."""
    with database.transaction() as session:
        rounds: list[dict[str, Any]] = [
            {
                "workspace_id": workspace_id, "team_id": team_id, "period": "bench",
                "state": "open", "due_at": now, "opened_at": now,
                "deadline": now + timedelta(days=5),
                "closing_at": now + timedelta(days=5), **_KEPT,
            }
            for team_id in team_ids
        ]  # fmt: skip
        return list(
            session.scalars(
                insert(CheckIn).returning(CheckIn.id, sort_by_parameter_order=True), rounds
            )
        )


def add_answers(database: Database, workspace_id: int, check_in_id: int, people: int) -> None:
    """So many people who answered every criterion of a round."""
    rubric = bundled().get(EDITION)
    paths = rubric.paths()
    with database.transaction() as session:
        asked: list[dict[str, Any]] = [
            {
                "workspace_id": workspace_id, "check_in_id": check_in_id, "user_id": f"U{n:05}",
                "asked": True, "role": "data-scientist", "finished_at": NOW,
            }
            for n in range(people)
        ]  # fmt: skip
        ids = session.scalars(insert(Participant).returning(Participant.id), asked).all()
        session.execute(
            insert(Answer),
            [
                {
                    "workspace_id": workspace_id, "participant_id": person, "criterion": path,
                    "choice": _choice(rubric.criterion(path).choices, person), "answered_at": NOW,
                }
                for person in ids
                for path in paths
            ],
        )  # fmt: skip


def _choice(choices: Sequence[Any], person: int) -> str:
    return str(choices[person % len(choices)].id)
