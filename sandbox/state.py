"""Everything the stand-in knows of one workspace, for those who act on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.changes import Changes
from sandbox.files import FileBook
from sandbox.installation import Installation
from sandbox.oauth.desk import Desk
from sandbox.rates import Rates
from sandbox.registration import Registration
from sandbox.response_urls import ResponseUrls
from sandbox.tokens import Tokens
from sandbox.triggers import Triggers
from sandbox.workspace import Workspace


@dataclass
class State:
    """The workspace, the app that is registered with Slack, and the rules that guard both.

    `token` is that of the call being served.
    """

    changes: Changes
    clock: Callable[[], datetime]
    workspace: Workspace
    app: Registration
    rates: Rates
    response_urls: ResponseUrls
    files: FileBook
    installation: Installation
    desk: Desk
    triggers: Triggers = field(default_factory=Triggers)
    token: str = ""

    @property
    def tokens(self) -> Tokens:
        """The tokens that work here."""
        return self.installation.tokens

    @property
    def base_url(self) -> str:
        """Where the stand-in listens."""
        return self.app.base_url
