"""Worker processes that can be killed and stopped for real, each with the worker put together anew.

They are forks of a server that has imported everything already, so that a life begins at once.
"""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

from mortal_bot import Commits, watch_requests
from slack_sdk import WebClient

from bot.delivery.consent import Consent
from bot.delivery.outbox import Outbox, Policy
from bot.delivery.reconcile import Reconciler
from bot.delivery.reminding import Reminding
from bot.delivery.rendering import Renderer
from bot.delivery.rounds import Rounds
from bot.delivery.worker import Worker
from bot.gateway.directory import Directory
from bot.gateway.slack import Sender
from bot.services.channels import Channels
from bot.services.checkins import CheckIns
from bot.services.due import DueRounds
from bot.services.reminders import Reminders
from bot.services.results import Results
from bot.services.sharing import Sharing
from bot.services.teams import Teams
from rubric.loader import bundled
from storage.database import Database
from storage.messages import thread_of

TICK = 0.1
BACKOFF = 0.05
THREADS = 3
# How long a killed worker keeps the teams that it was about to ask, and the posts' spread.
CLAIM, SPREAD = timedelta(seconds=5), timedelta(seconds=1)
RUBRICS = bundled()  # read once, by the server whose forks the workers are


@dataclass(frozen=True)
class Order:
    """One life.

    `workspaces`: id → token and address of the Web API. `clock`: a file that says by how many
    seconds the product's clock is ahead of the machine's; `ahead`: by how many this one's is, in
    addition. `trace`: a file that the boundaries crossed go to (see mortal_bot). `halts`: the
    boundaries at which the process sends itself a signal, each once.
    """

    database_url: str
    workspaces: dict[int, tuple[str, str]]
    policy: Policy
    clock: str
    ahead: float = 0.0
    trace: str = ""
    halts: dict[str, int] = field(default_factory=dict)


class Crew:
    """Everybody at work. Nobody outlives `close()`."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([__name__])
        self.at_work: list[BaseProcess] = []

    def hire(self, order: Order) -> BaseProcess:
        """One more worker."""
        process = self._context.Process(target=work, args=(order,), daemon=True)
        process.start()
        self.at_work.append(process)
        return process

    def kill(self, process: BaseProcess) -> None:
        """End a worker in the middle of whatever it does."""
        self.signal(process, signal.SIGKILL)
        process.join()
        self.at_work.remove(process)

    def signal(self, process: BaseProcess, which: int) -> None:
        """Send a worker a signal; one that has just ended by itself does not mind."""
        assert process.pid is not None
        with suppress(ProcessLookupError):
            os.kill(process.pid, which)

    def close(self) -> None:
        """Everybody ends."""
        for process in list(self.at_work):
            self.kill(process)


def work(order: Order) -> None:
    """Be a worker until the end; what a tick cannot do is logged and left to the next."""
    logging.disable(logging.CRITICAL)
    if order.trace:
        boundaries = Boundaries(Path(order.trace), dict(order.halts))
        Commits(boundaries.cross).watch()
        watch_requests(boundaries.cross)
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    worker = put_together(order)
    worker.start()
    over.wait()
    worker.stop()


class Boundaries:
    """Writes down what is crossed, and halts at some."""

    def __init__(self, trace: Path, halts: dict[str, int]) -> None:
        self._trace = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._halts = halts
        self._lock = threading.Lock()

    def cross(self, name: str) -> None:
        with self._lock:
            os.write(self._trace, f"{name}\n".encode())
            which = self._halts.pop(name, None)
        if which is not None:
            os.kill(os.getpid(), which)


def put_together(order: Order) -> Worker:
    """The worker as in bot.application, for any number of workspaces."""
    database, clients, clock = Database(order.database_url), _clients(order), _clock(order)
    teams = Teams(database, clock)
    results = Results(database, RUBRICS)
    reminders, directory = Reminders(database, clock), Directory(clients)
    channels = Channels(database, clock, lambda _workspace_id, admins: admins)
    consent = Consent(Sharing(database, clock), directory)
    renderer = Renderer(
        teams, results, reminders, lambda row: thread_of(database, row) or None, consent
    )
    outbox = Outbox(
        database,
        Sender(clients, backoff=BACKOFF),
        renderer,
        clock,
        order.policy,
        on_refused=lambda row, error: channels.pause_for(row.workspace_id, row.channel, error),
        threads=THREADS,
    )
    reconciler = Reconciler(database, clients, order.policy)
    checkins = CheckIns(database, RUBRICS, clock)
    due = DueRounds(database, clock, claim=CLAIM, longest_spread=SPREAD)
    reminding = Reminding(reminders, channels, directory)
    rounds = Rounds(due, checkins, channels, directory, reminding, threads=THREADS)
    return Worker(rounds, due, outbox, reconciler, interval=TICK)


def _clients(order: Order) -> Callable[[int], WebClient]:
    made = {}
    for workspace_id, (token, address) in order.workspaces.items():
        made[workspace_id] = WebClient(token, base_url=address, retry_handlers=[])
        made[workspace_id].timeout = order.policy.timeout  # type: ignore[assignment]
    return made.__getitem__


def _clock(order: Order) -> Callable[[], datetime]:
    file = Path(order.clock)

    def clock() -> datetime:
        ahead = float(file.read_text()) + order.ahead
        return datetime.now(UTC) + timedelta(seconds=ahead)

    return clock
