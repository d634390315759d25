"""A web server in threads of this process that stops without cutting anybody off."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

LARGEST_BODY = 1_000_000
LARGEST_HEADERS = 32_000
THREADS = 24
# More at once wait outside; each is a file descriptor, of which most systems give 1,024.
CONNECTIONS = 400
# So many places are kept free of those whose request is still to come.
_SPARE = 10
# Within how many seconds of its first byte (or, of a new connection, at once) a request must be
# there as a whole. Waitress itself only looks at how long a client has been quite still.
WHOLE_WITHIN = 15.0
# A connection kept for the next request; longer than proxies keep theirs.
IDLE = 120
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

    def __init__(
        self,
        app: WsgiApp,
        host: str,
        port: int,
        *,
        whole_within: float = WHOLE_WITHIN,
        connections: int = CONNECTIONS,
    ) -> None:
        self._app, self._host, self.port = app, host, port
        self._connections = connections
        self._whole_within = whole_within
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
            max_request_header_size=LARGEST_HEADERS,
            inbuf_overflow=2 * LARGEST_BODY,  # a body stays in memory and needs no disk
            connection_limit=self._connections,
            channel_timeout=IDLE,
            log_socket_errors=False,  # a client that goes away is no error of ours
            ident="rung",
        )
        self._listeners = [s for s in self._sockets.values() if isinstance(s, BaseWSGIServer)]
        for listener in self._listeners:
            listener.channel_class = _Channel
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
            wasyncore.loop(timeout=1.0, map=self._sockets, count=1, use_poll=True)
            self._hang_up()
        for listener in self._listeners:
            # Its own close() would take the trigger away, which answers under way still pull.
            wasyncore.dispatcher.close(listener)
        ends = time.monotonic() + PATIENCE
        while self._under_way() and time.monotonic() < ends:
            wasyncore.loop(timeout=_GLANCE, map=self._sockets, count=1, use_poll=True)
        self._server.task_dispatcher.shutdown()
        self._told.wait()  # or the trigger would be closed while it is being pulled
        wasyncore.close_all(self._sockets)

    def _under_way(self) -> bool:
        return any(c.requests or c.request or c.total_outbufs_len for c in self._channels())

    def _hang_up(self) -> None:
        """Close connections whose request takes too long to come, sooner when it gets full."""
        now, channels = time.monotonic(), self._channels()
        slow = sorted((c for c in channels if c.awaited_since), key=lambda c: c.awaited_since or 0)
        late = sum(now - (c.awaited_since or 0) > self._whole_within for c in slow)
        beyond = len(channels) - self._connections + _SPARE
        for channel in slow[: max(late, beyond, 0)]:
            channel.handle_close()

    def _channels(self) -> list["_Channel"]:
        return [c for c in self._sockets.values() if isinstance(c, _Channel)]


class _Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that knows since when its request has been awaited; None: it came whole."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        self.awaited_since: float | None = time.monotonic()
        super().__init__(*arguments, **more)

    def received(self, data: bytes) -> bool:
        taken: bool = super().received(data)
        if self.request is None:
            self.awaited_since = None
        elif self.awaited_since is None:
            self.awaited_since = time.monotonic()
        return taken
