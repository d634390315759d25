"""Check-ins, who took part, what they answered, and the scores that came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, in_workspace, where


class CheckIn(Base):
    """One round of a team. States: open, closed, missed."""

    __tablename__ = "check_in"
    __table_args__ = (
        in_workspace("team_id", to="team"),
        UniqueConstraint("team_id", "period"),
        UniqueConstraint("workspace_id", "id"),
        Index("uq_check_in_one_open", "team_id", unique=True, **where("state = 'open'")),
        Index("ix_check_in_closing", "state", "closing_at"),
        Index("ix_check_in_remind", "remind_at", **where("state = 'open'")),
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
    remind_at: Mapped[datetime | None]  # when somebody is next to be reminded
    fall: Mapped[str] = mapped_column(String(16), default="", server_default="")  # why a level fell
    fall_by: Mapped[str] = mapped_column(String(32), default="", server_default="")
    erased_at: Mapped[datetime | None]  # when its answers had been kept long enough
    # How many took part, kept from when the first row of a participant went; None: count them.
    asked: Mapped[int | None]
    answered: Mapped[int | None]
    asked_answered: Mapped[int | None]


class Participant(Base):
    """A person who was asked in a check-in, or who answered without being asked."""

    __tablename__ = "participant"
    __table_args__ = (
        in_workspace("check_in_id", to="check_in"),
        UniqueConstraint("check_in_id", "user_id"),
        UniqueConstraint("workspace_id", "id"),
        Index("ix_participant_person", "workspace_id", "user_id"),
        Index("ix_participant_round", "workspace_id", "check_in_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int]
    check_in_id: Mapped[int]
    user_id: Mapped[str] = mapped_column(String(32))
    asked: Mapped[bool]
    role: Mapped[str] = mapped_column(String(32), default="")
    finished_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0, server_default="0")  # how many they got
    reminded_at: Mapped[datetime | None]
    skipped_at: Mapped[datetime | None]  # *Skip this one*


class Answer(Base):
    """What one person answered to one criterion: a choice id, dont_know or not_applicable."""

    __tablename__ = "answer"
    __table_args__ = (
        in_workspace("participant_id", to="participant"),
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
        in_workspace("participant_id", to="participant"),
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
        in_workspace("check_in_id", to="check_in"),
        UniqueConstraint("check_in_id", "dimension"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int]
    check_in_id: Mapped[int]
    dimension: Mapped[str] = mapped_column(String(60))
    level: Mapped[int | None]
    detail: Mapped[dict[str, Any]]  # rubric.scoring.DimensionScore
