"""The stand-in for Slack: everything together."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from sandbox import payloads
from sandbox.changes import Changes
from sandbox.client import Client
from sandbox.courier import Courier
from sandbox.errors import AppFailed
from sandbox.events import SUBSCRIPTIONS, heard_with
from sandbox.faults import Faults
from sandbox.files import FileBook
from sandbox.http_delivery import HttpDelivery
from sandbox.ids import secret
from sandbox.person import Person
from sandbox.rates import Rates
from sandbox.records import Call, Delivery
from sandbox.response_urls import ResponseUrls
from sandbox.server import LOOPBACK, Server
from sandbox.socket_mode import SocketMode
from sandbox.state import State
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


class Sandbox:
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
        self.signing_secret = f"sandbox-{secret()}"
        self.subscriptions = set(SUBSCRIPTIONS)
        self.faults = Faults()
        self._changes = Changes()
        self._server = Server(port)
        self._pool = ThreadPoolExecutor(DELIVERIES_AT_ONCE, thread_name_prefix="sandbox-http")
        self.workspace = Workspace(self._changes, clock, self._tell)
        self._socket_mode = SocketMode(self._changes, self.workspace.app_id)
        self._courier = Courier(
            self._changes,
            clock,
            self._server.loop,
            self._socket_mode,
            rate_scale,
            self._server.errors,
        )
        self._state = State(
            self._changes,
            clock,
            self.workspace,
            Rates(rate_scale),
            ResponseUrls(self.workspace),
            FileBook(self.workspace.ids),
            issue_ticket=self._socket_mode.issue_ticket,
        )
        self._web_api = WebApi(self._state, self.faults, self._server.cut)
        calls = self._web_api.calls
        self._uploads = Uploads(self._state, self.faults, calls, self._server.cut)
        self.client = Client(self._state, self._courier, self._web_api)

    def __enter__(self) -> Sandbox:
        port = self._server.start(self._routes())
        self._state.base_url = f"http://{LOOPBACK}:{port}"
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
                WebSocketRoute("/link/", self._socket_mode.endpoint),
                *self.client.routes(),
            ]
        )

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL is set to."""
        return f"{self._state.base_url}/api/"

    @property
    def page_url(self) -> str:
        """Where a browser finds the workspace."""
        return f"{self._state.base_url}/"

    @property
    def bot_token(self) -> str:
        """The bot token of the one installation."""
        return self._state.tokens.bot

    @property
    def app_token(self) -> str:
        """The app-level token, for Socket Mode."""
        return self._state.tokens.app

    @property
    def scopes(self) -> set[str]:
        """The scopes of the bot token; change them at will."""
        return self._state.tokens.scopes

    @property
    def triggers(self) -> Triggers:
        """All trigger ids; their `lifetime` may be changed."""
        return self._state.triggers

    @property
    def response_urls(self) -> ResponseUrls:
        """All response URLs; their `lifetime` may be changed."""
        return self._state.response_urls

    @property
    def files(self) -> FileBook:
        """All files of the app; the `lifetime` of their upload URLs may be changed."""
        return self._state.files

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
        return Person(self._state, self._courier, self.workspace.user(name_or_id).id)

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
        """Take the app out of the workspace: its token dies, and it is told."""
        ws = self.workspace
        with self._changes.writing():
            self._state.tokens.gone = "account_inactive"
            self._tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [ws.bot_user_id]}})
            self._tell({"type": "app_uninstalled"})

    def revoke_token(self) -> None:
        """The bot token dies, and the app is told."""
        with self._changes.writing():
            self._state.tokens.gone = "token_revoked"
            bot = self.workspace.bot_user_id
            self._tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot]}})

    def _tell(self, event: dict[str, Any]) -> None:
        needed = heard_with(event["type"])
        if event["type"] not in self.subscriptions or (needed and needed.isdisjoint(self.scopes)):
            return
        ws = self.workspace
        channel = ws.channels.get(str(event.get("channel")))
        shared = bool(channel and channel.ext_shared)
        self._courier.announce(payloads.event(ws, ws.clock(), event, shared=shared))
