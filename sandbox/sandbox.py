"""The stand-in for Slack: everything together."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeVar

from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from sandbox.changes import Changes
from sandbox.client import Client
from sandbox.courier import Courier
from sandbox.directory import Directory
from sandbox.errors import AppFailed
from sandbox.faults import Faults
from sandbox.files import FileBook
from sandbox.http_delivery import HttpDelivery
from sandbox.identity import APP_ID, alone
from sandbox.oauth.consent import Consent
from sandbox.organisation import Organisation
from sandbox.person import Person
from sandbox.place import Place
from sandbox.records import Call, Delivery
from sandbox.registration import Registered, Registration
from sandbox.response_urls import ResponseUrls
from sandbox.server import LOOPBACK, Server
from sandbox.socket_mode import SocketMode
from sandbox.triggers import Triggers
from sandbox.uploads import Uploads
from sandbox.web_api import WebApi
from sandbox.workspace import Workspace

T = TypeVar("T")
# More than any test or demo submits at the same instant.
DELIVERIES_AT_ONCE = 64


def utc_now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


class Sandbox(Registered):
    """A strict local Slack, on this machine only, while its context lasts.

    `clock` gives the time that messages and events carry. Rates, triggers, response URLs,
    signatures and acknowledgement windows run on real time; `rate_scale` multiplies the windows
    of the rate limits and the pauses between repeated events.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = utc_now,
        port: int = 0,
        rate_scale: float = 1.0,
    ) -> None:
        self.faults = Faults()
        self._clock, self._rate_scale = clock, rate_scale
        self._changes = Changes()
        self._server = Server(port)
        self._pool = ThreadPoolExecutor(DELIVERIES_AT_ONCE, thread_name_prefix="sandbox-http")
        self._socket_mode = SocketMode(self._changes, APP_ID)
        self._courier = Courier(
            self._changes,
            clock,
            self._server.loop,
            self._socket_mode,
            rate_scale,
            self._server.errors,
        )
        self.app = Registration(issue_ticket=self._socket_mode.issue_ticket)
        self._directory = Directory(self.app)
        self.add_workspace("Sandbox").grant()
        self._web_api = WebApi(self._directory, self.faults, self._server.cut)
        calls = self._web_api.calls
        self._uploads = Uploads(self._directory, self.faults, calls, self._server.cut)
        self.client = Client(self._first.state, self._courier, self._web_api)

    def __enter__(self) -> Sandbox:
        port = self._server.start(self._routes())
        self.app.base_url = f"http://{LOOPBACK}:{port}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.client.close()
        self._server.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _routes(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/api/{method}", self._web_api.method, methods=["GET", "POST"]),
                Route("/response/{token}", self._web_api.response_url, methods=["POST"]),
                Route("/upload/v1/{token}", self._uploads.take, methods=["POST"]),
                *Consent(self._directory).routes(),
                WebSocketRoute("/link/", self._socket_mode.endpoint),
                *self.client.routes(),
            ]
        )

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL is set to."""
        return f"{self.app.base_url}/api/"

    @property
    def page_url(self) -> str:
        """Where a browser finds the workspace."""
        return f"{self.app.base_url}/"

    def add_workspace(self, name: str = "Beta", *, enterprise: Organisation | None = None) -> Place:
        """Another workspace, in which the app is not installed yet.

        Its people and channels get the same ids as those of the others, in the order in which they
        are added; only within an organisation ids differ.
        """
        with self._changes.writing():
            places = self._directory.places
            place = Place(
                enterprise.identity(name) if enterprise else alone(len(places), name),
                self.app,
                self._directory.desk,
                self._changes,
                self._clock,
                self._courier,
                self._rate_scale,
            )
            places.append(place)
            if enterprise:
                enterprise.places.append(place)
            return place

    def enterprise(self, name: str) -> Organisation:
        """An organisation, to which workspaces can be added."""
        with self._changes.writing():
            made = self._directory.organisations
            shared = (self.app, self._directory.desk, self._changes, self._clock, self._courier)
            made.append(Organisation(len(made), name, *shared))
            return made[-1]

    @property
    def places(self) -> list[Place]:
        """All workspaces; what is said of "the" workspace here is about the first."""
        return list(self._directory.places)

    @property
    def _first(self) -> Place:
        return self._directory.first

    @property
    def workspace(self) -> Workspace:
        """The first workspace."""
        return self._first.workspace

    @property
    def bot_token(self) -> str:
        """The bot token of the first workspace."""
        return self._first.bot_token

    @property
    def scopes(self) -> set[str]:
        """The scopes of the bot token in the first workspace; change them at will."""
        return self._first.scopes

    @property
    def triggers(self) -> Triggers:
        """All trigger ids; their `lifetime` may be changed."""
        return self._first.triggers

    @property
    def response_urls(self) -> ResponseUrls:
        """All response URLs; their `lifetime` may be changed."""
        return self._first.response_urls

    @property
    def files(self) -> FileBook:
        """All files of the app; the `lifetime` of their upload URLs may be changed."""
        return self._first.files

    @property
    def ack_window(self) -> float:
        """How long the app may take to acknowledge, in seconds."""
        return self._courier.ack_window

    @ack_window.setter
    def ack_window(self, seconds: float) -> None:
        self._courier.ack_window = seconds

    @property
    def retry_delays(self) -> tuple[float, ...]:
        """The pauses before an event is delivered again, in seconds."""
        return self._courier.retry_delays

    @retry_delays.setter
    def retry_delays(self, seconds: tuple[float, ...]) -> None:
        self._courier.retry_delays = seconds

    @property
    def log(self) -> list[Call]:
        """Every request of the app so far, in the order in which they arrived."""
        with self._changes.reading():
            return list(self._web_api.calls)

    @property
    def acks(self) -> list[Delivery]:
        """Every attempt to hand the app a payload so far, in the order in which they ended."""
        with self._changes.reading():
            return list(self._courier.deliveries)

    @property
    def errors(self) -> list[BaseException]:
        """Mistakes of the stand-in itself; a test should find none."""
        return self._server.errors

    def person(self, name_or_id: str) -> Person:
        """Somebody to act as. Raises LookupError."""
        return self._first.person(name_or_id)

    def deliver_to(self, url: str | None) -> None:
        """Deliver to this address of the app over HTTP, or (None) over Socket Mode."""
        http = HttpDelivery(url, self.signing_secret, self._pool) if url else None
        self._courier.transport = http or self._socket_mode

    @property
    def connections(self) -> int:
        """How many WebSockets of the app take deliveries now."""
        with self._changes.reading():
            return self._socket_mode.connected

    def wait_for_socket(self, timeout: float = 5.0) -> None:
        """Wait for the app to connect. Raises AppFailed if it does not within `timeout` seconds."""
        try:
            self.wait_until(lambda: self.connections, timeout)
        except TimeoutError as error:
            raise AppFailed("no socket connected") from error

    def wait_for_events(self, timeout: float = 5.0) -> None:
        """Wait until every event is acknowledged or given up. Raises TimeoutError."""
        self.wait_until(lambda: not self._courier.under_way, timeout)

    def wait_until(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:
        """The first truthy value of the predicate, tried at every change. Raises TimeoutError."""
        return self._changes.wait_until(predicate, timeout)

    def disconnect_sockets(self, reason: str = "refresh_requested") -> None:
        """Tell the app's connections to go: refresh_requested, warning or link_disabled."""
        self._server.call(self._socket_mode.disconnect(reason))

    def uninstall(self) -> None:
        """Take the app out of the first workspace: its token dies, and it is told."""
        self._first.uninstall()

    def revoke_token(self) -> None:
        """The bot token of the first workspace dies, and the app is told."""
        self._first.revoke_token()
