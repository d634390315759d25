"""The tables. Every one is keyed by workspace, so that no query can cross from one to another."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.types import UtcDateTime

# For what may be done at once; never NULL, so that an index gives what is due in its order.
LONG_AGO = "1970-01-01 00:00:00.000000"

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The declarative base: naming convention, and types for plain annotations."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
    }


def _in_workspace(*columns: str, to: str) -> ForeignKeyConstraint:
    """A foreign key that cannot point into another workspace."""
    return ForeignKeyConstraint(
        ["workspace_id", *columns], [f"{to}.workspace_id", f"{to}.id"], ondelete="CASCADE"
    )


def _where(condition: str) -> dict[str, Any]:
    """The rows that a partial index holds."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Workspace(Base):
    """A Slack workspace (or Enterprise organisation) that Rung is installed in."""

    __tablename__ = "workspace"
    __table_args__ = (UniqueConstraint("enterprise_id", "slack_team_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[str] = mapped_column(String(32), default="")
    slack_team_id: Mapped[str] = mapped_column(String(32), default="")
    name: Mapped[str] = mapped_column(String(255), default="")
    bot_user_id: Mapped[str] = mapped_column(String(32), default="")
    created_at: Mapped[datetime]


class Team(Base):
    """A channel that has check-ins, and its settings."""

    __tablename__ = "team"
    __table_args__ = (
        UniqueConstraint("workspace_id", "channel_id"),
        UniqueConstraint("workspace_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    channel_id: Mapped[str] = mapped_column(String(32))
    channel_name: Mapped[str] = mapped_column(String(255), default="")
    rubric: Mapped[str] = mapped_column(String(120))
    privacy: Mapped[str] = mapped_column(String(16))
    minimum: Mapped[int]
    days_open: Mapped[int]
    picked: Mapped[list[str] | None]  # None: everyone in the channel is asked
    admins: Mapped[list[str]]
    revision: Mapped[int] = mapped_column(default=1)  # guards two admins saving at once
    paused_at: Mapped[datetime | None]
    paused_reason: Mapped[str] = mapped_column(String(500), default="")
    created_by: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]


class Schedule(Base):
    """When a team is asked: the rule, and the next date it gives."""

    __tablename__ = "schedule"
    __table_args__ = (
        _in_workspace("team_id", to="team"),
        UniqueConstraint("team_id"),
        Index("ix_schedule_due", "next_due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int]
    team_id: Mapped[int]
    cadence: Mapped[str] = mapped_column(String(24))
    at: Mapped[time]
    zone: Mapped[str] = mapped_column(String(64))
    day: Mapped[int | None]
    weekday: Mapped[int | None]
    nth: Mapped[int | None]
    parity: Mapped[int] = mapped_column(default=0)
    skip_weekends: Mapped[bool]
    next_period: Mapped[str] = mapped_column(String(32))
    next_due_at: Mapped[datetime | None]  # None: paused
    claimed_until: Mapped[datetime | None]  # the database's time: a replica is at it, or it waits


class CheckIn(Base):
    """One round of a team. States: open, closed, missed."""

    __tablename__ = "check_in"
    __table_args__ = (
        _in_workspace("team_id", to="team"),
        UniqueConstraint("team_id", "period"),
        UniqueConstraint("workspace_id", "id"),
        Index("uq_check_in_one_open", "team_id", unique=True, **_where("state = 'open'")),
        Index("ix_check_in_closing", "state", "closing_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int]
    team_id: Mapped[int]
    period: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    rubric: Mapped[str] = mapped_column(String(120))
    privacy: Mapped[str] = mapped_column(String(16))
    minimum: Mapped[int]
    due_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    deadline: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]  # when the last of those asked finished
    closing_at: Mapped[datetime | None]  # the earlier of deadline and finished_at + an hour
    closed_at: Mapped[datetime | None]
    saves: Mapped[int] = mapped_column(default=0)
    started_by: Mapped[str] = mapped_column(String(32), default="")
    closed_by: Mapped[str] = mapped_column(String(32), default="")
    respondents: Mapped[int] = mapped_column(default=0)  # set at the close
    enough: Mapped[bool] = mapped_column(default=False)  # set at the close: may a level be shown?


class Participant(Base):
    """A person who was asked in a check-in, or who answered without being asked."""

    __tablename__ = "participant"
    __table_args__ = (
        _in_workspace("check_in_id", to="check_in"),
        UniqueConstraint("check_in_id", "user_id"),
        UniqueConstraint("workspace_id", "id"),
        Index("ix_participant_person", "workspace_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int]
    check_in_id: Mapped[int]
    user_id: Mapped[str] = mapped_column(String(32))
    asked: Mapped[bool]
    role: Mapped[str] = mapped_column(String(32), default="")
    finished_at: Mapped[datetime | None]


class Answer(Base):
    """What one person answered to one criterion: a choice id, dont_know or not_applicable."""

    __tablename__ = "answer"
    __table_args__ = (
        _in_workspace("participant_id", to="participant"),
        UniqueConstraint("participant_id", "criterion"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int]
    participant_id: Mapped[int]
    criterion: Mapped[str] = mapped_column(String(120))
    choice: Mapped[str] = mapped_column(String(60))
    answered_at: Mapped[datetime]


class Comment(Base):
    """What one person added to one dimension in their own words."""

    __tablename__ = "comment"
    __table_args__ = (
        _in_workspace("participant_id", to="participant"),
        UniqueConstraint("participant_id", "dimension"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int]
    participant_id: Mapped[int]
    dimension: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(Text)


class Score(Base):
    """A dimension's level in a closed check-in, with the team answers it came from."""

    __tablename__ = "score"
    __table_args__ = (
        _in_workspace("check_in_id", to="check_in"),
        UniqueConstraint("check_in_id", "dimension"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int]
    check_in_id: Mapped[int]
    dimension: Mapped[str] = mapped_column(String(60))
    level: Mapped[int | None]
    detail: Mapped[dict[str, Any]]  # rubric.scoring.DimensionScore


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
        Index("ix_message_edit", "not_before", "id", **_where("state = 'sent' AND shown < wanted")),
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
