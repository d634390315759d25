"""What a team means to reach and to do, and what a person wants of Rung."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, in_workspace, where


class Commitment(Base):
    """A step that somebody took on. States: open, done, dropped.

    `criterion` and `choice` say which answer the team means to give; they stay what they are when
    the rubric gets a new edition, and so does `title`, the words of the tip at that time.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        in_workspace("team_id", to="team"),
        Index(
            "uq_commitment_one_open", "team_id", "criterion", unique=True, **where("state = 'open'")
        ),
        Index("ix_commitment_team", "team_id", "state"),
        Index("ix_commitment_owner", "workspace_id", "owner", "state"),
        Index("ix_commitment_due", "due_on", **where("state = 'open' AND overdue_told_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int]
    team_id: Mapped[int]
    rubric: Mapped[str] = mapped_column(String(120))  # the edition it was made under
    criterion: Mapped[str] = mapped_column(String(120))
    choice: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(255))
    owner: Mapped[str] = mapped_column(String(32))
    due_on: Mapped[date] = mapped_column(Date)  # a day in the team's zone
    state: Mapped[str] = mapped_column(String(16), default="open")
    created_by: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(32), default="")  # who dropped it
    done_in: Mapped[int | None]  # the check-in in which the team's answer reached the choice
    level_before: Mapped[int | None]  # of the dimension, when it was done …
    level_after: Mapped[int | None]  # … and what it moved to
    overdue_told_at: Mapped[datetime | None]


class Target(Base):
    """A level that a team means to reach: overall (`dimension` is empty) or in one dimension."""

    __tablename__ = "target"
    __table_args__ = (
        in_workspace("team_id", to="team"),
        UniqueConstraint("team_id", "dimension"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int]
    team_id: Mapped[int]
    dimension: Mapped[str] = mapped_column(String(60), default="")
    level: Mapped[int]
    due_on: Mapped[date | None] = mapped_column(Date)  # a day in the team's zone
    set_by: Mapped[str] = mapped_column(String(32))
    set_at: Mapped[datetime]
    reached_in: Mapped[int | None]  # the check-in that reached it first, and said so


class Person(Base):
    """What somebody wants of Rung, in all their teams."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("workspace_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    user_id: Mapped[str] = mapped_column(String(32))
    wants_reminders: Mapped[bool] = mapped_column(default=True, server_default=true())
