"""Everything the stand-in knows, in one place for those who act on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.changes import Changes
from sandbox.files import FileBook
from sandbox.rates import Rates
from sandbox.response_urls import ResponseUrls
from sandbox.tokens import Tokens
from sandbox.triggers import Triggers
from sandbox.workspace import Workspace


@dataclass
class State:
    """The workspace, and the rules that guard it."""

    changes: Changes
    clock: Callable[[], datetime]
    workspace: Workspace
    rates: Rates
    response_urls: ResponseUrls
    files: FileBook
    tokens: Tokens = field(default_factory=Tokens)
    triggers: Triggers = field(default_factory=Triggers)
    base_url: str = ""
    issue_ticket: Callable[[], str] = str
