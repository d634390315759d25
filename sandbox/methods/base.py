"""What every Web API method declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.arguments import Kind
from sandbox.rates import Limit
from sandbox.state import State

Arguments = dict[str, Any]
Handler = Callable[[State, Arguments], dict[str, Any]]


@dataclass(frozen=True)
class Method:
    """One method: its name, what it needs, and what it does.

    `scopes`: the bot token must hold one of them. `per_channel`: a further limit for each value of
    the argument `channel`. `token`: "bot", "app", or None where no token is needed. `client`: the
    app must prove who it is. `names_team`: an organisation's token must say which workspace.
    """

    name: str
    run: Handler
    limit: Limit
    scopes: tuple[str, ...] = ()
    required: Mapping[str, Kind] = field(default_factory=dict)
    optional: Mapping[str, Kind] = field(default_factory=dict)
    per_channel: Limit | None = None
    token: str | None = "bot"  # noqa: S105
    client: bool = False
    names_team: bool = False
