"""Deliveries as signed HTTP requests.

Source: docs.slack.dev/authentication/verifying-requests-from-slack and .../apis/events-api.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from sandbox.records import Ack, Parcel

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class HttpDelivery:
    """Posts to one address of the app, and signs with the secret shared with it."""

    url: str
    signing_secret: str
    pool: ThreadPoolExecutor

    async def send(self, parcel: Parcel, window: float) -> Ack:
        """The app's answer; a failure if it takes longer than the window, in seconds."""
        post = asyncio.get_running_loop().run_in_executor(self.pool, self._post, parcel, window)
        try:
            return await asyncio.wait_for(post, window)
        except TimeoutError:
            return Ack(None, failure=f"no ack in {window:g} s", reason="http_timeout")

    def _post(self, parcel: Parcel, window: float) -> Ack:
        media, body = encode(parcel)
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.netloc, timeout=window)
        headers = {"Content-Type": media, "User-Agent": "Slackbot 1.0", "Accept": "*/*"}
        headers |= signature(self.signing_secret, int(time.time()), body) | _retry_headers(parcel)
        try:
            connection.request("POST", address.path or "/", body, headers)
            return _read(connection.getresponse())
        except TimeoutError:
            return Ack(None, failure=f"no ack in {window:g} s", reason="http_timeout")
        except (OSError, http.client.HTTPException) as error:
            return Ack(None, failure=f"connection failed: {error}", reason="connection_failed")
        finally:
            connection.close()


def signature(secret: str, now: int, body: bytes) -> dict[str, str]:
    """The two headers that prove a request comes from Slack: version 0, HMAC-SHA256."""
    digest = hmac.new(secret.encode(), f"v0:{now}:".encode() + body, hashlib.sha256)
    return {
        "X-Slack-Request-Timestamp": str(now),
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }


def encode(parcel: Parcel) -> tuple[str, bytes]:
    """The media type and the body of a delivery."""
    if parcel.kind == "slash_commands":
        return FORM, urlencode(parcel.payload).encode()
    if parcel.kind == "interactive":
        return FORM, urlencode({"payload": json.dumps(parcel.payload)}).encode()
    return "application/json", json.dumps(parcel.payload).encode()


def _retry_headers(parcel: Parcel) -> dict[str, str]:
    if not parcel.attempt:
        return {}
    return {"X-Slack-Retry-Num": str(parcel.attempt), "X-Slack-Retry-Reason": parcel.reason}


def _read(response: http.client.HTTPResponse) -> Ack:
    text = response.read().decode("utf-8", "replace")
    retry = response.getheader("X-Slack-No-Retry") != "1"
    if response.status != http.HTTPStatus.OK:
        failure = f"status {response.status}"
        return Ack(response.status, text, failure, reason="http_error", retry=retry)
    return _decoded(text, response.getheader("Content-Type", ""))


def _decoded(text: str, media: str) -> Ack:
    if not media.startswith("application/json") or not text:
        return Ack(http.HTTPStatus.OK, text or None)
    try:
        body: Any = json.loads(text)
    except json.JSONDecodeError:
        return Ack(http.HTTPStatus.OK, text, "the body is not JSON", reason="http_error")
    return Ack(http.HTTPStatus.OK, body)
