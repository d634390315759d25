"""A campaign: one team's world, deliveries with something done to them, and what must hold."""

import copy
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus import CHANNEL, Delivery, play
from doors import Answer, Door, over_http, over_socket_mode
from hypothesis import HealthCheck, Phase, given, seed, settings
from mutations import deliveries
from oracle import Log, counts, faults_of_answer, faults_of_log, faults_of_store
from world import World, world

from storage.database import Database
from storage.schema import migrate

DOORS: dict[str, Door] = {"http": over_http, "socket": over_socket_mode}
# After so many cases the worker ticks, and a round that was closed is followed by another.
BREATH = 10


class Campaign:
    """Sends deliveries to a running bot. `cases` counts them, `findings` tells what went wrong."""

    def __init__(self, rung: World, log: Log) -> None:
        self._rung = rung
        self._log = log
        self._door = DOORS[rung.transport]
        self.real = play(rung)
        self.cases = 0
        self.findings: list[str] = []
        log.take()

    def send(self, delivery: Delivery) -> None:
        """Send one, look at everything, and note what must not be."""
        fresh = self._afresh(delivery)
        with self._rung.database.transaction() as session:
            before = counts(session)
        answer = self._door(self._rung, fresh)
        self._settle()
        self.cases += 1
        if self.cases % BREATH == 0:
            self._breathe()
        faults = list(self._faults(fresh, answer, before))
        if faults:
            self.findings.append("\n".join([*faults, repr(fresh)]))

    def _faults(self, sent: Delivery, answer: Answer, before: Any) -> Iterator[str]:
        elsewhere = "response_url" in str(sent.payload)  # which may have been pointed elsewhere
        yield from faults_of_answer(answer, refused_is_fine=elsewhere)
        yield from faults_of_log(self._log.take(), self._rung)
        with self._rung.database.transaction() as session:
            yield from faults_of_store(session, self._rung)
            after = counts(session)
        shown = answer.shown if isinstance(answer.shown, dict) else {}
        if shown.get("response_action") == "errors" and after != before:
            yield f"errors were shown, and something was stored: {before} → {after}"

    def _afresh(self, delivery: Delivery) -> Delivery:
        """With a trigger and a response URL that are good now, where there were such."""
        payload = copy.deepcopy(delivery.payload)
        user = self._rung.person("bo").id
        if isinstance(payload.get("trigger_id"), str) and "sandbox" not in payload["trigger_id"]:
            payload["trigger_id"] = self._rung.slack.triggers.issue(user)
        if "/response/" in str(payload.get("response_url")):
            channel = self._rung.slack.workspace.channel(CHANNEL).id
            token, _ = self._rung.slack.response_urls.issue(channel, user, None)
            payload["response_url"] = f"{self._rung.slack.api_url[:-5]}/response/{token}"
        return Delivery(delivery.kind, payload)

    def _settle(self) -> None:
        """Wait until what goes on after the acknowledgement has ended."""
        assert self._rung.bot is not None
        pool: Any = self._rung.bot.app.listener_runner.listener_executor
        ends = time.monotonic() + 20
        while time.monotonic() < ends:
            idle = pool._idle_semaphore._value >= len(pool._threads)
            if idle and pool._work_queue.empty():
                return
            time.sleep(0.001)
        self.findings.append("a listener did not end within 20 s")

    def _breathe(self) -> None:
        self._rung.tick()
        for words in ("resume", "start"):
            self._rung.ask("dan", words)
        self._rung.tick()


@contextmanager
def campaign(transport: str) -> Iterator[Campaign]:
    """A world of its own with a team that has used the bot."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'rung.db'}")
        migrate(database)
        with world(database, transport) as rung, Log() as log:
            rung.run_bot()
            yield Campaign(rung, log)
        database.close()


def attack(made: Campaign, cases: int, seed_: int | None) -> None:
    """Send so many deliveries; without a seed, the same ones every time."""

    @settings(
        max_examples=cases, deadline=None, database=None, derandomize=seed_ is None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(deliveries(made.real))
    def run(delivery: Delivery) -> None:
        made.send(delivery)

    (run if seed_ is None else seed(seed_)(run))()
