"""A model of delivery: two workers that hang and die, a Slack in which a request lands at once,
late, or never, and the steps of storage/messages.py in between.

Two assumptions are built in, and docs/delivery.md names them: what was sent lands within the
timeout and the margin; and after its last check of the lease a worker sends before it is over.
"""

import random
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)
from model_slack import POLICY, Slack
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.delivery.reconcile import LOOK_BACK
from storage import messages, workspaces
from storage.database import Database
from storage.models import Message, Workspace

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
LEASE = timedelta(seconds=POLICY.lease)
AT_FIRST = 3
MOST_STEPS = 60
WORKERS = ("one", "two")
# What becomes of a request, and what its sender is told of it.
FATES = ("posted", "answer lost", "request lost", "late", "rate limited", "refused")
# Little, most of a flight, most of a lease, and more than one.
SECONDS = (1, 12, 16, 40, 70)
EVENTS = ("goes on",) * 2 + ("hangs",) * 5 + ("does all", "time", "dies", "people")


@dataclass(frozen=True)
class Work:
    """What a worker holds: a message to post, or with `copies` one it looks for.

    `until`: when, by the true time, its lease ends at the earliest.
    """

    message: Message
    until: datetime
    begun: bool = False
    fate: str = ""
    copies: int | None = None


class MessageMachine(RuleBasedStateMachine):
    """Two workers, and messages enough. `now` is the true time; the database's clock is `behind`
    it.
    """

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database
        self.slack = Slack()
        self.now, self.behind, self.skew = START, timedelta(0), timedelta(0)
        self.held: dict[str, Work] = {}
        self.keys: list[str] = []
        self.steps = 0

    @initialize(same_channel=st.booleans())
    def begin_with_some(self, same_channel: bool, count: int = AT_FIRST) -> None:
        self.same_channel = same_channel
        with self.database.transaction() as session:
            session.execute(delete(Workspace))
            self.workspace_id = workspaces.remember(
                session, enterprise_id="", slack_team_id="T1", name="", bot_user_id="", now=START
            )
        for _ in range(count):
            self.put()

    def put(self) -> None:
        """One more message; asked for twice, kept once."""
        key = f"k{len(self.keys)}"
        self.keys.append(key)
        for _ in range(2):
            self._do(
                lambda session: messages.enqueue(
                    session, workspace_id=self.workspace_id, key=key, kind="hello",
                    channel="C1" if self.same_channel else f"C{key}", about={}, now=START,
                )
            )  # fmt: skip

    @rule(seed=st.integers(0, 2**64))
    def something_happens(self, seed: int) -> None:
        """What, is drawn evenly: Hypothesis itself prefers what is simple, so little happens."""
        self.steps += 1  # Hypothesis likes to draw the same number again
        chance = random.Random(f"{seed} {self.steps}")
        if not self._unfinished():
            self.put()
        worker = chance.choice(WORKERS)
        match chance.choice(EVENTS):
            case "goes on":
                self.go_on(worker, chance.choice(FATES))
            case "hangs":
                self.hang(worker, chance)
            case "does all":
                self.does_all_that_is_due(worker, chance.choice(SECONDS))
            case "dies":
                self.held.pop(worker, None)
            case "time":
                back = chance.choice([0, 0, 0, 30])
                self.wait(chance.choice(SECONDS), back, chance.randint(-240, 240))
            case "people":
                self.people_see_the_message(chance.choice(self.keys), clicks=chance.random() < 0.3)

    def hang(self, worker: str, chance: random.Random) -> None:
        """A worker does some steps and hangs at any of them, for so long that the other one does
        all that is due, once or more; then it goes on as if nothing had been.
        """
        for _ in range(chance.randint(1, 4)):
            if chance.random() < 0.3:
                self.let_pass(chance.choice(SECONDS))
            self.go_on(worker, chance.choice(FATES))
        other = WORKERS[1 - WORKERS.index(worker)]
        for _ in range(chance.randint(1, 4)):
            self.does_all_that_is_due(other, chance.choice(SECONDS))
        for _ in range(chance.randint(0, 3)):
            self.go_on(worker, chance.choice(FATES))

    def wait(self, seconds: float, back: int, skew: int) -> None:
        """Time passes; the database's clock may be set back, and that of the machine that posts is
        wrong, within what Slack itself puts up with.
        """
        self.let_pass(seconds)
        self.behind += timedelta(seconds=back)
        self.skew = timedelta(seconds=skew)

    def let_pass(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.slack.land(self.now, at_the_latest=True)

    def does_all_that_is_due(self, worker: str, seconds: float) -> None:
        """… after a while, in which the other one may hang."""
        self.let_pass(seconds)
        for _ in range(MOST_STEPS):
            self.go_on(worker, "posted")
            if worker not in self.held:  # either something is done, or nothing is due
                self.go_on(worker, "posted")
                if worker not in self.held:
                    return

    def go_on(self, worker: str, fate: str) -> None:
        """A worker's next step: to take something, to begin, to send or look, to record."""
        work = self.held.pop(worker, None)
        if work is None:
            self.take(worker)
        elif work.copies is not None:
            self.conclude(work, seen=fate != "request lost")
        elif work.fate:
            self._do(lambda s: self._settle(s, work))
        elif work.begun:
            self.send(worker, work, fate)
        else:
            self.begin(worker, work)

    def take(self, worker: str) -> None:
        if (lost := self._do(self._to_reconcile)) is not None:
            # What was never tried was never sent.
            since = (lost.first_tried_at or START) - LOOK_BACK
            self.held[worker] = Work(
                lost, self.now + LEASE, copies=self.slack.copies(lost.key, since)
            )
        elif (due := self._do(self._claim)) is not None:
            self.held[worker] = Work(due, self.now + LEASE)

    def begin(self, worker: str, work: Work) -> None:
        tried = self.now + self.skew
        if self._do(lambda s: messages.begin(s, work.message, tried_at=tried, now=self._db())):
            # Whoever is told to go on may send in this moment, whatever the lease is.
            self.held[worker] = replace(work, begun=True, until=max(work.until, self.now))

    def send(self, worker: str, work: Work, fate: str) -> None:
        """Nothing, when it was frozen until its lease was over: the one fault that is left out."""
        if self.now <= work.until:
            self.held[worker] = replace(work, fate=fate)
            if work.message.state != messages.SENT:  # an edit may be made any number of times
                self.slack.take(work.message.key, fate, self.now)

    def conclude(self, work: Work, *, seen: bool) -> None:
        message, again = work.message, self._db() + timedelta(seconds=POLICY.look_again)
        if not seen:
            self._do(lambda s: messages.look_later(s, message, again))
        elif work.copies:
            self._do(lambda s: messages.found(s, message, message.channel, "1.0"))
        else:
            self._do(lambda s: messages.later(s, message, self._db()))

    def people_see_the_message(self, key: str, *, clicks: bool) -> None:
        """It lands now, if it is under way; somebody clicks on it, or it is to be edited."""
        self.slack.land(self.now, at_the_latest=False)
        row = next(row for row in self._rows() if row.key == key)
        if not clicks:
            self._do(lambda s: messages.want_edit(s, row.workspace_id, key))
        elif self.slack.copies(key, START):
            self._do(lambda s: messages.confirm(s, row.workspace_id, key, row.channel, "1.0"))

    @invariant()
    def nothing_is_doubled(self) -> None:
        landed = Counter(key for key, _ in self.slack.landed)
        assert all(count == 1 for count in landed.values()), landed

    @invariant()
    def what_is_settled_is_as_it_says(self) -> None:
        for row in self._rows():
            there = self.slack.copies(row.key, START)
            if row.state == messages.SENT:
                assert there, f"{row.key} is lost"
            if row.state == messages.FAILED:
                assert row.key in self.slack.refused
                assert not there

    def teardown(self) -> None:
        """All dies, calm comes, one worker finishes the work: everything is there once."""
        self.held.clear()
        for _ in range(100):
            if not self._unfinished():
                break
            self.let_pass(3600)
            self.go_on("one", "posted")
            while self.held:
                self.go_on("one", "posted")
        assert not self._unfinished()
        self.nothing_is_doubled()
        self.what_is_settled_is_as_it_says()
        assert {row.key for row in self._rows()} == set(self.keys)

    def _unfinished(self) -> bool:
        """Something is still to be posted, edited or found out about; or a worker holds it."""
        done = {messages.SENT, messages.FAILED}
        rows = self._rows()
        edits = any(row.shown < row.wanted for row in rows if row.state == messages.SENT)
        return bool(self.held) or edits or not {row.state for row in rows} <= done

    def _claim(self, session: Session) -> Message | None:
        now = self._db()
        messages.expire(session, now, POLICY.lands_by(now))
        messages.fail_orphans(session)
        return messages.claim(
            session, token=str(uuid.uuid4()), now=now, lease=LEASE, interval=timedelta(seconds=1)
        )

    def _to_reconcile(self, session: Session) -> Message | None:
        now = self._db()
        messages.expire(session, now, POLICY.lands_by(now))
        return messages.to_reconcile(session, token=str(uuid.uuid4()), now=now, lease=LEASE)

    def _settle(self, session: Session, work: Work) -> bool:
        message, now = work.message, self._db()
        if message.state == messages.SENT:
            return messages.edited(session, message)
        match work.fate:
            case "posted":
                return messages.sent(session, message, message.channel, "1.0")
            case "rate limited":
                return messages.later(session, message, now + timedelta(seconds=1))
            case "refused":
                return messages.failed(session, message, "is_archived")
            case _:
                return messages.unknown(session, message, POLICY.lands_by(now), "no answer")

    def _db(self) -> datetime:
        return self.now - self.behind

    def _do(self, step: Callable[[Session], Any]) -> Any:
        with self.database.transaction() as session:
            return step(session)

    def _rows(self) -> list[Message]:
        with self.database.transaction() as session:
            return list(session.scalars(select(Message).order_by(Message.id)))
