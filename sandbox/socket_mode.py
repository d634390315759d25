"""Deliveries over WebSockets that the app opens (Socket Mode).

Source: docs.slack.dev/apis/events-api/using-socket-mode.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.changes import Changes
from sandbox.ids import secret
from sandbox.records import Ack, Parcel

DRAIN = 10.0
GONE = Ack(None, failure="the connection closed before an ack", reason="connection_failed")
NOBODY = Ack(None, failure="no socket connected", reason="connection_failed")


@dataclass(eq=False)
class Link:
    """One WebSocket of the app; it gets no more deliveries once it is told to go."""

    socket: WebSocket
    waiting: dict[str, asyncio.Future[Ack]] = field(default_factory=dict)
    leaving: bool = False

    async def send(self, frame: dict[str, Any]) -> None:
        """Send one frame; a connection that has just gone is noticed by its reader."""
        await self.socket.send_text(json.dumps(frame))

    def receive(self, text: str) -> None:
        """Take an acknowledgement; one that comes too late or names no envelope changes nothing."""
        frame = _frame(text)
        waiting = self.waiting.pop(str(frame.get("envelope_id")), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(Ack(200, frame.get("payload") or None))

    def give_up(self) -> None:
        """Tell everybody who waits for an acknowledgement that none will come."""
        for waiting in self.waiting.values():
            if not waiting.done():
                waiting.set_result(GONE)


@dataclass
class SocketMode:
    """All connections of the app. Tickets are good for one connection each.

    `drain`: how many seconds a connection lasts after it was told to refresh.
    """

    changes: Changes
    app_id: str
    links: list[Link] = field(default_factory=list)
    drain: float = DRAIN
    _tickets: set[str] = field(default_factory=set)
    _draining: set[asyncio.Task[None]] = field(default_factory=set)

    def issue_ticket(self) -> str:
        """A ticket for one connection."""
        ticket = secret()
        self._tickets.add(ticket)
        return ticket

    @property
    def connected(self) -> int:
        """How many connections take deliveries."""
        return sum(not link.leaving for link in self.links)

    async def endpoint(self, socket: WebSocket) -> None:
        """Serve one connection until it ends; without a ticket it is refused."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close()
            return
        self._tickets.discard(ticket)
        await socket.accept()
        link = Link(socket)
        try:
            await self._serve(link)
        except WebSocketDisconnect:
            pass
        finally:
            with self.changes.writing():
                self.links.remove(link)
            link.give_up()

    async def _serve(self, link: Link) -> None:
        with self.changes.writing():
            self.links.append(link)
        await link.send(self._hello())
        while True:
            link.receive(await link.socket.receive_text())

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self.links),
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
            "connection_info": {"app_id": self.app_id},
        }

    async def send(self, parcel: Parcel, window: float) -> Ack:
        """The app's answer over one of its connections; a failure after the window, in seconds."""
        link = self._next()
        if link is None:
            return NOBODY
        envelope = envelope_of(parcel)
        waiting = asyncio.get_running_loop().create_future()
        link.waiting[envelope["envelope_id"]] = waiting
        try:
            await link.send(envelope)
            return await asyncio.wait_for(waiting, window)
        except TimeoutError:
            return Ack(None, failure=f"no ack in {window:g} s", reason="timeout")
        except WebSocketDisconnect:
            return GONE
        finally:
            link.waiting.pop(envelope["envelope_id"], None)

    def _next(self) -> Link | None:
        with self.changes.reading():
            for index, link in enumerate(self.links):
                if not link.leaving:
                    self.links.append(self.links.pop(index))
                    return link
        return None

    async def disconnect(self, reason: str) -> None:
        """Tell every connection to go; `refresh_requested` leaves it a while to finish."""
        for link in list(self.links):
            link.leaving = True
            await link.send({"type": "disconnect", "reason": reason, "debug_info": {}})
            if reason == "refresh_requested":
                task = asyncio.create_task(self._hang_up_later(link))
                self._draining.add(task)
                task.add_done_callback(self._draining.discard)
            else:
                await link.socket.close()

    async def _hang_up_later(self, link: Link) -> None:
        await asyncio.sleep(self.drain)
        if link in self.links:
            await link.socket.close()


def _frame(text: str) -> dict[str, Any]:
    """What the app sent; {} for anything that is not an object, which acknowledges nothing."""
    try:
        frame = json.loads(text)
    except json.JSONDecodeError:
        return {}
    return frame if isinstance(frame, dict) else {}


def envelope_of(parcel: Parcel) -> dict[str, Any]:
    """The frame that carries a delivery."""
    frame = {
        "envelope_id": str(uuid.uuid4()),
        "type": parcel.kind,
        "payload": parcel.payload,
        "accepts_response_payload": parcel.wants_answer,
    }
    if parcel.kind == "events_api":
        frame |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason}
    return frame
