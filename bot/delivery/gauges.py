"""How the work stands, as numbers for the operator."""

from collections.abc import Iterator
from datetime import datetime

from bot.clock import system_clock
from bot.metrics import Gauge
from storage.health import Standing


def gauges(
    standing: Standing, *, now: datetime, last_tick: datetime, silence: float | None
) -> Iterator[Gauge]:
    """The gauges of docs/operations.md; `silence` is None where there is no socket."""
    yield Gauge(
        "rung_oldest_due_seconds",
        "How long the longest overdue check-in has been due",
        _age(standing.oldest_due, now),
    )
    yield Gauge(
        "rung_outbox_messages", "Messages that wait or failed", label="state",
        values=standing.outbox,
    )  # fmt: skip
    yield Gauge(
        "rung_oldest_unknown_seconds",
        "How long ago the oldest message of unknown fate was first tried",
        _age(standing.oldest_unknown, now),
    )
    yield Gauge(
        "rung_last_tick_seconds",
        "How long ago the worker's last tick ended",
        _age(last_tick, system_clock()),
    )
    if silence is not None:
        yield Gauge(
            "rung_socket_silence_seconds",
            "How long ago the WebSocket last brought anything",
            silence,
        )


def _age(since: datetime | None, now: datetime) -> float:
    """Seconds since then; 0 when there was nothing."""
    return max(0.0, (now - since).total_seconds()) if since else 0.0
