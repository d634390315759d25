"""reminders, commitments, targets, why a level fell, the overview"""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IS_OPEN = sa.text("state = 'open'")
MAY_BE_TOLD = sa.text("state = 'open' AND overdue_told_at IS NULL")


def upgrade() -> None:
    _commitments()
    _targets()
    _people()
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("in_overview", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("remind_at", UtcDateTime(), nullable=True))
        batch_op.add_column(_text("fall", 16))
        batch_op.add_column(_text("fall_by", 32))
    op.create_index(
        "ix_check_in_remind",
        "check_in",
        ["remind_at"],
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("reminders", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("reminded_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("skipped_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("participant", schema=None) as batch_op:
        for column in ("skipped_at", "reminded_at", "reminders"):
            batch_op.drop_column(column)
    op.drop_index("ix_check_in_remind", "check_in")
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        for column in ("fall_by", "fall", "remind_at"):
            batch_op.drop_column(column)
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("in_overview")
    for table in ("person", "target", "commitment"):
        op.drop_table(table)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default="")


def _of_a_team(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "team_id"],
        ["team.workspace_id", "team.id"],
        name=op.f(f"fk_{table}_workspace_id_team_id_team"),
        ondelete="CASCADE",
    )


def _commitments() -> None:
    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("rubric", sa.String(length=120), nullable=False),
        sa.Column("criterion", sa.String(length=120), nullable=False),
        sa.Column("choice", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=False),
        sa.Column("done_in", sa.Integer(), nullable=True),
        sa.Column("level_before", sa.Integer(), nullable=True),
        sa.Column("level_after", sa.Integer(), nullable=True),
        sa.Column("overdue_told_at", UtcDateTime(), nullable=True),
        _of_a_team("commitment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    op.create_index("ix_commitment_team", "commitment", ["team_id", "state"])
    op.create_index("ix_commitment_owner", "commitment", ["workspace_id", "owner", "state"])
    for name, columns, unique, where in (
        ("uq_commitment_one_open", ["team_id", "criterion"], True, IS_OPEN),
        ("ix_commitment_due", ["due_on"], False, MAY_BE_TOLD),
    ):
        op.create_index(
            name, "commitment", columns, unique=unique, sqlite_where=where, postgresql_where=where
        )


def _targets() -> None:
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(length=60), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("set_by", sa.String(length=32), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("reached_in", sa.Integer(), nullable=True),
        _of_a_team("target"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("team_id", "dimension", name=op.f("uq_target_team_id_dimension")),
    )


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("wants_reminders", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_person_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("workspace_id", "user_id", name=op.f("uq_person_workspace_id_user_id")),
    )
