"""Workspaces, their teams, and when a team is asked."""

from datetime import datetime, time

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, in_workspace, where


class Workspace(Base):
    """A Slack workspace (or Enterprise organisation) that Rung is installed in."""

    __tablename__ = "workspace"
    __table_args__ = (UniqueConstraint("enterprise_id", "slack_team_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[str] = mapped_column(String(32), default="")
    slack_team_id: Mapped[str] = mapped_column(String(32), default="")
    name: Mapped[str] = mapped_column(String(255), default="")
    bot_user_id: Mapped[str] = mapped_column(String(32), default="")
    org_wide: Mapped[bool] = mapped_column(default=False, server_default=false())
    left_at: Mapped[datetime | None]  # when the app was taken out; erased a while after that
    here_since: Mapped[datetime | None]  # news from before about the app's leaving is old news
    created_at: Mapped[datetime]


class Team(Base):
    """A channel that has check-ins, and its settings."""

    __tablename__ = "team"
    __table_args__ = (
        UniqueConstraint("workspace_id", "channel_id"),
        UniqueConstraint("workspace_id", "id"),
        Index("ix_team_look", "look_at", **where("look_at IS NOT NULL")),
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
    in_overview: Mapped[bool] = mapped_column(default=False, server_default=false())
    keep_months: Mapped[int] = mapped_column(default=24, server_default="24")  # for answers
    # Whether Slack last said that people of other organisations are in the channel.
    shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Who agreed that results are posted though the channel is shared with another organisation.
    sharing_allowed_by: Mapped[str] = mapped_column(String(32), default="", server_default="")
    admins: Mapped[list[str]]
    revision: Mapped[int] = mapped_column(default=1)  # guards two admins saving at once
    paused_at: Mapped[datetime | None]
    paused_reason: Mapped[str] = mapped_column(String(500), default="")
    look_at: Mapped[datetime | None]  # when to look whether the channel can be posted in
    created_by: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]


class Schedule(Base):
    """When a team is asked: the rule, and the next date it gives."""

    __tablename__ = "schedule"
    __table_args__ = (
        in_workspace("team_id", to="team"),
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
