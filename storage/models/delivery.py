"""What Slack is to be told, how fast, and what it has delivered already."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import LONG_AGO, Base, where


class Message(Base):
    """The outbox: a message to be posted is a row until it is posted.

    States: pending, sending, sent, unknown, unconfirmed, failed. `key` is unique in the
    workspace and travels in the message's metadata, so that a post whose fate is unknown can be
    looked for before it is ever made again. Times of the lease and the back-off are the database's.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        ForeignKeyConstraint(
            ["workspace_id", "team_id"], ["team.workspace_id", "team.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["workspace_id", "check_in_id"],
            ["check_in.workspace_id", "check_in.id"],
            ondelete="CASCADE",
        ),
        Index("ix_message_due", "state", "not_before", "id"),
        Index("ix_message_edit", "not_before", "id", **where("state = 'sent' AND shown < wanted")),
        Index("ix_message_round", "check_in_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    team_id: Mapped[int | None]
    check_in_id: Mapped[int | None]
    key: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32))  # a person's id: a direct message
    about: Mapped[dict[str, Any]]  # ids and plain words the view needs; never answers
    position: Mapped[int] = mapped_column(default=0)  # order within a check-in's round
    state: Mapped[str] = mapped_column(String(16), default="pending")
    not_before: Mapped[datetime | None] = mapped_column(server_default=LONG_AGO)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_token: Mapped[str] = mapped_column(String(36), default="")
    lease_until: Mapped[datetime | None]
    first_tried_at: Mapped[datetime | None]  # the product's clock: where to look from in history
    plain: Mapped[bool] = mapped_column(default=False)  # Slack refused the chart: text bars instead
    posted_channel: Mapped[str] = mapped_column(String(32), default="")
    ts: Mapped[str] = mapped_column(String(32), default="")
    wanted: Mapped[int] = mapped_column(default=0)  # edits asked for …
    shown: Mapped[int] = mapped_column(default=0)  # … and shown, by chat.update
    error: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]


class Pace(Base):
    """Until when a Slack method must rest in a workspace (or, for posts, in one channel)."""

    __tablename__ = "pace"
    __table_args__ = (UniqueConstraint("workspace_id", "scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    scope: Mapped[str] = mapped_column(String(80))
    not_before: Mapped[datetime]


class Inbox(Base):
    """What Slack has delivered already; it delivers again what it saw no acknowledgement for."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("workspace_id", "delivery"),
        Index("ix_inbox_seen", "seen_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    delivery: Mapped[str] = mapped_column(String(120))  # an event id, or what names a command
    seen_at: Mapped[datetime]  # the database's time
