"""The pages of the web server: Slack's requests in HTTP mode, the operator's in both."""

import io
import json
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier

from bot.errors import UNREADABLE
from bot.metrics import CONTENT_TYPE
from bot.server import WsgiApp

log = logging.getLogger(__name__)

SLACK_PATH = "/slack/events"
# A person's browser comes here; https://docs.slack.dev/authentication/installing-with-oauth
REDIRECT_PATH = "/slack/oauth_redirect"
INSTALL_PATHS = ("/slack/install", REDIRECT_PATH)
# https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html; a page of ours may
# have a style of its own, and nothing else.
GUARDS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    ),
)


@dataclass(frozen=True)
class SlackDoor:
    """Where Slack's requests are handed to, and the secret that they are signed with."""

    app: App
    signing_secret: str
    acknowledged: Callable[[str, float], None]  # the kind of a delivery, and seconds


def routes(
    slack: SlackDoor | None, ready: Callable[[], dict[str, bool]], metrics: Callable[[], bytes]
) -> WsgiApp:
    """The WSGI application; without `slack` it answers the operator only."""
    requests = _slack(slack) if slack is not None else None
    installs = _installs(slack.app) if slack is not None and slack.app.oauth_flow else None

    def pages(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path, method = environ.get("PATH_INFO", ""), environ.get("REQUEST_METHOD", "")
        if path == "/healthz" and method == "GET":
            return _answer(start_response, HTTPStatus.OK, {"ok": True})
        if path == "/readyz" and method == "GET":
            checks = ready()
            status = HTTPStatus.OK if all(checks.values()) else HTTPStatus.SERVICE_UNAVAILABLE
            return _answer(start_response, status, checks)
        if path == "/metrics" and method == "GET":
            return _send(start_response, HTTPStatus.OK, CONTENT_TYPE, metrics())
        if path in INSTALL_PATHS and method == "GET" and installs is not None:
            return installs(environ, start_response)
        if path != SLACK_PATH or requests is None:
            return _answer(start_response, HTTPStatus.NOT_FOUND, {"error": "no such page"})
        if method != "POST":
            return _answer(start_response, HTTPStatus.METHOD_NOT_ALLOWED, {"error": "use POST"})
        return requests(environ, start_response)

    return _guarded(pages)


def _guarded(pages: WsgiApp) -> WsgiApp:
    """The pages, with headers that keep every answer out of caches, frames and guesses."""

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            theirs = {name.lower() for name, _ in headers}
            ours = [(name, value) for name, value in GUARDS if name.lower() not in theirs]
            return start_response(status, [*headers, *ours], *more)

        return pages(environ, begin)

    return app


def _installs(bolt: App) -> WsgiApp:
    """Bolt's pages for installing; they read nothing but the address and the cookie."""
    pages: WsgiApp = SlackRequestHandler(bolt, path=SLACK_PATH)

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return pages(environ | {"wsgi.input": io.BytesIO(), "CONTENT_LENGTH": "0"}, start_response)

    return app


def _slack(door: SlackDoor) -> WsgiApp:
    """Bolt, behind a guard: only what Slack signed is read at all."""
    bolt = SlackRequestHandler(door.app, path=SLACK_PATH)
    verifier = SignatureVerifier(door.signing_secret)

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body, begun = environ["wsgi.input"].read(), time.monotonic()
        if fault := _unsigned(verifier, environ, body):
            return _answer(start_response, HTTPStatus.UNAUTHORIZED, {"error": fault})
        try:
            answer: Iterable[bytes] = bolt(
                environ | {"wsgi.input": io.BytesIO(body)}, start_response
            )
        except UNREADABLE as error:
            log.warning("a request that cannot be read: %s", type(error).__name__)
            return _answer(start_response, HTTPStatus.BAD_REQUEST, {"error": "unreadable body"})
        door.acknowledged(_kind(environ, body), time.monotonic() - begun)
        return answer

    return app


def _unsigned(verifier: SignatureVerifier, environ: dict[str, Any], body: bytes) -> str:
    """Why a request is not Slack's; empty when it is.

    Looked at before Bolt reads anything: it answers 500 to a time stamp that is no number and to
    a signature that is not ASCII, and reads the body as JSON before it looks at the signature.
    """
    timestamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
    signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16):
        return "X-Slack-Request-Timestamp is missing or not a number"
    if not (signature.isascii() and signature.startswith("v0=")):
        return "X-Slack-Signature is missing or malformed"
    try:
        signed = verifier.is_valid(body, timestamp, signature)
    except UnicodeDecodeError:
        return "the body is not UTF-8"
    return "" if signed else "X-Slack-Signature does not fit, or is too old"


def _kind(environ: dict[str, Any], body: bytes) -> str:
    """What a delivery is, in the words of Socket Mode."""
    if environ.get("CONTENT_TYPE", "").startswith("application/json"):
        return "events_api"
    return "interactive" if body.startswith(b"payload=") else "slash_commands"


def _answer(
    start_response: Callable[..., Any], status: HTTPStatus, body: dict[str, Any]
) -> list[bytes]:
    return _send(start_response, status, "application/json", json.dumps(body).encode())


def _send(
    start_response: Callable[..., Any], status: HTTPStatus, media: str, data: bytes
) -> list[bytes]:
    headers = [("Content-Type", media), ("Content-Length", str(len(data)))]
    start_response(f"{status.value} {status.phrase}", headers)
    return [data]
