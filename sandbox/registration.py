"""The app as it is registered with Slack: the same for every workspace that installs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.events import SUBSCRIPTIONS
from sandbox.ids import secret


@dataclass
class Registration:
    """What the app's settings at Slack say. `base_url` is where the stand-in listens."""

    signing_secret: str = field(default_factory=lambda: f"sandbox-{secret()}")
    app_token: str = field(default_factory=lambda: f"xapp-1-sandbox-{secret()}")
    subscriptions: set[str] = field(default_factory=lambda: set(SUBSCRIPTIONS))
    base_url: str = ""
    issue_ticket: Callable[[], str] = str
