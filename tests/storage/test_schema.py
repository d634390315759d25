"""The migrations, on both engines."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage.database import Database
from storage.models import Base
from storage.schema import configuration, is_current, migrate


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


def test_the_last_migration_can_be_taken_back_and_made_again(database: Database) -> None:
    with database.engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, "-1")
    assert not is_current(database)
    migrate(database)
    assert is_current(database)
