"""What Prometheus reads: counted by this process, or looked up in the database when asked."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryHandler
from slack_sdk.http_retry.state import RetryState

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# Slack gives up waiting for an acknowledgement after 3 seconds.
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5)
TOO_MANY_REQUESTS = 429


@dataclass(frozen=True)
class Gauge:
    """A number at this moment, or several told apart by a label."""

    name: str
    meaning: str
    value: float | None = None
    label: str = ""
    values: Mapping[str, float] = field(default_factory=dict)


Look = Callable[[], Iterable[Gauge]]


class Metrics:
    """The meters of one process. `look` is called each time that somebody asks."""

    def __init__(self, look: Look) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Gauges(look))
        self._acknowledged = Histogram(
            "rung_acknowledgement_seconds",
            "Seconds until a delivery of Slack's was acknowledged",
            ["kind"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._rate_limited = Counter(
            "rung_rate_limited",
            "Requests that Slack answered with 429",
            ["method"],
            registry=self._registry,
        )
        self._second_copies = Counter(
            "rung_second_copies",
            "Messages that were found in Slack twice",
            registry=self._registry,
        )

    def acknowledged(self, kind: str, seconds: float) -> None:
        """A delivery of a kind was acknowledged after so many seconds."""
        self._acknowledged.labels(kind).observe(seconds)

    def second_copy(self) -> None:
        """A message was found twice."""
        self._second_copies.inc()

    def rate_limited(self, method: str) -> None:
        """Slack told a method to wait."""
        self._rate_limited.labels(method).inc()

    def text(self) -> bytes:
        """All of it, in Prometheus' format."""
        return generate_latest(self._registry)


class CountRateLimits(RetryHandler):
    """Counts answers with 429, whoever asked. Never retries: that is for the outbox to decide."""

    def __init__(self, count: Callable[[str], None]) -> None:
        super().__init__(max_retry_count=1)
        self._count = count

    def _can_retry(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - the signature is the SDK's
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> bool:
        if response is not None and response.status_code == TOO_MANY_REQUESTS:
            self._count(request.url.rpartition("/")[2].partition("?")[0])
        return False


class _Gauges(Collector):
    """Asks for the gauges whenever the registry is read."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def describe(self) -> list[Any]:
        """Nothing: describing would look."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for gauge in self._look():
            labels = [gauge.label] if gauge.label else []
            family = GaugeMetricFamily(gauge.name, gauge.meaning, labels=labels)
            for of, value in gauge.values.items():
                family.add_metric([of], value)
            if gauge.value is not None:
                family.add_metric([], gauge.value)
            yield family
