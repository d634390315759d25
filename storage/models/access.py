"""How Rung may act in a workspace, who is just installing it, and who did what that others may ask
about.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class Installation(Base):
    """A workspace's tokens, encrypted; gone at once when the app is taken out.

    The lease says which process is just getting a new token; its times are the database's.
    """

    __tablename__ = "installation"
    __table_args__ = (UniqueConstraint("workspace_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    bot_token: Mapped[str] = mapped_column(Text)
    refresh_token: Mapped[str] = mapped_column(Text, default="")
    expires_at: Mapped[datetime | None]  # None: the token does not expire
    bot_id: Mapped[str] = mapped_column(String(32), default="")
    scopes: Mapped[list[str]]
    installed_by: Mapped[str] = mapped_column(String(32), default="")
    installed_at: Mapped[datetime]
    lease_token: Mapped[str] = mapped_column(String(36), default="")
    lease_until: Mapped[datetime | None]


class OAuthState(Base):
    """Somebody is just installing the app: the digest of the state that comes back, good once."""

    __tablename__ = "oauth_state"
    __table_args__ = (UniqueConstraint("digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]


class Audit(Base):
    """Who changed settings, took data out or had it erased; never what somebody answered.

    It outlives its team, so the channel stands here by id.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_channel", "workspace_id", "channel", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(32), default="")
    detail: Mapped[dict[str, Any]]
