"""What passed between the app and the stand-in, both ways."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

DeliveryKind = Literal["events_api", "interactive", "slash_commands"]


next_number = itertools.count(1).__next__


@dataclass
class Call:
    """One request of the app: a Web API method, or `response_url`.

    It is entered when it arrives; `status` and `answer` follow when it is answered, and stay None
    when the connection is cut. `landed`: it took effect. `scopes`: one of these was needed.
    `duration` in seconds. `number` counts all requests, both ways, in the order in which they
    ended; 0 until then. `team`: the id of the workspace it was about, None if its token named none.
    `client`: who the app said it is, for OAuth.
    """

    method: str
    arguments: dict[str, Any]
    started: datetime
    token_kind: str | None = None
    scopes: tuple[str, ...] = ()
    fault: str | None = None
    landed: bool = False
    status: int | None = None
    answer: dict[str, Any] | None = None
    duration: float | None = None
    number: int = 0
    team: str | None = None
    client: tuple[str, str] = field(default=("", ""), repr=False)

    @property
    def ok(self) -> bool:
        """Whether the app was told that it worked."""
        return bool(self.answer and self.answer.get("ok"))

    @property
    def error(self) -> str | None:
        """Slack's word for what was wrong, if the app was told one."""
        return (self.answer or {}).get("error")


@dataclass(frozen=True)
class Ack:
    """How the app answered a delivery. `failure` says in words why it does not count.

    `reason` is Slack's word for the failure in `x-slack-retry-reason`; `retry` is False when the
    app asked for no other attempt.
    """

    status: int | None
    body: Any = None
    failure: str | None = None
    reason: str = ""
    retry: bool = True

    @property
    def ok(self) -> bool:
        """Whether the app took the delivery in time."""
        return self.failure is None


@dataclass(frozen=True)
class Delivery:
    """One attempt to hand a payload to the app. `attempt` counts from 0; `duration` in seconds."""

    kind: DeliveryKind
    payload: dict[str, Any]
    attempt: int
    started: datetime
    duration: float
    ack: Ack = field(default_factory=lambda: Ack(None))
    number: int = field(default_factory=next_number)

    @property
    def status(self) -> int | None:
        """The HTTP status, 200 for an acknowledged envelope, or None if no answer came."""
        return self.ack.status

    @property
    def body(self) -> Any:
        """The body of the acknowledgement: decoded JSON, text, or None."""
        return self.ack.body

    @property
    def failure(self) -> str | None:
        """Why the attempt failed, or None."""
        return self.ack.failure


@dataclass(frozen=True)
class Parcel:
    """A payload on its way. `reason` says why the attempt before failed."""

    kind: DeliveryKind
    payload: dict[str, Any]
    attempt: int = 0
    reason: str = ""

    @property
    def wants_answer(self) -> bool:
        """Whether the acknowledgement may carry a payload (Socket Mode says so to the app)."""
        return self.kind == "slash_commands" or self.payload.get("type") in (
            "view_submission",
            "block_suggestion",
        )
