"""Posts and edits what waits in the outbox. No transaction is open while Slack is called."""

import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery.lanes import Lanes
from bot.domain.channels import may_come_back
from bot.domain.lifecycle import LATE
from bot.errors import ChannelGone, NothingToSay, SlackUnavailable
from bot.gateway.slack import (
    ChartRefused,
    Later,
    Outcome,
    Post,
    Refused,
    Sender,
    Sent,
    Unknown,
    is_person,
)
from storage import messages, pace
from storage.database import Database, database_now
from storage.models import Message

log = logging.getLogger(__name__)

# Refusals that are about this one message, not about the channel or the token.
_OWN_FAULT = {
    "cannot_reply_to_message",
    "invalid_arguments",
    "invalid_attachments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_metadata_format",
    "invalid_metadata_schema",
    "metadata_too_large",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
    "thread_not_found",
}
# An edit that nobody can tell the fate of is given up after so many tries.
_EDIT_TRIES = 8
# When Slack could not say, in seconds, whether something may be posted.
_LOOK_AGAIN = 5.0
# Between two looks at the database while something is about to become due.
_SHORTEST_PAUSE = 0.02


@dataclass(frozen=True)
class Policy:
    """Times of delivery, in seconds. The lease is several times the timeout: see docs/decisions."""

    timeout: float = 10.0
    margin: float = 5.0
    lease: float = 50.0
    channel_interval: float = 1.0  # Slack takes one post per second and channel
    linger: float = 10.0  # the longest pause that a drain waits out before it ends
    budget: float = 60.0  # a drain ends after so long, also when more waits: rounds must open too
    longest_pause: float = 300.0  # between two tries
    look_again: float = 60.0  # when Slack could not say what became of a message

    def pause(self, tries: int) -> timedelta:
        """How long to wait after so many tries in vain: not at all at first, then ever longer."""
        seconds = 2.0 ** min(tries, 20) if tries > 0 else 0.0
        return timedelta(seconds=min(seconds, self.longest_pause))

    def lands_by(self, now: datetime) -> datetime:
        """When a request that may be under way now can no longer land."""
        return now + timedelta(seconds=self.timeout + self.margin)


class Outbox:
    """Delivers one message after another. `on_refused` hears of channels that Slack refuses."""

    def __init__(
        self,
        database: Database,
        sender: Sender,
        renderer: Callable[[Message], Post],
        clock: Clock,
        policy: Policy,
        *,
        on_refused: Callable[[Message, str], None],
        threads: int = 1,
    ) -> None:
        self._database = database
        self._sender = sender
        self._render = renderer
        self._clock = clock
        self._policy = policy
        self._on_refused = on_refused
        self._lanes = Lanes(threads, "delivery", ahead=threads - 1)
        self._stopped = threading.Event()
        self._woken = threading.Event()

    def stop(self) -> None:
        """Claim nothing more."""
        self._stopped.set()
        self.wake()

    def wake(self) -> None:
        """A drain that waits looks again: something new is there."""
        self._woken.set()

    def drain(self) -> int:
        """Deliver until nothing waits that may be delivered soon; how many were dealt with."""
        done, ends = 0, time.monotonic() + self._policy.budget

        def go_on() -> bool:
            return not self._stopped.is_set() and time.monotonic() < ends

        while go_on():
            self._tidy()
            self._woken.clear()
            done += self._lanes.work(self._claim, self._deliver, go_on)
            pause = self._pause()
            if pause is None or pause > self._policy.linger:
                break
            self._woken.wait(max(pause, _SHORTEST_PAUSE))
        return done

    def deliver_one(self) -> bool:
        """Claim one message and post or edit it; False when none may be claimed."""
        self._tidy()
        claimed = self._claim(1)
        for message in claimed:
            self._deliver(message)
        return bool(claimed)

    def _deliver(self, message: Message) -> None:
        if self._stopped.is_set():
            self._hand_back(message)
            return
        editing = message.state == messages.SENT
        try:
            post = self._render(message)
        except NothingToSay as reason:
            self._drop(message, str(reason), editing)
            return
        except SlackUnavailable as busy:
            self._record(message, Later(busy.seconds or _LOOK_AGAIN), editing)
            return
        except ChannelGone as gone:
            self._record(message, Refused(gone.reason), editing)
            return
        if not self._begin(message):
            log.warning("lost the lease before sending", extra=_fields(message))
            return
        self._record(message, self._send(message, post, editing), editing)

    def _hand_back(self, message: Message) -> None:
        """Claimed, and not begun: another replica may have it at once."""
        with self._database.transaction() as session:
            messages.later(session, message, database_now(session))

    def _tidy(self) -> None:
        """See to what nobody will settle any more."""
        with self._database.transaction() as session:
            now = database_now(session)
            messages.expire(session, now, self._policy.lands_by(now))
            messages.fail_orphans(session)

    def _claim(self, limit: int) -> list[Message]:
        with self._database.transaction() as session:
            return messages.claim_some(
                session,
                token=str(uuid.uuid4()),
                now=database_now(session),
                lease=timedelta(seconds=self._policy.lease),
                interval=timedelta(seconds=self._policy.channel_interval),
                limit=limit,
            )

    def _begin(self, message: Message) -> bool:
        """Check the lease right before sending, and let the channel rest from now on."""
        with self._database.transaction() as session:
            now = database_now(session)
            if not messages.begin(session, message, tried_at=self._clock(), now=now):
                return False
            if message.state == messages.SENDING:
                rest = now + timedelta(seconds=self._policy.channel_interval)
                scope = f"{messages.POST}:{message.channel}"
                pace.rest(session, message.workspace_id, scope, rest)
            return True

    def _send(self, message: Message, post: Post, editing: bool) -> Outcome:
        if editing:
            place = message.posted_channel, message.ts
            return self._sender.update(message.workspace_id, post, *place)
        return self._sender.post(message.workspace_id, post)

    def _record(self, message: Message, outcome: Outcome, editing: bool) -> None:
        if isinstance(outcome, Later) and outcome.scope:
            self._rest(message.workspace_id, outcome)
        settle = self._settle_edit if editing else self._settle_post
        mine = settle(message, outcome)
        level = logging.INFO if isinstance(outcome, Sent) else logging.WARNING
        log.log(level, "%s", outcome, extra=_fields(message) | {"editing": editing, "mine": mine})
        if isinstance(outcome, Refused) and mine and not editing:
            self._refused(message, outcome)

    def _rest(self, workspace_id: int, limited: Later) -> None:
        with self._database.transaction() as session:
            until = database_now(session) + timedelta(seconds=limited.seconds)
            pace.rest(session, workspace_id, limited.scope, until)
            if limited.scope == messages.POST:
                messages.hold(session, workspace_id, until)

    def _settle_post(self, message: Message, outcome: Outcome) -> bool:
        with self._database.transaction() as session:
            if isinstance(outcome, Sent):
                return messages.sent(session, message, outcome.channel, outcome.ts)
            now = database_now(session)
            match outcome:
                case Later():
                    return messages.later(session, message, self._next_try(message, outcome, now))
                case ChartRefused() if not message.plain:
                    return messages.later(session, message, now, plain=True)
                case ChartRefused():
                    return messages.failed(session, message, "invalid_blocks")
                case Refused(error) if self._may_wait(message, error):
                    return messages.gone(session, message, now + LATE, error)
                case Refused(error):
                    return messages.failed(session, message, error)
                case Unknown(reason):
                    return messages.unknown(session, message, self._policy.lands_by(now), reason)

    def _settle_edit(self, message: Message, outcome: Outcome) -> bool:
        """An edit may be made again, so nothing about it has to be found out."""
        more = message.attempts < _EDIT_TRIES
        with self._database.transaction() as session:
            now = database_now(session)
            match outcome:
                case Later():
                    return messages.later(session, message, self._next_try(message, outcome, now))
                case ChartRefused() if not message.plain:
                    return messages.later(session, message, now, plain=True)
                case Unknown() if more:
                    pause = self._policy.pause(message.attempts + 1)
                    return messages.later(session, message, now + pause)
                case Refused(error) if _may_come_back(message, error) and more:
                    return messages.gone(session, message, now + LATE, error)
                case _:
                    return messages.edited(session, message)

    def _may_wait(self, message: Message, error: str) -> bool:
        """Whether the post waits for its channel; after so many days it would only puzzle."""
        return _may_come_back(message, error) and self._clock() - message.created_at < LATE

    def _next_try(self, message: Message, outcome: Later, now: datetime) -> datetime:
        asked = timedelta(seconds=outcome.seconds)
        return now + (asked if outcome.scope else max(asked, self._policy.pause(message.attempts)))

    def _refused(self, message: Message, outcome: Refused) -> None:
        # An admin who left is no reason to stop a team.
        if is_person(message.channel) or outcome.error in _OWN_FAULT or message.team_id is None:
            return
        self._on_refused(message, outcome.reason)

    def _drop(self, message: Message, reason: str, editing: bool) -> None:
        with self._database.transaction() as session:
            if editing:
                messages.edited(session, message)
            else:
                messages.failed(session, message, reason)
        log.info("nothing to say", extra=_fields(message) | {"why": reason})

    def _pause(self) -> float | None:
        """Seconds until something may be claimed; None while nothing waits."""
        with self._database.transaction() as session:
            due = messages.next_due(session)
            return None if due is None else (due - database_now(session)).total_seconds()


def _may_come_back(message: Message, error: str) -> bool:
    return may_come_back(error) and not is_person(message.channel)


def _fields(message: Message) -> dict[str, object]:
    return {
        "message_id": message.id,
        "workspace": message.workspace_id,
        "check_in": message.check_in_id,
        "message_key": message.key,
        "kind": message.kind,
    }
