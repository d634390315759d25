"""Serves an application on this machine only, from a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Coroutine
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

LOOPBACK = "127.0.0.1"
# slack_sdk's client can replace or close its connection only when something arrives on it.
PING_INTERVAL = 0.1


class Server:
    """An HTTP and WebSocket server; `loop` runs it from `start` to `stop`.

    `errors` collects every exception that the application did not handle.
    """

    def __init__(self, port: int) -> None:
        self.loop = asyncio.new_event_loop()
        self.errors: list[BaseException] = []
        self._wanted_port = port
        self._open: dict[Any, asyncio.Transport] = {}
        self._stopping = asyncio.Event()
        self._thread: threading.Thread | None = None

    def start(self, app: ASGIApp) -> int:
        """Serve the application; returns the port. Connections are taken from now on."""
        config = uvicorn.Config(
            self._recording(app),
            http=self._protocol(),
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            ws_ping_interval=PING_INTERVAL,
        )
        listener = socket.create_server((LOOPBACK, self._wanted_port))
        # Connections inherit it. Otherwise a small answer waits 40 ms for the client's next word.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread = threading.Thread(
            target=self._run, args=(config, listener), name="sandbox", daemon=True
        )
        self._thread.start()
        return int(listener.getsockname()[1])

    def stop(self) -> None:
        """Stop serving and close every connection."""
        if self._thread:
            self.loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()
            self.loop.close()

    def cut(self, scope: Scope) -> None:
        """Cut the connection of a request, unless the client has gone already."""
        if connection := self._open.get(tuple(scope["client"])):
            connection.abort()

    def call(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine on the server's loop and wait for it. Not to be called on the loop."""
        asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()

    def _run(self, config: uvicorn.Config, listener: socket.socket) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._serve(config, listener))
        self.loop.run_until_complete(_give_up_the_rest())

    async def _serve(self, config: uvicorn.Config, listener: socket.socket) -> None:
        # uvicorn's own main loop looks only ten times a second whether it should stop: too slow for
        # a test suite that starts hundreds of servers.
        config.load()
        server = uvicorn.Server(config)
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[listener])
        await self._stopping.wait()
        for listening in server.servers:
            listening.close()
        for connection in list(server.server_state.connections):
            connection.shutdown()

    def _recording(self, app: ASGIApp) -> ASGIApp:
        async def recorded(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                await app(scope, receive, send)
            except Exception as error:
                # A mistake of the stand-in, not of the app: the test that caused it must see it.
                self.errors.append(error)
                raise

        return recorded

    def _protocol(self) -> type[asyncio.Protocol]:
        connections = self._open

        class Cuttable(H11Protocol):
            """Remembers its connection, so that an answer can fail to come."""

            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                connections[transport.get_extra_info("peername")] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                connections.pop(self.transport.get_extra_info("peername"), None)
                super().connection_lost(exc)

        return Cuttable


async def _give_up_the_rest() -> None:
    """Cancel what still waits: events to be delivered again, connections told to go."""
    rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
