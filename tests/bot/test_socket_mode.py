"""The WebSocket to Slack: it is watched, and drained."""

import logging
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.socket_mode import SocketMode
from sandbox import Sandbox


class Tunnel:
    """A line to the stand-in; of its connections the first `silent` swallow what they carry."""

    def __init__(self, slack: Sandbox) -> None:
        self.silent = 0
        self.opened = 0
        self.to = urlsplit(slack.api_url).netloc
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=[client], daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            host, _, port = self.to.partition(":")
            with socket.create_connection((host, int(port))) as server:
                self.opened += 1
                mine = self.opened
                while True:
                    for end in select.select([client, server], [], [])[0]:
                        data = end.recv(65536)
                        if not data:
                            return
                        if mine > self.silent:
                            (server if end is client else client).sendall(data)


class Through(WebClient):
    """A client whose WebSockets go through the tunnel."""

    tunnel: Tunnel

    def apps_connections_open(self, *, app_token: str, **more: Any) -> SlackResponse:
        opened = super().apps_connections_open(app_token=app_token, **more)
        assert isinstance(opened.data, dict)
        opened.data["url"] = opened.data["url"].replace(self.tunnel.to, self.tunnel.address)
        return opened


@pytest.fixture
def tunnel(slack: Sandbox) -> Iterator[Tunnel]:
    made = Tunnel(slack)
    yield made
    made.close()


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox() as made:
        made.workspace.add_person("ana", real_name="Ana Example", tz="UTC")
        yield made


def connect(
    slack: Sandbox, app: App, tunnel: Tunnel, patience: float = 60.0
) -> tuple[SocketMode, threading.Event]:
    deaf = threading.Event()
    client = Through(slack.app_token, base_url=slack.api_url)
    client.tunnel = tunnel
    made = SocketMode(
        app,
        client,
        concurrency=5,
        acknowledged=lambda _kind, _seconds: None,
        on_deaf=deaf.set,
        look=0.05,
        patience=patience,
    )
    made.client.ping_interval = 0.1
    made.client.current_app_monitor.interval_seconds = 0.1
    made.connect()
    slack.wait_for_socket()
    return made, deaf


@pytest.fixture
def app(slack: Sandbox) -> App:
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    return App(client=client, token_verification_enabled=False)


def test_a_connection_that_only_has_nothing_to_say_is_left_alone(
    slack: Sandbox, app: App, tunnel: Tunnel
) -> None:
    made, deaf = connect(slack, app, tunnel, patience=0.5)
    assert not deaf.wait(2)
    assert tunnel.opened == 1
    made.close()


def test_a_connection_gone_silent_is_renewed(slack: Sandbox, app: App, tunnel: Tunnel) -> None:
    made, deaf = connect(slack, app, tunnel, patience=4.0)
    made.client.auto_reconnect_enabled = made.client.default_auto_reconnect_enabled = False
    tunnel.silent = 1
    ends = time.monotonic() + 20
    while (tunnel.opened < 2 or made.silence() > 1) and time.monotonic() < ends:
        time.sleep(0.05)
    assert tunnel.opened >= 2
    assert not deaf.is_set()
    made.close()


def test_when_renewing_does_not_help_the_process_is_told_to_end(
    slack: Sandbox, app: App, tunnel: Tunnel
) -> None:
    made, deaf = connect(slack, app, tunnel, patience=0.3)
    tunnel.silent = 1000
    assert deaf.wait(20)
    made.close()


def test_what_has_come_is_acknowledged_before_the_connection_ends(
    slack: Sandbox, app: App, tunnel: Tunnel
) -> None:
    begun, go = threading.Event(), threading.Event()

    def slow(ack: Ack) -> None:
        begun.set()
        go.wait(5)
        ack("done")

    app.command("/maturity")(slow)
    made, _ = connect(slack, app, tunnel)
    slack.workspace.add_channel("ml", members=["ana"])
    typing = threading.Thread(target=slack.person("ana").command, args=["/maturity"],
                              kwargs={"channel": "ml"})  # fmt: skip
    typing.start()
    assert begun.wait(5)
    closing = threading.Thread(target=made.close)
    closing.start()
    time.sleep(0.3)
    assert closing.is_alive()
    go.set()
    closing.join(10)
    typing.join(10)
    assert [ack.status for ack in slack.acks] == [200]
