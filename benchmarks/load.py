"""Slack as seen from a web server: signed submissions, many at once."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from benchmarks.processes import SIGNING_SECRET
from bot.domain.answer_form import ROLE, comment_block
from rubric.model import Rubric


@dataclass(frozen=True)
class Measured:
    """How many requests per second were answered well, and how long each took, in seconds."""

    per_second: float
    seconds: Sequence[float]


def submission(rubric: Rubric, check_in_id: int, user: str, index: int, turn: int) -> bytes:
    """A page as Slack submits it, as a whole HTTP request; answers differ from turn to turn."""
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": "answer_page",
        "private_metadata": json.dumps({"check_in": check_in_id, "page": index}),
        "state": {"values": _values(rubric, index, turn)},
    }
    team = {"id": "T1", "domain": "bench"}
    payload = {"type": "view_submission", "team": team, "user": {"id": user}, "view": view}
    return _request(urlencode({"payload": json.dumps(payload)}).encode())


def _values(rubric: Rubric, index: int, turn: int) -> Mapping[str, Any]:
    dimension = rubric.dimensions[index]
    values: dict[str, Any] = {}
    for path, criterion in zip(dimension.paths(), dimension.criteria, strict=True):
        choice = criterion.choices[turn % len(criterion.choices)].id
        values[path] = {path: {"selected_option": {"value": choice}}}
    block = comment_block(dimension.id)
    values[block] = {block: {"value": None}}
    if index == 0:
        values[ROLE] = {ROLE: {"selected_option": {"value": "data-scientist"}}}
    return values


def _request(body: bytes) -> bytes:
    stamp = str(int(time.time()))
    signed = hmac.new(SIGNING_SECRET.encode(), b"v0:%s:%s" % (stamp.encode(), body), hashlib.sha256)
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: bench\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {stamp}\r\n"
        f"X-Slack-Signature: v0={signed.hexdigest()}\r\n\r\n"
    )
    return head.encode() + body


def send(port: int, requests: Sequence[Sequence[bytes]]) -> Measured:
    """Each inner sequence goes over a connection of its own, one after the other; all at once.

    Raises RuntimeError when anything but a 200 without field errors comes back.
    """
    return asyncio.run(_send(port, requests))


async def _send(port: int, requests: Sequence[Sequence[bytes]]) -> Measured:
    begun = time.perf_counter()
    each = await asyncio.gather(*(_connection(port, own) for own in requests))
    took = time.perf_counter() - begun
    seconds = [second for own in each for second in own]
    return Measured(len(seconds) / took, seconds)


async def _connection(port: int, requests: Sequence[bytes]) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    seconds = []
    for request in requests:
        begun = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r")[0])
        body = await reader.readexactly(length)
        seconds.append(time.perf_counter() - begun)
        if not head.startswith(b"HTTP/1.1 200") or b'"errors"' in body:
            raise RuntimeError(f"refused: {head[:60]!r} {body[:200]!r}")
    writer.close()
    return seconds
