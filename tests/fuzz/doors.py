"""The ways in: signed HTTP and Socket Mode, as Slack uses them, with any bytes."""

import http.client
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

from corpus import Delivery
from mutations import encoded
from world import World

from bot.server import LARGEST_BODY
from sandbox.http_delivery import FORM, signature

JSON_TYPE = "application/json"
PATIENCE = 20.0  # seconds; what takes longer than ACKNOWLEDGED is a finding all the same


@dataclass(frozen=True)
class Answer:
    """How a delivery was answered. `status` None: not at all. `shown`: the decoded body."""

    status: int | None
    shown: Any
    text: str
    seconds: float


Door = Callable[[World, Delivery], Answer]


def over_http(rung: World, delivery: Delivery) -> Answer:
    """Post a delivery, signed, to the running bot."""
    media, body = _packed(delivery)
    headers = {"Content-Type": media} | signature(rung.slack.signing_secret, int(time.time()), body)
    assert rung.bot is not None
    line = http.client.HTTPConnection("127.0.0.1", rung.bot.web.port, timeout=PATIENCE)
    begun = time.monotonic()
    try:
        line.request("POST", "/slack/events", body, headers)
        reply = line.getresponse()
        text = reply.read().decode("utf-8", "replace")
        return Answer(reply.status, _decoded(text), text, time.monotonic() - begun)
    except TimeoutError:
        return Answer(None, None, "", time.monotonic() - begun)
    except ConnectionError:
        if len(body) <= LARGEST_BODY:
            raise
        return Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, None, "", time.monotonic() - begun)
    finally:
        line.close()


def over_socket_mode(rung: World, delivery: Delivery) -> Answer:
    """Send a delivery down the bot's WebSocket."""
    begun = time.monotonic()
    ack = rung.person("ana").send_raw(delivery.payload, delivery.kind)
    shown = ack.body if isinstance(ack.body, dict) else None
    return Answer(ack.status, shown, encoded(ack.body), time.monotonic() - begun)


def _packed(delivery: Delivery) -> tuple[str, bytes]:
    if delivery.kind == "slash_commands":
        flat = {
            key: value if isinstance(value, str) else encoded(value)
            for key, value in delivery.payload.items()
        }
        return FORM, urlencode(flat, errors="surrogatepass").encode()
    text = encoded(delivery.payload).encode()
    if delivery.kind == "interactive":
        return FORM, b"payload=" + quote_from_bytes(text).encode()
    return JSON_TYPE, text


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
