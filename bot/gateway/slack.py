"""The only way out to Slack for messages: sends once, and sorts what happened."""

import http.client
import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

Clients = Callable[[int], WebClient]

EVENT_TYPE = "rung_message"
POST, EDIT, OPEN = "chat.postMessage", "chat.update", "conversations.open"
# What the SDK lets through when there is no answer, or none that can be read.
NO_ANSWER = (OSError, http.client.HTTPException, SlackClientError, ValueError)
# Slack's answers after which a request may or may not have been carried out.
_AMBIGUOUS = {"fatal_error", "internal_error", "service_unavailable", "request_timeout"}
# https://docs.slack.dev/reference/methods: with it comes `needed`, a list with commas.
MISSING_SCOPE = "missing_scope"
# The SDK puts a sentence where the error's name would be when the answer is not JSON.
_ERROR_NAME = re.compile(r"[a-z][a-z0-9_]*")
_BAD_BLOCKS = {"invalid_blocks", "invalid_blocks_format", "invalid_attachments"}
_LONGEST_WAIT = 3600.0


@dataclass(frozen=True)
class Post:
    """What is to be posted. A channel that is a person's id means a direct message."""

    channel: str
    text: str
    key: str
    blocks: tuple[dict[str, Any], ...] = ()
    thread_ts: str | None = None
    broadcast: bool = False
    has_chart: bool = False


@dataclass(frozen=True)
class Sent:
    """It is there."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Later:
    """Surely not there; to be tried again after so many seconds. `scope`: the method that rests."""

    seconds: float
    scope: str = ""


@dataclass(frozen=True)
class Refused:
    """Surely not there, and never will be: Slack's error name, and the scope that it `needed`."""

    error: str
    needed: str = field(default="", compare=False)

    @property
    def reason(self) -> str:
        """Why, in one word: `missing_scope:groups:read`, or the error's name."""
        return f"{self.error}:{self.needed}" if self.needed else self.error


@dataclass(frozen=True)
class ChartRefused:
    """Surely not there: the workspace does not know the chart block yet."""


@dataclass(frozen=True)
class Unknown:
    """It may be there or not."""

    reason: str


Outcome = Sent | Later | Refused | ChartRefused | Unknown


@dataclass(frozen=True)
class Sender:
    """Posts and edits. `clients` must not retry by themselves: the SDK's retries post twice."""

    clients: Clients
    backoff: float = field(default=1.0)  # seconds, where Slack names none

    def post(self, workspace_id: int, post: Post) -> Outcome:
        """Post a message; its key travels in the metadata, so that it can be found again."""
        client = self.clients(workspace_id)
        place = self._place(client, post.channel)
        if not isinstance(place, str):
            return place
        in_thread = post.thread_ts is not None
        return self._sorted(
            post,
            POST,
            lambda: client.chat_postMessage(
                channel=place,
                text=post.text,
                blocks=list(post.blocks),
                thread_ts=post.thread_ts,
                reply_broadcast=True if post.broadcast and in_thread else None,
                metadata=_metadata(post.key),
                unfurl_links=False,
                unfurl_media=False,
            ),
        )

    def update(self, workspace_id: int, post: Post, channel: str, ts: str) -> Outcome:
        """Edit a message that was posted; may be repeated."""
        client = self.clients(workspace_id)
        return self._sorted(
            post,
            EDIT,
            lambda: client.chat_update(
                channel=channel,
                ts=ts,
                text=post.text,
                blocks=list(post.blocks),
                metadata=_metadata(post.key),
            ),
        )

    def _place(self, client: WebClient, channel: str) -> str | Later | Refused:
        """The channel to post in. Opening direct messages posts nothing: no answer means later."""
        try:
            return place_of(client, channel)
        except SlackApiError as error:
            outcome = answered(error.response, OPEN)
            return Later(self.backoff) if isinstance(outcome, Unknown) else outcome
        except NO_ANSWER:
            return Later(self.backoff)

    def _sorted(self, post: Post, scope: str, send: Callable[[], SlackResponse]) -> Outcome:
        try:
            response = send()
        except SlackApiError as error:
            outcome = answered(error.response, scope)
            refused = isinstance(outcome, Refused) and outcome.error in _BAD_BLOCKS
            return ChartRefused() if refused and post.has_chart else outcome
        except NO_ANSWER as error:
            reason = error.reason if isinstance(error, URLError) else error
            if isinstance(reason, (ConnectionRefusedError, socket.gaierror)):
                return Later(self.backoff)  # nobody was there to take the request
            return Unknown(f"no answer: {type(reason).__name__}")
        ts, channel = response.get("ts"), response.get("channel")
        if not isinstance(ts, str) or not ts:
            return Unknown("an answer without a time stamp")
        return Sent(channel if isinstance(channel, str) else post.channel, ts)


def answered(response: SlackResponse | Mapping[str, Any], scope: str) -> Later | Refused | Unknown:
    """What an answer that is not ok says about the request.

    A refusal with a name that we do not know is still one: Slack says that it did nothing.
    """
    status = getattr(response, "status_code", 200)
    data = getattr(response, "data", response)
    data = data if isinstance(data, Mapping) else {}
    error = data.get("error")
    if status == 429 or error in ("ratelimited", "rate_limited"):
        return Later(_retry_after(getattr(response, "headers", {})), scope)
    named = isinstance(error, str) and _ERROR_NAME.fullmatch(error)
    if not named or status >= 500 or error in _AMBIGUOUS:
        return Unknown(f"Slack answered {status}" + (f" {error}" if named else ""))
    needed = str(data.get("needed") or "") if error == MISSING_SCOPE else ""
    return Refused(str(error), needed[:80])


def is_person(channel: str) -> bool:
    """Whether a message's channel is a person's id, which means their direct messages."""
    return channel.startswith(("U", "W"))


def place_of(client: WebClient, channel: str) -> str:
    """The channel itself, or a person's direct messages, opened: which may be repeated.

    Raises SlackApiError, or one of NO_ANSWER.
    """
    if not is_person(channel):
        return channel
    opened = client.conversations_open(users=channel).get("channel")
    if not isinstance(opened, Mapping) or not isinstance(opened.get("id"), str):
        raise ValueError("an answer without a channel")
    return str(opened["id"])


def _metadata(key: str) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def _retry_after(headers: Mapping[str, Any]) -> float:
    """Seconds to wait, at least one; Slack says so in a header that may be missing or garbage."""
    for name, value in headers.items():
        if name.lower() == "retry-after":
            given = value[0] if isinstance(value, list) else value
            if str(given).isascii() and str(given).isdigit():
                return min(max(float(given), 1.0), _LONGEST_WAIT)
    return 1.0
