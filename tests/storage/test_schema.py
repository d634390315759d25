"""The migrations, on both engines."""

from datetime import UTC, datetime, timedelta

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from storage import messages, teams
from storage.database import Database
from storage.models import Base
from storage.schema import configuration, is_current, migrate

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
# A team and a message that waits, as the first version stored them.
OF_THE_FIRST_VERSION = (
    "INSERT INTO workspace (id, enterprise_id, slack_team_id, name, bot_user_id, created_at)"
    " VALUES (1, '', 'T1', '', 'UBOT', '2026-01-01 00:00:00.000000')",
    "INSERT INTO team (id, workspace_id, channel_id, channel_name, rubric, privacy, minimum,"
    " days_open, picked, admins, revision, paused_reason, created_by, created_at)"
    " VALUES (1, 1, 'C1', 'ml', 'mlops@2020-01', 'open', 3, 5, NULL, '[\"U1\"]', 1, '', 'U1',"
    " '2026-01-01 00:00:00.000000')",
    "INSERT INTO schedule (id, workspace_id, team_id, cadence, at, zone, day, parity,"
    " skip_weekends, next_period, next_due_at)"
    " VALUES (1, 1, 1, 'monthly_on_day', '09:00:00.000000', 'UTC', 1, 0, false, '2026-04',"
    " '2026-04-01 09:00:00.000000')",
    "INSERT INTO message (id, workspace_id, team_id, key, kind, channel, about, position, state,"
    " attempts, lease_token, plain, posted_channel, ts, wanted, shown, error, created_at)"
    " VALUES (1, 1, 1, 'hello\\:C1', 'hello', 'C1', '{}', 0, 'pending', 0, '', false, '', '', 0, 0,"
    " '', '2026-01-01 00:00:00.000000')",
)


def test_the_newest_migration_gives_exactly_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_migrated_database_is_current_and_migrating_again_changes_nothing(
    database: Database,
) -> None:
    assert is_current(database)
    migrate(database)
    assert is_current(database)


def test_what_the_first_version_stored_is_there_after_all_migrations(database: Database) -> None:
    _downgrade(database, "0001")
    with database.engine.begin() as connection:
        for statement in OF_THE_FIRST_VERSION:
            connection.execute(text(statement))
    migrate(database)
    with database.transaction() as session:
        found = teams.in_channel(session, 1, "C1")
        assert found is not None
        assert (found[0].admins, found[1].next_period) == (["U1"], "2026-04")
        lease = timedelta(seconds=50)
        message = messages.claim(session, token="mine", now=NOW, lease=lease)
        assert message is not None
        assert message.key == "hello:C1"
        if session.get_bind().dialect.name == "sqlite":
            assert session.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []


def test_the_last_migration_can_be_taken_back_and_made_again(database: Database) -> None:
    _downgrade(database, "-1")
    assert not is_current(database)
    migrate(database)
    assert is_current(database)


def _downgrade(database: Database, revision: str) -> None:
    with database.engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
