"""any number of replicas"""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LONG_AGO = "1970-01-01 00:00:00.000000"
TO_BE_EDITED = sa.text("state = 'sent' AND shown < wanted")


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("delivery", sa.String(length=120), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_inbox_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint(
            "workspace_id", "delivery", name=op.f("uq_inbox_workspace_id_delivery")
        ),
    )
    op.create_index("ix_inbox_seen", "inbox", ["seen_at"])
    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claimed_until", UtcDateTime(), nullable=True))
    # Replicas of the version before write no `not_before`: the default keeps their messages in
    # sight of this one's.
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.alter_column(
            "not_before", existing_type=UtcDateTime(), server_default=sa.text(f"'{LONG_AGO}'")
        )
        batch_op.drop_index("ix_message_due")
        batch_op.create_index("ix_message_due", ["state", "not_before", "id"], unique=False)
    op.execute(f"UPDATE message SET not_before = '{LONG_AGO}' WHERE not_before IS NULL")  # noqa: S608
    op.create_index(
        "ix_message_edit",
        "message",
        ["not_before", "id"],
        sqlite_where=TO_BE_EDITED,
        postgresql_where=TO_BE_EDITED,
    )


def downgrade() -> None:
    op.drop_index("ix_message_edit", "message")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_due")
        batch_op.create_index("ix_message_due", ["state", "not_before"], unique=False)
        batch_op.alter_column("not_before", existing_type=UtcDateTime(), server_default=None)
    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.drop_column("claimed_until")
    op.drop_table("inbox")
