"""A campaign: one team's world, deliveries with something done to them, and what must hold."""

import copy
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from corpus import CHANNEL, Delivery, play
from doors import Answer, Door, over_http, over_socket_mode
from files import answer_files, rubric_texts
from forging import listeners_end
from hypothesis import HealthCheck, Phase, given, seed, settings
from mutations import deliveries
from oracle import Log, counts, faults_of_answer, faults_of_log, faults_of_store
from world import World, world

from bot.listeners.response_urls import ResponseUrls
from rubric.loader import InvalidRubric, bundled, load
from rubric.respondents import InvalidAnswers, read
from storage.database import Database
from storage.schema import migrate

DOORS: dict[str, Door] = {"http": over_http, "socket": over_socket_mode}
# After so many cases the worker ticks, and a round that was closed is followed by another.
BREATH = 10
SLOWEST_FILE = 3.0  # seconds

Test = TypeVar("Test", bound=Callable[..., None])


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
        if not listeners_end(self._rung):
            self.findings.append("a listener did not end within 20 s")
        self.cases += 1
        if self.cases % BREATH == 0:
            self._breathe()
        faults = list(self._faults(fresh, answer, before))
        if faults:
            self.findings.append("\n".join([*faults, repr(fresh)]))

    def _faults(self, sent: Delivery, answer: Answer, before: Any) -> Iterator[str]:
        ours = ResponseUrls(self._rung.slack.api_url)
        elsewhere = not ours.are_slacks(sent.payload.get("response_url"))
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

    @_so_many(cases, seed_)
    @given(deliveries(made.real))
    def run(delivery: Delivery) -> None:
        made.send(delivery)

    run()


def _so_many(cases: int, seed_: int | None) -> Callable[[Test], Test]:
    """Decorates a Hypothesis test: so many examples, no shrinking, nothing remembered."""
    bounds = settings(
        max_examples=cases, deadline=None, database=None, derandomize=seed_ is None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    return bounds if seed_ is None else lambda test: seed(seed_)(bounds(test))


def attack_files(cases: int, seed_: int | None) -> list[str]:
    """Read so many rubric files and as many files of answers; what must not have happened."""
    findings: list[str] = []
    rubrics = bundled()
    rubric = rubrics.get("mlops")
    answers = {path: rubric.criterion(path).choices[0].id for path in rubric.paths()}
    good = {"rubric": "mlops", "respondents": [{"role": "other", "answers": answers}]}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "fuzzed.yaml"

        @_so_many(cases, seed_)
        @given(rubric_texts(), answer_files(good))
        def run(text: str, content: bytes) -> None:
            file.write_text(text, encoding="utf-8", errors="surrogatepass")
            findings.extend(_reading(lambda: load(file), InvalidRubric, text))
            findings.extend(_reading(lambda: read(content, rubrics), InvalidAnswers, content))

        run()
    return findings


def _reading(
    doing: Callable[[], object], refusal: type[InvalidRubric | InvalidAnswers], given_: object
) -> Iterator[str]:
    """What is wrong with how a file was read: an error but the refusal, a fault of many lines."""
    begun = time.monotonic()
    try:
        doing()
    except refusal as error:
        if not error.faults or not all(fault.isprintable() for fault in error.faults):
            yield f"faults that are no lines: {error.faults!r}"
    except Exception as error:  # noqa: BLE001 - any other is what is looked for
        yield f"{type(error).__name__}: {error}\n{given_!r}"
    if time.monotonic() - begun > SLOWEST_FILE:
        yield f"reading took {time.monotonic() - begun:.1f} s\n{given_!r}"
