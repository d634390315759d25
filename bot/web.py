"""The HTTP side: Slack's requests in HTTP mode, and the operator's health checks in both."""

import json
import logging
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from waitress.server import create_server

log = logging.getLogger(__name__)

SLACK_PATH = "/slack/events"
LARGEST_BODY = 1_000_000
THREADS = 24

# What Bolt itself raises over a body that is not text, not JSON, or not of Slack's shapes;
# errors of listeners have been handled before.
_GARBLED = (ValueError, TypeError, AttributeError, LookupError, RecursionError)

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class WebServer:
    """A WSGI server in threads of this process. `port` is the real one once it has started."""

    def __init__(self, app: WsgiApp, host: str, port: int) -> None:
        self._app, self._host, self.port = app, host, port
        self._server: Any = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        self._server = create_server(
            self._app,
            host=self._host,
            port=self.port,
            threads=THREADS,
            max_request_body_size=LARGEST_BODY,
            ident="rung",
        )
        self.port = int(self._server.effective_port)
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listen no more, and let the requests under way end."""
        if self._server is not None:
            self._server.close()
            self._server.task_dispatcher.shutdown()


def routes(slack: App | None, ready: Callable[[], dict[str, bool]]) -> WsgiApp:
    """The WSGI application; without `slack` it answers health checks only."""
    handler = SlackRequestHandler(slack, path=SLACK_PATH) if slack is not None else None

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path, method = environ.get("PATH_INFO", ""), environ.get("REQUEST_METHOD", "")
        if path == "/healthz" and method == "GET":
            return _answer(start_response, HTTPStatus.OK, {"ok": True})
        if path == "/readyz" and method == "GET":
            checks = ready()
            status = HTTPStatus.OK if all(checks.values()) else HTTPStatus.SERVICE_UNAVAILABLE
            return _answer(start_response, status, checks)
        if path != SLACK_PATH or handler is None:
            return _answer(start_response, HTTPStatus.NOT_FOUND, {"error": "no such page"})
        if method != "POST":
            return _answer(start_response, HTTPStatus.METHOD_NOT_ALLOWED, {"error": "use POST"})
        if fault := _unsigned(environ):
            return _answer(start_response, HTTPStatus.UNAUTHORIZED, {"error": fault})
        try:
            body: Iterable[bytes] = handler(environ, start_response)
        except _GARBLED as error:
            log.warning("a request that cannot be read: %s", type(error).__name__)
            return _answer(start_response, HTTPStatus.BAD_REQUEST, {"error": "unreadable body"})
        return body

    return app


def _unsigned(environ: dict[str, Any]) -> str:
    """Why a request cannot be Slack's, before Bolt reads it; empty when it may be.

    Bolt answers 500 to a time stamp that is no number and to a signature that is not ASCII.
    """
    timestamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
    signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16):
        return "X-Slack-Request-Timestamp is missing or not a number"
    if not (signature.isascii() and signature.startswith("v0=")):
        return "X-Slack-Signature is missing or malformed"
    return ""


def _answer(
    start_response: Callable[..., Any], status: HTTPStatus, body: dict[str, Any]
) -> list[bytes]:
    data = json.dumps(body).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(data)))]
    start_response(f"{status.value} {status.phrase}", headers)
    return [data]
