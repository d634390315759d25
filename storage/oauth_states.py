"""Who is just installing the app: digests of the states that come back, each good once."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from storage.models import OAuthState


def add(session: Session, digest: str, expires_at: datetime, now: datetime) -> None:
    """Note a state that was given out; those that have expired go. Belongs to no workspace yet."""
    session.execute(delete(OAuthState).where(OAuthState.expires_at <= now))
    session.add(OAuthState(digest=digest, expires_at=expires_at))


def take(session: Session, digest: str, now: datetime) -> bool:
    """Use a state; False when there is none, it was used before, or it has expired."""
    mine = delete(OAuthState).where(OAuthState.digest == digest).returning(OAuthState.expires_at)
    expires_at = session.scalar(mine)
    return expires_at is not None and expires_at > now
