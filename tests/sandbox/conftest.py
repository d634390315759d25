"""A stand-in with one channel, and tiny Bolt apps to talk to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from recorder import AppServer, Recorder
from sandbox_forms import Connect
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from sandbox import Sandbox


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rate_scale=0) as started:
        ws = started.workspace
        ws.add_person("ana", real_name="Ana Ruiz", tz="Europe/Madrid", is_admin=True)
        ws.add_person("bo", real_name="Bo Lind", tz="America/New_York")
        ws.add_channel("ml-platform", members=["ana", "bo", ws.bot_user_id])
        yield started
        assert started.errors == []


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    return WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[], timeout=5)


@pytest.fixture
def channel(sandbox: Sandbox) -> str:
    return sandbox.workspace.channel("ml-platform").id


@pytest.fixture
def app(sandbox: Sandbox, client: WebClient) -> App:
    return App(client=client, signing_secret=sandbox.signing_secret)


@pytest.fixture
def over_socket(sandbox: Sandbox) -> Iterator[Connect]:
    handlers: list[SocketModeHandler] = []

    def connect(app: App) -> str:
        web = WebClient(sandbox.app_token, base_url=sandbox.api_url)
        handlers.append(SocketModeHandler(app, sandbox.app_token, web_client=web))
        handlers[-1].connect()  # type: ignore[no-untyped-call]
        sandbox.wait_for_socket()
        return ""

    yield connect
    for handler in handlers:
        # slack_sdk's client takes a second to close; nobody needs to wait for it.
        threading.Thread(target=handler.close, daemon=True).start()


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def over_http(sandbox: Sandbox) -> Iterator[Connect]:
    servers: list[WSGIServer] = []

    def connect(app: App) -> str:
        server = make_server("127.0.0.1", 0, SlackRequestHandler(app), handler_class=Quiet)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        base = f"http://127.0.0.1:{server.server_port}"
        sandbox.deliver_to(f"{base}/slack/events")
        return base

    yield connect
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def recorder(sandbox: Sandbox) -> Iterator[Recorder]:
    kept = Recorder()
    server = AppServer(("127.0.0.1", 0), kept.handler())
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    sandbox.deliver_to(f"http://127.0.0.1:{server.server_port}/slack/events")
    yield kept
    if kept.hold:
        kept.hold.set()
    server.shutdown()
    server.server_close()
