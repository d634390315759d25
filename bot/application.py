"""The bot put together: Bolt, the worker, and the doors that Slack and the operator knock at."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlalchemy.exc import DatabaseError

from bot.access import ManyWorkspaces, OneWorkspace, Ways, install_address
from bot.clock import Clock, system_clock
from bot.delivery.consent import Consent
from bot.delivery.gauges import gauges
from bot.delivery.looking import ChannelLook
from bot.delivery.outbox import Outbox, Policy
from bot.delivery.overdue import OverdueLook
from bot.delivery.purging import PurgeLook
from bot.delivery.reconcile import Reconciler
from bot.delivery.reminding import Reminding
from bot.delivery.rendering import Renderer
from bot.delivery.rounds import Rounds
from bot.delivery.worker import Look, Worker
from bot.gateway.dead_tokens import DeadTokens
from bot.gateway.directory import Directory
from bot.gateway.files import Files
from bot.gateway.reach import whom_to_tell
from bot.gateway.slack import Sender
from bot.listeners import prepare, register
from bot.metrics import CountRateLimits, Gauge, Metrics
from bot.server import WebServer, WsgiApp
from bot.services.channels import Channels
from bot.services.checkins import CheckIns
from bot.services.due import DueRounds
from bot.services.leaving import Leaving
from bot.services.overdue import OverdueSteps
from bot.services.posts import Workspaces
from bot.services.purging import Purging
from bot.services.reminders import Reminders
from bot.services.results import Results
from bot.services.sharing import Sharing
from bot.services.teams import Teams
from bot.settings import Environment, Transport
from bot.socket_mode import SocketMode
from bot.web import SlackDoor, routes
from rubric.catalogue import Rubrics
from storage.database import Database
from storage.messages import thread_of
from storage.schema import is_current
from storage.single import InUse

log = logging.getLogger(__name__)

# Bolt's own default of 5 misses acknowledgements when 20 people submit at once.
LISTENER_THREADS = 20


class CannotStart(Exception):
    """The bot cannot serve; `str()` says why and what to do."""


class Bot:
    """One process of the bot. `start()` returns when Slack can reach it; `stop()` lets go.

    `on_deaf` is called when Slack cannot be heard any more and this process cannot mend it.
    """

    def __init__(
        self,
        environment: Environment,
        database: Database,
        rubrics: Rubrics,
        *,
        clock: Clock = system_clock,
        policy: Policy | None = None,
        on_deaf: Callable[[], None] = lambda: None,
    ) -> None:
        self._environment = environment
        self._database = database
        self._policy = policy or Policy()
        self._due = DueRounds(database, clock, claim=timedelta(seconds=self._policy.lease))
        self._clock = clock
        self._leaving = Leaving(database, clock)
        self._workspace_id: int | None = None  # where one token serves one workspace
        self.metrics = Metrics(self._gauges)
        self._workspaces = Workspaces(database, clock)
        self._ways = self._ways_in()
        self._listeners = ThreadPoolExecutor(LISTENER_THREADS, thread_name_prefix="listener")
        self.app = self._bolt()
        directory = Directory(
            self._client_of, org_wide=self._ways.is_org_wide, home=self._workspaces.home
        )
        self.worker = self._worker(directory, rubrics, clock)
        prepare(self.app, self._workspaces, self._client_of, environment.slack_api_url)
        register(
            self.app,
            database=database,
            workspaces=self._workspaces,
            rubrics=rubrics,
            directory=directory,
            clock=clock,
            wake=self.worker.wake,
            files=Files(self._client_of),
        )
        self._socket = self._socket_mode(on_deaf)
        self.web = WebServer(self._web_app(), environment.host, environment.port)

    def start(self) -> None:
        """Connect to Slack and begin to tick. Raises CannotStart."""
        if not is_current(self._database):
            raise CannotStart("The database has another schema. Run: python app.py migrate")
        try:
            self._database.claim()
        except InUse as error:
            raise CannotStart(str(error)) from error
        self._introduce()
        try:
            self.web.start()
        except OSError as error:
            where = f"{self._environment.host}:{self._environment.port}"
            raise CannotStart(
                f"Cannot listen on {where} ({error.strerror}). Set HOST and PORT."
            ) from error
        if self._socket is not None:
            self._socket.connect()
        self.worker.start()
        log.info("serving", extra={"transport": self._environment.transport.value})

    def stop(self) -> None:
        """Take nothing new, finish the requests and the posts under way, and let go."""
        self.worker.ease()
        if self._socket is not None:
            self._socket.close()
        self.web.stop()
        self._listeners.shutdown()
        self.worker.stop()
        self._database.release()

    def ready(self) -> dict[str, bool]:
        """What the bot needs to be of use, and whether it is there."""
        return {
            "database": self._has_database(),
            "worker": self.worker.is_ticking(),
            "slack": (self._socket is None or self._socket.is_connected()) and self._is_here(),
        }

    def _is_here(self) -> bool:
        """Whether the one workspace that this process serves, if it is one, has the app."""
        try:
            return self._workspace_id is None or not self._leaving.has_left(self._workspace_id)
        except DatabaseError:
            return True  # nobody can tell; that the database is away is told apart

    def _token_died(self, error: str) -> None:
        if self._workspace_id is not None:
            self._leaving.token_died(self._workspace_id, error)

    def _has_database(self) -> bool:
        try:
            return is_current(self._database)
        except DatabaseError as error:
            log.warning("the database cannot be reached: %s", type(error).__name__)
            return False

    def _gauges(self) -> Iterator[Gauge]:
        return gauges(
            self._due.standing(),
            now=self._clock(),
            last_tick=self.worker.last_tick,
            silence=self._socket.silence() if self._socket is not None else None,
        )

    def _client_of(self, workspace_id: int) -> WebClient:
        return self._ways.client_of(workspace_id)

    def _ways_in(self) -> Ways:
        if self._environment.slack_client_id:
            return ManyWorkspaces(
                self._environment,
                self._database,
                self._clock,
                self._client_settings,
                on_installed=self._installed,
                on_dead=self._leaving.token_died,
            )
        token, settings = self._environment.slack_bot_token, self._client_settings()
        settings["retry_handlers"].append(DeadTokens(self._token_died))
        client = WebClient(token.get_secret_value() if token else None, **settings)
        return OneWorkspace(client, self._workspaces)

    def _installed(self, workspace_id: int) -> None:
        self._leaving.come_back(workspace_id)
        self._workspaces.forget()
        self.worker.wake()

    def _client_settings(self) -> dict[str, Any]:
        """What every client is made with."""
        return {
            "base_url": self._environment.slack_api_url,
            "timeout": int(self._policy.timeout) or 1,
            # The SDK's own would post twice when a reply is lost; this one never retries.
            "retry_handlers": [CountRateLimits(self.metrics.rate_limited)],
        }

    def _bolt(self) -> App:
        secret = self._environment.slack_signing_secret
        return App(
            client=self._ways.client,
            authorize=self._ways.authorize,  # type: ignore[arg-type]  # Bolt takes both
            oauth_flow=self._ways.flow,
            signing_secret=secret.get_secret_value() if secret else None,
            token_verification_enabled=False,
            listener_executor=self._listeners,
            request_verification_enabled=False,  # done by bot.web, before anything is read
            raise_error_for_unhandled_request=True,  # so that it is acknowledged, too
        )

    def _worker(self, directory: Directory, rubrics: Rubrics, clock: Clock) -> Worker:
        threads = self._environment.rung_delivery_threads
        teams = Teams(self._database, clock)
        channels = Channels(self._database, clock, partial(whom_to_tell, directory))
        results = Results(self._database, rubrics, clock)
        reminders = Reminders(self._database, clock)
        thread = partial(thread_of, self._database)
        consent = Consent(Sharing(self._database, clock), directory)
        renderer = Renderer(
            teams,
            results,
            reminders,
            lambda row: thread(row) or None,
            consent,
            install_at=install_address(self._environment),
        )
        sender = Sender(self._client_of)
        outbox = Outbox(
            self._database,
            sender,
            renderer,
            clock,
            self._policy,
            on_refused=lambda row, error: channels.pause_for(row.workspace_id, row.channel, error),
            threads=threads,
        )
        reconciler = Reconciler(
            self._database,
            self._client_of,
            self._policy,
            on_second_copy=self.metrics.second_copy,
        )
        checkins = CheckIns(self._database, rubrics, clock)
        reminding = Reminding(reminders, channels, directory)
        rounds = Rounds(self._due, checkins, channels, directory, reminding, threads=threads)
        interval = self._environment.rung_tick_seconds
        overdue = OverdueLook(OverdueSteps(self._database, clock), directory)
        purge = PurgeLook(Purging(self._database, clock), clock)
        looks: list[Look] = [overdue, ChannelLook(channels, directory), purge]
        return Worker(rounds, self._due, outbox, reconciler, interval=interval, looks=looks)

    def _socket_mode(self, on_deaf: Callable[[], None]) -> SocketMode | None:
        token = self._environment.slack_app_token
        if token is None:
            return None
        # Its own client: apps.connections.open goes to the same address with the app's token.
        client = WebClient(token.get_secret_value(), base_url=self._environment.slack_api_url)
        return SocketMode(
            self.app,
            client,
            concurrency=LISTENER_THREADS,
            acknowledged=self.metrics.acknowledged,
            on_deaf=on_deaf,
        )

    def _web_app(self) -> WsgiApp:
        secret = self._environment.slack_signing_secret
        http = self._environment.transport is Transport.HTTP
        door = None
        if http and secret:
            door = SlackDoor(self.app, secret.get_secret_value(), self.metrics.acknowledged)
        return routes(door, self.ready, self.metrics.text)

    def _introduce(self) -> None:
        """Learn which workspace the token belongs to, where there is one."""
        try:
            self._workspace_id = self._ways.introduce()
        except (SlackClientError, OSError) as error:
            reason = getattr(error, "response", {}).get("error", "") or type(error).__name__
            raise CannotStart(
                f"Slack did not accept SLACK_BOT_TOKEN at {self._environment.slack_api_url} "
                f"({reason}). Check the token and the address."
            ) from error
        if self._workspace_id is not None:
            self._leaving.come_back(self._workspace_id)
