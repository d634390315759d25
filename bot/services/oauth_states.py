"""The states of installations under way: random, good once, and not for long."""

import hashlib
import secrets
from datetime import timedelta

from bot.clock import Clock
from storage import oauth_states
from storage.database import Database

# Slack's code lives as long: https://docs.slack.dev/authentication/installing-with-oauth
LIFETIME = timedelta(minutes=10)


class OAuthStates:
    """Gives states out and takes them back. The database knows only their digests."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def issue(self) -> str:
        """A new state."""
        state = secrets.token_urlsafe(32)
        now = self._clock()
        with self._database.transaction() as session:
            oauth_states.add(session, _digest(state), now + LIFETIME, now)
        return state

    def consume(self, state: str) -> bool:
        """Whether it was given out less than ten minutes ago and not taken back since."""
        with self._database.transaction() as session:
            return oauth_states.take(session, _digest(state), self._clock())


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode(errors="replace")).hexdigest()
