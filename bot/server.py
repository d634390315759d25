"""A web server in threads of this process that stops without cutting anybody off."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

LARGEST_BODY = 1_000_000
THREADS = 24
# How long the requests under way get to end once the server stops, in seconds.
PATIENCE = 10.0
# Between two looks at whether they have ended.
_GLANCE = 0.05

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class WebServer:
    """A WSGI server. `port` is the real one once it has started.

    Waitress's sockets belong to the thread that waits for them: it also closes them, so that
    none is pulled away from under its `select`.
    """

    def __init__(self, app: WsgiApp, host: str, port: int) -> None:
        self._app, self._host, self.port = app, host, port
        self._sockets: dict[int, Any] = {}
        self._server: Any = None
        self._listeners: list[BaseWSGIServer] = []
        self._stopping, self._told = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        self._server = create_server(
            self._app,
            map=self._sockets,
            host=self._host,
            port=self.port,
            threads=THREADS,
            max_request_body_size=LARGEST_BODY,
            ident="rung",
        )
        self._listeners = [s for s in self._sockets.values() if isinstance(s, BaseWSGIServer)]
        self.port = int(self._listeners[0].effective_port)
        self._thread = threading.Thread(target=self._run, name="web", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listen no more, let the requests under way end, and close. May be called twice."""
        if self._thread is None or self._stopping.is_set():
            return
        self._stopping.set()
        self._listeners[0].pull_trigger()
        self._told.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            wasyncore.loop(timeout=1.0, map=self._sockets, count=1)
        for listener in self._listeners:
            # Its own close() would take the trigger away, which answers under way still pull.
            wasyncore.dispatcher.close(listener)
        ends = time.monotonic() + PATIENCE
        while self._under_way() and time.monotonic() < ends:
            wasyncore.loop(timeout=_GLANCE, map=self._sockets, count=1)
        self._server.task_dispatcher.shutdown()
        self._told.wait()  # or the trigger would be closed while it is being pulled
        wasyncore.close_all(self._sockets)

    def _under_way(self) -> bool:
        channels = [c for c in self._sockets.values() if isinstance(c, HTTPChannel)]
        return any(c.requests or c.request or c.total_outbufs_len for c in channels)
