"""Teams, rounds and answers by the thousand, in a few statements (PostgreSQL only)."""

from datetime import datetime, timedelta

from sqlalchemy import text

from rubric.model import Rubric
from storage.database import Database

_WORKSPACES = """
INSERT INTO workspace (enterprise_id, slack_team_id, name, bot_user_id, created_at)
SELECT '', 'T' || n, 'Bench', 'UBOT', :now FROM generate_series(1, :workspaces) AS n
"""
_TEAMS = """
INSERT INTO team (workspace_id, channel_id, channel_name, rubric, privacy, minimum, days_open,
                  admins, revision, paused_reason, created_by, created_at)
SELECT 1 + (n - 1) % :workspaces, 'C' || n, 'team-' || n, :rubric, 'confidential', 3, 5,
       '[]', 1, '', 'U1', :now
FROM generate_series(1, :teams) AS n
"""
_SCHEDULES = """
INSERT INTO schedule (workspace_id, team_id, cadence, at, zone, day, parity, skip_weekends,
                      next_period, next_due_at)
SELECT workspace_id, id, 'monthly_on_day', '09:00', 'Europe/Berlin', 1, 0, false, :period,
       CAST(:due AS timestamptz) + id * interval '1 second'
FROM team
"""
# In an empty database rounds get the ids of their teams.
_ROUNDS = """
INSERT INTO check_in (workspace_id, team_id, period, state, rubric, privacy, minimum, due_at,
                      opened_at, deadline, closing_at, closed_at, saves, started_by, closed_by,
                      respondents, enough)
SELECT workspace_id, id, 'before', :state, rubric, privacy, minimum, :opened,
       :opened, :closing, :closing, :closed, 0, '', '', 0, false
FROM team ORDER BY id
"""
_PEOPLE = """
INSERT INTO participant (workspace_id, check_in_id, user_id, asked, role, finished_at)
SELECT workspace_id, id, 'U' || lpad(CAST(n AS text), 5, '0'), true, 'other', NULL
FROM check_in CROSS JOIN generate_series(0, :people - 1) AS n
"""
_ANSWERS = """
INSERT INTO answer (workspace_id, participant_id, criterion, choice, answered_at)
SELECT workspace_id, id, :criterion, (CAST(:choices AS text[]))[1 + id % :count], :now
FROM participant
"""
_MESSAGES = r"""
INSERT INTO message (workspace_id, team_id, check_in_id, key, kind, channel, about, position, state,
                     not_before, attempts, lease_token, plain, posted_channel, ts, wanted, shown,
                     error, created_at)
SELECT workspace_id, id, id, 'round:' || id || '\:invitation', 'invitation', channel_id, '{}', 0,
       :state, '1970-01-01', 0, '', false, '', '', 0, 0, '', :now
FROM team
"""


def teams(
    database: Database, rubric: Rubric, count: int, *, now: datetime, due: datetime,
    workspaces: int = 1,
) -> None:  # fmt: skip
    """Teams `C1`, `C2` …, due a second after another from `due` on."""
    _run(database, _WORKSPACES, workspaces=workspaces, now=now)
    _run(database, _TEAMS, teams=count, workspaces=workspaces, rubric=rubric.key, now=now)
    _run(database, _SCHEDULES, period=f"{due:%Y-%m}", due=due)


def rounds(database: Database, *, state: str, now: datetime) -> None:
    """A round for every team, with the team's id: open from an hour ago, or closed since then."""
    closed = now - timedelta(minutes=1) if state == "closed" else None
    ends = closed or now + timedelta(days=5)
    times = {"opened": now - timedelta(hours=1), "closing": ends, "closed": closed}
    _run(database, _ROUNDS, state=state, **times)


def people(database: Database, count: int) -> None:
    """In every round the people U00000, U00001 …, who were asked."""
    _run(database, _PEOPLE, people=count)


def answers(database: Database, rubric: Rubric, now: datetime) -> None:
    """Everybody has answered everything, not all the same."""
    for path in rubric.paths():
        choices = [choice.id for choice in rubric.criterion(path).choices]
        _run(database, _ANSWERS, criterion=path, choices=choices, count=len(choices), now=now)


def invitations(database: Database, *, state: str, now: datetime) -> None:
    """The channel message of every round."""
    _run(database, _MESSAGES, state=state, now=now)


def settle(database: Database) -> None:
    """What autovacuum would have done by now: PostgreSQL knows what is in its tables."""
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def _run(database: Database, statement: str, **values: object) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(statement), values)
