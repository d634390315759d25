"""New tokens for old ones: one request to Slack, however many threads and replicas want it."""

import logging
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

from bot.clock import Clock
from bot.domain.installation import Access, Tokens
from bot.errors import AccessRefused, SlackUnavailable
from bot.services.tokens import TokenChest
from storage import installations
from storage.database import Database, database_now

log = logging.getLogger(__name__)

# Longer than a request can take: nobody else asks meanwhile.
LEASE = timedelta(seconds=60)
# How long nobody asks after Slack was away (at least), and after it refused.
AGAIN, REFUSED = 5.0, 300.0
# How long a thread waits for another one's new token once the old one has expired, and how often
# it looks.
PATIENCE, GLANCE = 12.0, 0.1


class Renewals:
    """`ask` gets new tokens of Slack for a refresh token; raises SlackUnavailable, AccessRefused.

    A refresh token is good once. What Slack gave out for it is stored at once, by nobody but the
    holder of the lease on the installation's row; no transaction is open while Slack is asked.
    """

    def __init__(
        self, database: Database, chest: TokenChest, clock: Clock, ask: Callable[[str], Tokens]
    ) -> None:
        self._database = database
        self._chest = chest
        self._clock = clock
        self._ask = ask

    def renewed(self, seen: Access, *, usable: bool) -> Access | None:
        """The way in with a newer token than was seen, or the same where there is none yet.

        While the old one is `usable` nobody waits for it. None: the installation is gone.
        """
        ends = time.monotonic() + PATIENCE
        current: Access | None = seen
        while current is not None and current.token == seen.token:
            if lease := self._lease(current):
                return self._renew(current, lease)
            if usable or time.monotonic() > ends:
                return current
            current = self._read(seen.workspace_id)
            if current is None or current.resting or current.token != seen.token:
                return current
            time.sleep(GLANCE)
        return current

    def _read(self, workspace_id: int) -> Access | None:
        with self._database.transaction() as session:
            return self._chest.read(session, workspace_id)

    def _lease(self, access: Access) -> str:
        """A lease on the installation; empty when somebody else has one."""
        token = str(uuid.uuid4())
        with self._database.transaction() as session:
            now = database_now(session)
            taken = installations.lease(
                session, access.workspace_id, token=token, seen=access.expires_at, now=now,
                until=now + LEASE,
            )  # fmt: skip
        return token if taken else ""

    def _renew(self, access: Access, lease: str) -> Access | None:
        try:
            tokens = self._ask(access.refresh)
        except SlackUnavailable as busy:
            return self._rest(access, lease, max(busy.seconds, AGAIN), f"Slack is busy: {busy}")
        except AccessRefused as refused:
            return self._rest(access, lease, REFUSED, f"Slack refused: {refused}")
        columns = self._chest.columns(access.workspace_id, tokens, self._clock())
        with self._database.transaction() as session:
            stored = installations.renew(session, access.workspace_id, access.expires_at, columns)
            current = self._chest.read(session, access.workspace_id)
        log.info("token renewed", extra={"workspace": access.workspace_id, "stored": stored})
        return current

    def _rest(self, access: Access, lease: str, seconds: float, why: str) -> Access:
        with self._database.transaction() as session:
            until = database_now(session) + timedelta(seconds=seconds)
            installations.rest(session, access.workspace_id, lease, until)
        log.error("no new token: %s", why, extra={"workspace": access.workspace_id})
        return access
