"""Finds out what became of messages whose fate is unknown, before they are ever posted again."""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.delivery.outbox import Policy
from bot.gateway.slack import (
    EVENT_TYPE,
    MISSING_SCOPE,
    NO_ANSWER,
    Clients,
    Later,
    Refused,
    Sent,
    Unknown,
    answered,
    place_of,
)
from storage import messages, pace
from storage.database import Database, database_now
from storage.models import Message

log = logging.getLogger(__name__)

# How far our clock may be ahead of Slack's. A message that is missed is posted twice, one that is
# looked at in vain costs nothing; and Slack itself puts up with 5 minutes in signatures.
LOOK_BACK = timedelta(minutes=5)
PAGE = 200
# A thread without its first message, and without replies: ours is not in it.
_NO_THREAD = "thread_not_found"


class Reconciler:
    """Looks for our key in the channel: there → sent, not there → pending, can't look → kept."""

    def __init__(
        self,
        database: Database,
        clients: Clients,
        policy: Policy,
        *,
        on_second_copy: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._clients = clients
        self._policy = policy
        self._on_second_copy = on_second_copy
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Look at nothing more."""
        self._stopped.set()

    def reconcile(self) -> int:
        """Settle every message whose request can no longer land; how many were looked at."""
        looked = 0
        while not self._stopped.is_set() and (message := self._take()) is not None:
            self._look(message)
            looked += 1
        return looked

    def _take(self) -> Message | None:
        with self._database.transaction() as session:
            now = database_now(session)
            messages.expire(session, now, self._policy.lands_by(now))
            lease = timedelta(seconds=self._policy.lease)
            return messages.to_reconcile(session, token=str(uuid.uuid4()), now=now, lease=lease)

    def _look(self, message: Message) -> None:
        try:
            copies = self._copies(message)
        except SlackApiError as error:
            self._cannot_look(message, answered(error.response, messages.LOOK))
        except NO_ANSWER as error:
            self._cannot_look(message, Unknown(f"no answer: {type(error).__name__}"))
        else:
            self._settle(message, copies)

    def _settle(self, message: Message, copies: list[Sent]) -> None:
        with self._database.transaction() as session:
            if copies:
                mine = messages.found(session, message, copies[0].channel, copies[0].ts)
            else:
                pause = self._policy.pause(message.attempts - 1)
                mine = messages.later(session, message, database_now(session) + pause)
        fields = _fields(message) | {"mine": mine}
        log.info("it was posted" if copies else "it was not posted", extra=fields)
        for copy in copies[1:]:
            self._on_second_copy()
            log.error("second copy", extra=fields | {"ts": copy.ts})

    def _cannot_look(self, message: Message, outcome: Later | Refused | Unknown) -> None:
        with self._database.transaction() as session:
            now = database_now(session)
            match outcome:
                case Refused(error):
                    messages.unconfirmed(session, message, f"cannot look for it: {error}")
                case Later(seconds, scope):
                    until = now + timedelta(seconds=seconds)
                    pace.rest(session, message.workspace_id, scope, until)
                    messages.look_later(session, message, until)
                case Unknown():
                    again = now + timedelta(seconds=self._policy.look_again)
                    messages.look_later(session, message, again)
        log.warning("could not look: %s", outcome, extra=_fields(message))
        if isinstance(outcome, Refused) and outcome.error == MISSING_SCOPE:
            log.warning("without %s nobody finds out what became of a message", outcome.needed)

    def _copies(self, message: Message) -> list[Sent]:
        """Our message in Slack, the oldest copy first; empty when it surely is not there."""
        if message.first_tried_at is None:
            return []
        client = self._clients(message.workspace_id)
        channel = place_of(client, message.channel)
        oldest = f"{(message.first_tried_at - LOOK_BACK).timestamp():.6f}"
        seen = _pages(client.conversations_history, channel=channel, oldest=oldest)
        found = {said["ts"] for said in seen if _key(said) == message.key}
        # Looked for in the channel as well: wherever it was posted, it must not be missed.
        if thread := self._thread(message):
            found |= _in_thread(client, channel, thread, oldest, message.key)
        return [Sent(channel, ts) for ts in sorted(found, key=float)]

    def _thread(self, message: Message) -> str:
        if message.check_in_id is not None and message.position > 0:
            return messages.thread_of(self._database, message)
        return str(message.about.get("thread") or "")


def _in_thread(client: WebClient, channel: str, thread: str, oldest: str, key: str) -> set[str]:
    replies = _pages(client.conversations_replies, channel=channel, ts=thread, oldest=oldest)
    try:
        return {said["ts"] for said in replies if _key(said) == key}
    except SlackApiError as error:
        if answered(error.response, messages.LOOK) == Refused(_NO_THREAD):
            return set()
        raise


def _pages(read: Callable[..., SlackResponse], **arguments: Any) -> Iterator[dict[str, Any]]:
    """Every message of every page. Raises SlackApiError, or one of NO_ANSWER."""
    cursor = ""
    while True:
        more = {"cursor": cursor} if cursor else {}
        page = read(**arguments, limit=PAGE, include_all_metadata=True, **more)
        said = page.get("messages")
        if not isinstance(said, list):
            raise ValueError("an answer without messages")
        yield from said
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _key(said: dict[str, Any]) -> str:
    metadata = said.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return ""
    return str((metadata.get("event_payload") or {}).get("key", ""))


def _fields(message: Message) -> dict[str, object]:
    return {
        "message_id": message.id,
        "workspace": message.workspace_id,
        "message_key": message.key,
        "kind": message.kind,
    }
