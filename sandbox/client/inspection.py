"""The requests between the app and the stand-in, as the page's inspector shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.records import Call, Delivery

MOST = 500


def requests_since(
    number: int, calls: Sequence[Call], deliveries: Sequence[Delivery]
) -> dict[str, Any]:
    """What has ended since the request of that number, oldest first, MOST at most."""
    ended = [c for c in reversed(calls[-2 * MOST :]) if c.number > number]
    handed = [d for d in reversed(deliveries[-2 * MOST :]) if d.number > number]
    rows = [_of_call(call) for call in ended] + [_of_delivery(delivery) for delivery in handed]
    rows = sorted(rows, key=lambda row: int(row["n"]))[-MOST:]
    return {"requests": rows, "last": rows[-1]["n"] if rows else number}


def _of_call(call: Call) -> dict[str, Any]:
    """A request of the app; without an answer the connection was cut."""
    answer = call.answer or {}
    return {
        "n": call.number,
        "way": "app",
        "name": call.method,
        "ok": call.ok,
        "status": call.status,
        "error": call.error or (None if call.ok else call.fault),
        "reasons": (answer.get("response_metadata") or {}).get("messages") or [],
        "at": call.started.isoformat(),
        "ms": _milliseconds(call.duration),
        "payload": call.arguments,
        "answer": call.answer,
        "attempt": 0,
    }


def _of_delivery(delivery: Delivery) -> dict[str, Any]:
    """Something the app was told."""
    return {
        "n": delivery.number,
        "way": "slack",
        "name": _name(delivery.payload),
        "ok": delivery.ack.ok,
        "status": delivery.status,
        "error": delivery.failure,
        "reasons": [],
        "at": delivery.started.isoformat(),
        "ms": _milliseconds(delivery.duration),
        "payload": delivery.payload,
        "answer": delivery.body,
        "attempt": delivery.attempt,
    }


def _name(payload: dict[str, Any]) -> str:
    event = payload.get("event")
    if isinstance(event, dict):
        return str(event.get("type"))
    return str(payload.get("command") or payload.get("type"))


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 1)
