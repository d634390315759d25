"""Slack's deliveries over a WebSocket that we open: watched while it lives, drained at the end."""

import http.client
import logging
import threading
import time
from collections.abc import Callable

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.errors import UNREADABLE

log = logging.getLogger(__name__)

# Slack answers our ping every 10 seconds and renews a connection after about 5 hours.
LOOK = 10.0
PATIENCE = 60.0
OLDEST = 8 * 3600.0
# How long the deliveries under way get to be acknowledged once we leave.
DRAIN = 8.0
# The last one is the SDK's own, when the old connection ends just while it is being replaced.
_NO_ANSWER = (OSError, http.client.HTTPException, SlackClientError, ValueError, AttributeError)

# The kind of a delivery, and after how many seconds it was acknowledged.
Acknowledged = Callable[[str, float], None]


class _Handler(SocketModeHandler):
    """Bolt's handler, with a stopwatch; what cannot be read is acknowledged, and forgotten."""

    acknowledged: Acknowledged

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        begun = time.monotonic()
        try:
            super().handle(client, req)
        except UNREADABLE as error:
            log.warning("a delivery that cannot be read: %s", type(error).__name__)
            client.send_socket_mode_response(SocketModeResponse(req.envelope_id))
        self.acknowledged(req.type, time.monotonic() - begun)


class SocketMode:
    """The connection. `on_deaf` is called once when it hears nothing and renewing does not help.

    The SDK reconnects by itself when a connection ends. What it does not notice is one that seems
    to be there while nothing comes through any more, or whose reading thread has died.
    """

    def __init__(
        self,
        app: App,
        client: WebClient,
        *,
        concurrency: int,
        acknowledged: Acknowledged,
        on_deaf: Callable[[], None],
        look: float = LOOK,
        patience: float = PATIENCE,
    ) -> None:
        handler = _Handler(app, client.token, web_client=client, concurrency=concurrency)
        handler.acknowledged = acknowledged
        self.client = handler.client
        self.client.on_message_listeners.append(lambda _message: self._hear())
        self._on_deaf = on_deaf
        self._look, self._patience = look, patience
        self._heard = self._renewed = time.monotonic()
        self._pong: float | None = None
        self._deaf_since: float | None = None
        self._in_vain = False
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._keep_watch, name="socket-watch", daemon=True)

    def connect(self) -> None:
        """Connect, and watch from now on."""
        self.client.connect()
        self._hear()
        self._watch.start()

    def is_connected(self) -> bool:
        """Whether there is a connection, as far as the SDK knows."""
        return self.client.is_connected()

    def silence(self) -> float:
        """Seconds since anything was heard: a delivery, or the answer to a ping."""
        return time.monotonic() - self._heard

    def close(self) -> None:
        """Take nothing new, acknowledge what has come, and hang up."""
        self._over.set()
        ends = time.monotonic() + DRAIN
        self.client.auto_reconnect_enabled = False
        self._read_no_more(ends)
        while not self.client.message_queue.empty() and time.monotonic() < ends:
            time.sleep(0.02)
        self.client.closed = True  # the thread that hands deliveries out ends …
        self.client.message_queue.put("")  # … at once, and not after a second of waiting for one
        self.client.message_processor.shutdown()  # type: ignore[no-untyped-call]
        self.client.message_workers.shutdown()
        self.client.close()

    def _read_no_more(self, ends: float) -> None:
        """The connection stays, for acknowledgements; nothing more is read from it."""
        runner = self.client.current_session_runner
        runner.event.set()
        while runner.is_alive() and time.monotonic() < ends:
            self.client.current_session_state.terminated = True
            if self.client.current_session is not None:
                # Its answer ends the waiting for more. An empty one would not: after a frame of
                # two bytes the SDK waits for another.
                self.client.current_session.ping("closing")
            runner.thread.join(0.1)

    def _hear(self) -> None:
        self._heard, self._deaf_since = time.monotonic(), None

    def _keep_watch(self) -> None:
        while not self._over.wait(self._look):
            if self._is_deaf() and not self._over.is_set():
                log.error("Slack is silent, and connecting again did not help")
                self._on_deaf()
                return

    def _is_deaf(self) -> bool:
        """Look once, and renew a connection that is silent or old; True when that was in vain."""
        session, now = self.client.current_session, time.monotonic()
        pong = session.last_ping_pong_time if session is not None else None
        if pong is not None and pong != self._pong:
            self._pong = pong
            self._hear()
        if self.silence() > self._patience or not self._threads_live():
            if self._deaf_since is None:
                self._deaf_since, self._in_vain = now, True
            if self._in_vain:
                self._renew("Slack is silent")
            return now - self._deaf_since > self._patience
        if now - self._renewed > OLDEST:
            self._renew("the connection is old")
        return False

    def _threads_live(self) -> bool:
        client = self.client
        return client.current_session_runner.is_alive() and client.message_processor.is_alive()

    def _renew(self, why: str) -> None:
        log.warning("connecting again: %s", why)
        try:
            self.client.connect_to_new_endpoint(force=True)
        except _NO_ANSWER as error:
            log.warning("could not connect: %s", type(error).__name__)
            self._in_vain = True
        else:
            self._renewed, self._in_vain = time.monotonic(), False
