"""How a fault on order changes the answer to a call."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from sandbox.faults import Fault

SENT_WITH_TS = ("ts", "message_ts", "message")
Cut = Callable[[Scope], None]


@dataclass
class Answer:
    """What the app is told: a JSON body, or raw text of another kind."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)
    text: str | None = None

    def response(self) -> Response:
        """As HTTP."""
        if self.text is not None:
            return Response(self.text, self.status, self.headers, media_type="text/html")
        return JSONResponse(self.body, self.status, self.headers)


class NoAnswer(Response):
    """Cuts the connection instead of answering."""

    def __init__(self, cut: Cut) -> None:
        super().__init__()
        self._cut = cut

    async def __call__(self, scope: Scope, receive: Receive, _send: Send) -> None:
        """Cut, and wait until the server has noticed."""
        self._cut(scope)
        while (await receive())["type"] != "http.disconnect":
            continue


async def answer_through(
    fault: Fault | None, perform: Callable[[], Answer], cut: Cut
) -> tuple[Response, Answer | None]:
    """The response to send, and the answer it carries (None: the connection is cut)."""
    if fault is None:
        answer = perform()
        return answer.response(), answer
    if fault.kind in LOST:
        await _lose(fault, perform)
        return NoAnswer(cut), None
    answer = _spoilt(fault, perform)
    if fault.kind == "trickle":
        return StreamingResponse(_drops(answer, fault.delay), media_type="application/json"), answer
    return answer.response(), answer


LOST = frozenset({"drop_before", "drop_after", "timeout_before", "timeout_after", "lands_late"})


async def _lose(fault: Fault, perform: Callable[[], Answer]) -> None:
    if fault.kind in ("drop_after", "timeout_after"):
        perform()
    if fault.kind in ("timeout_before", "timeout_after", "lands_late"):
        await asyncio.sleep(fault.delay)
    if fault.kind == "lands_late":
        perform()


def _spoilt(fault: Fault, perform: Callable[[], Answer]) -> Answer:
    if fault.kind in ("500_after", "ok_without_ts", "trickle"):
        answer = perform()
        if fault.kind == "500_after":
            return _broken(500)
        if fault.kind == "ok_without_ts":
            answer.body = {k: v for k, v in answer.body.items() if k not in SENT_WITH_TS}
        return answer
    if fault.kind.startswith("error:"):
        return Answer(200, {"ok": False, "error": fault.kind.removeprefix("error:")})
    if fault.kind == "429":
        after = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        return rate_limited(after)
    if fault.kind == "retry_after_garbage":
        return rate_limited({"Retry-After": "in a while"})
    return _broken(502 if fault.kind == "html_502" else 500)


def rate_limited(headers: dict[str, str]) -> Answer:
    """The answer to a call too many."""
    return Answer(429, {"ok": False, "error": "ratelimited"}, headers)


def _broken(status: int) -> Answer:
    return Answer(status, {}, text=f"<html><body><h1>{status}</h1>Server Error</body></html>")


async def _drops(answer: Answer, seconds: float) -> AsyncIterator[bytes]:
    body = json.dumps(answer.body).encode()
    size = max(1, len(body) // 10)
    for start in range(0, len(body), size):
        await asyncio.sleep(seconds / 10)
        yield body[start : start + size]
