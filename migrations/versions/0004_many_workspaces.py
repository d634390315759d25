"""installations, who changed what, leaving, how long answers are kept"""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COUNTED = ("asked", "answered", "asked_answered")


def upgrade() -> None:
    _installations()
    _oauth_states()
    _audit()
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("org_wide", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("left_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("here_since", UtcDateTime(), nullable=True))
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("keep_months", sa.Integer(), nullable=False, server_default="24")
        )
        batch_op.add_column(
            sa.Column("sharing_allowed_by", sa.String(32), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    _looks_at_channels()
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("erased_at", UtcDateTime(), nullable=True))
        for column in COUNTED:
            batch_op.add_column(sa.Column(column, sa.Integer(), nullable=True))
    op.create_index("ix_participant_round", "participant", ["workspace_id", "check_in_id"])


def _looks_at_channels() -> None:
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("look_at", UtcDateTime(), nullable=True))
        there = sa.text("look_at IS NOT NULL")
        batch_op.create_index(
            "ix_team_look", ["look_at"], sqlite_where=there, postgresql_where=there
        )
    # Teams that nobody paused: see whether their channels are back.
    op.execute(
        "UPDATE team SET look_at = paused_at"
        " WHERE paused_at IS NOT NULL AND paused_reason NOT LIKE '<@%'"
    )


def downgrade() -> None:
    op.drop_index("ix_participant_round", "participant")
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        for column in (*COUNTED, "erased_at"):
            batch_op.drop_column(column)
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_index("ix_team_look")
        for column in ("look_at", "shared", "sharing_allowed_by", "keep_months"):
            batch_op.drop_column(column)
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        for column in ("here_since", "left_at", "org_wide"):
            batch_op.drop_column(column)
    for table in ("audit", "oauth_state", "installation"):
        op.drop_table(table)


def _of_a_workspace(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id"],
        ["workspace.id"],
        name=op.f(f"fk_{table}_workspace_id_workspace"),
        ondelete="CASCADE",
    )


def _installations() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("bot_token", sa.Text(), nullable=False),
        sa.Column("refresh_token", sa.Text(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("bot_id", sa.String(length=32), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("installed_by", sa.String(length=32), nullable=False),
        sa.Column("installed_at", UtcDateTime(), nullable=False),
        sa.Column("lease_token", sa.String(length=36), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        _of_a_workspace("installation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
        sa.UniqueConstraint("workspace_id", name=op.f("uq_installation_workspace_id")),
    )


def _oauth_states() -> None:
    op.create_table(
        "oauth_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_state")),
        sa.UniqueConstraint("digest", name=op.f("uq_oauth_state_digest")),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        _of_a_workspace("audit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_channel", "audit", ["workspace_id", "channel", "at"])
