"""Closing and scoring a large round: per respondent, and against merely reading its rows."""

from sqlalchemy import select

from benchmarks.measure import alternately, postgresql, report, timed
from benchmarks.rows import NOW, add_answers, add_rounds, add_teams, add_workspace
from bot.services.checkins import CheckIns
from rubric.loader import bundled
from storage.database import Database
from storage.models import Answer, Participant

MANY, FEW, TURNS = 1_000, 10, 5


def main() -> None:
    with postgresql() as new:
        database = new()
        workspace_id = add_workspace(database)
        large = iter(_rounds(database, workspace_id, MANY, TURNS + 1, 0))
        small = iter(_rounds(database, workspace_id, FEW, TURNS + 1, 100))
        # Seven days later: their closing time has come.
        checkins = CheckIns(database, bundled(), lambda: NOW.replace(month=12))
        _close(checkins, workspace_id, next(small))
        last = next(large)
        ours, tiny, read = alternately(
            TURNS,
            lambda: _close(checkins, workspace_id, next(large)) / MANY,
            lambda: _close(checkins, workspace_id, next(small)) / FEW,
            lambda: 1000 * timed(lambda: _read(database, workspace_id, last)) / MANY,
        )
        report("close, per respondent, 1,000 against 10", ours, tiny, "ms per respondent")
        report("close, 1,000 respondents, against reading", ours, read, "ms per respondent")


def _rounds(
    database: Database, workspace_id: int, people: int, count: int, first: int
) -> list[int]:
    teams = add_teams(database, workspace_id, count, first=first)
    rounds = add_rounds(database, workspace_id, teams, NOW)
    for check_in in rounds:
        add_answers(database, workspace_id, check_in, people)
    return rounds


def _close(checkins: CheckIns, workspace_id: int, check_in: int) -> float:
    """Milliseconds of closing a round."""
    return 1000 * timed(lambda: checkins.close_due(workspace_id, check_in))


def _read(database: Database, workspace_id: int, check_in: int) -> None:
    """Read every answer of a round, and who gave it, and do nothing with them."""
    statement = (
        select(Participant.user_id, Participant.role, Answer.criterion, Answer.choice)
        .join(Answer, Answer.participant_id == Participant.id)
        .where(Participant.workspace_id == workspace_id, Participant.check_in_id == check_in)
        .order_by(Participant.id)
    )  # fmt: skip
    with database.transaction() as session:
        for _row in session.execute(statement):
            pass


if __name__ == "__main__":
    main()
