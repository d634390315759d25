"""One workspace as a test or a demo holds it: its people, its channels, its installation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from sandbox import payloads
from sandbox.changes import Changes
from sandbox.courier import Courier
from sandbox.events import heard_with
from sandbox.files import FileBook
from sandbox.identity import Identity
from sandbox.person import Person
from sandbox.rates import Rates
from sandbox.registration import Registration
from sandbox.response_urls import ResponseUrls
from sandbox.state import State
from sandbox.tokens import Tokens
from sandbox.triggers import Triggers
from sandbox.workspace import Workspace

LeavingEvent = Literal["tokens_revoked", "app_uninstalled"]


class Place:
    """A workspace that has the app, had it, or may get it.

    Its triggers, response URLs, views, files and rates are its own: what belongs to one place is
    unknown in every other, also where ids are the same.
    """

    def __init__(
        self,
        identity: Identity,
        app: Registration,
        changes: Changes,
        clock: Callable[[], datetime],
        courier: Courier,
        rate_scale: float,
    ) -> None:
        self.workspace = Workspace(identity, changes, clock, self.tell)
        self._app, self._changes, self._courier = app, changes, courier
        self.state = State(
            changes,
            clock,
            self.workspace,
            app,
            Rates(rate_scale),
            ResponseUrls(self.workspace),
            FileBook(identity.own),
        )

    @property
    def tokens(self) -> Tokens:
        """The tokens of the installation here."""
        return self.state.tokens

    @property
    def bot_token(self) -> str:
        """The newest bot token; empty before the first installation."""
        return self.tokens.bot

    @property
    def scopes(self) -> set[str]:
        """The scopes of the bot token; change them at will."""
        return self.tokens.scopes

    @property
    def installed(self) -> bool:
        """Whether the app is installed here now."""
        return self.tokens.installed

    @property
    def triggers(self) -> Triggers:
        """All trigger ids of this place; their `lifetime` may be changed."""
        return self.state.triggers

    @property
    def response_urls(self) -> ResponseUrls:
        """All response URLs of this place; their `lifetime` may be changed."""
        return self.state.response_urls

    @property
    def files(self) -> FileBook:
        """All files here; the `lifetime` of their upload URLs may be changed."""
        return self.state.files

    def person(self, name_or_id: str) -> Person:
        """Somebody to act as. Raises LookupError."""
        return Person(self.state, self._courier, self.workspace.user(name_or_id).id)

    def grant(self) -> str:
        """Install the app without a browser, as its settings page does; the new bot token."""
        with self._changes.writing():
            return self.tokens.issue()

    def uninstall(self, *, first: LeavingEvent = "tokens_revoked") -> None:
        """Take the app out: its token dies, and it is told; Slack promises no order."""
        with self._changes.writing():
            told = self.tokens.installed
            self.tokens.end("account_inactive")
            events: list[dict[str, Any]] = [self._revoked(), {"type": "app_uninstalled"}]
            for event in sorted(events, key=lambda event: event["type"] != first):
                self.tell(event, installed=told)

    def revoke_token(self) -> None:
        """The bot token dies, and the app is told."""
        with self._changes.writing():
            told = self.tokens.installed
            self.tokens.end("token_revoked")
            self.tell(self._revoked(), installed=told)

    def tell(self, event: dict[str, Any], *, installed: bool | None = None) -> None:
        """Hand the app an event, if it is installed here, subscribed, and has the scope for it."""
        here = self.installed if installed is None else installed
        needed = heard_with(event["type"])
        unheard = needed and needed.isdisjoint(self.scopes)
        if not here or event["type"] not in self._app.subscriptions or unheard:
            return
        ws = self.workspace
        channel = ws.channels.get(str(event.get("channel")))
        shared = bool(channel and channel.ext_shared)
        self._courier.announce(payloads.event(ws, ws.clock(), event, shared=shared))

    def _revoked(self) -> dict[str, Any]:
        tokens = {"oauth": [], "bot": [self.workspace.bot_user_id]}
        return {"type": "tokens_revoked", "tokens": tokens}
