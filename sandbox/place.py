"""One workspace as a test or a demo holds it: its people, its channels, its installation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox import payloads
from sandbox.changes import Changes
from sandbox.courier import Courier
from sandbox.errors import CannotAct
from sandbox.events import heard_with
from sandbox.files import FileBook
from sandbox.identity import Identity
from sandbox.installation import Installation
from sandbox.leaving import LeavingEvent, farewells, revocation
from sandbox.oauth.browser import Browser, Page
from sandbox.oauth.desk import Desk
from sandbox.person import Person
from sandbox.rates import Rates
from sandbox.registration import Registration
from sandbox.response_urls import ResponseUrls
from sandbox.state import State
from sandbox.tokens import Tokens
from sandbox.triggers import Triggers
from sandbox.workspace import Workspace


class Place:
    """A workspace that has the app, had it, or may get it.

    Its triggers, response URLs, views, files and rates are its own: what belongs to one place is
    unknown in every other, also where ids are the same.
    """

    def __init__(
        self,
        identity: Identity,
        app: Registration,
        desk: Desk,
        changes: Changes,
        clock: Callable[[], datetime],
        courier: Courier,
        rate_scale: float,
    ) -> None:
        self.workspace = Workspace(identity, changes, clock, self.tell)
        self.installation = Installation(
            about=self._about,
            reach=lambda: [self.named],
            settle=self.workspace.welcome_bot,
            uninstall=self.uninstall,
            revoke_token=self.revoke_token,
        )
        desk.installations.append(self.installation)
        self._app, self._changes, self._courier = app, changes, courier
        self.state = State(
            changes,
            clock,
            self.workspace,
            app,
            Rates(rate_scale),
            ResponseUrls(self.workspace),
            FileBook(identity.own),
            self.installation,
            desk,
        )

    @property
    def named(self) -> dict[str, str]:
        """The id and the name of the workspace, as Slack gives both."""
        return {"id": self.workspace.team_id, "name": self.workspace.team_name}

    @property
    def tokens(self) -> Tokens:
        """The tokens that work here: the workspace's own, or those of its organisation."""
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

    def install(
        self, by: str, *, approve_optional: bool = True, allow: bool = True, start: str = ""
    ) -> Page:
        """Install the app as a person does, in a browser: the page on which it ends.

        It begins at `start`, or at the app's `install_url`. Raises AppFailed where the app's page
        leads nowhere, CannotAct where Slack does not let this person install it.
        """
        who = f"{self.workspace.team_id}/{self.workspace.user(by).id}"
        optional = self._app.bot_optional if approve_optional else set()
        return Browser().install(start or self._app.install_url, who, optional, allow=allow)

    def grant(self) -> str:
        """Install the app without a browser, as its settings page does; the new bot token."""
        with self._changes.writing():
            now = self.workspace.clock()
            self.installation.grant(self._app, set(self._app.bot_scopes), now)
            return self.bot_token

    def uninstall(self, *, first: LeavingEvent = "tokens_revoked") -> None:
        """Take the app out: its token dies, and it is told; Slack promises no order.

        Raises CannotAct where the app is here through the organisation.
        """
        with self._changes.writing():
            self._require_own()
            for event in farewells(self.workspace.bot_user_id, first):
                self.tell(event)
            self.installation.tokens.end("account_inactive")
            self.workspace.dismiss_bot()

    def revoke_token(self) -> None:
        """The bot token dies, and the app is told. Raises CannotAct as `uninstall` does."""
        with self._changes.writing():
            self._require_own()
            self.tell(revocation(self.workspace.bot_user_id))
            self.installation.tokens.end("token_revoked")
            self.workspace.dismiss_bot()

    def tell(self, event: dict[str, Any]) -> None:
        """Hand the app an event, if it is installed here, subscribed, and has the scope for it."""
        needed = heard_with(event["type"])
        unheard = bool(needed) and needed.isdisjoint(self.scopes)
        if not self.installed or unheard or event["type"] not in self._app.subscriptions:
            return
        ws = self.workspace
        channel = ws.channels.get(str(event.get("channel")))
        shared = bool(channel and channel.ext_shared)
        self._courier.announce(payloads.event(ws, ws.clock(), event, shared=shared))

    def holds(self, arguments: dict[str, Any]) -> bool:
        """Whether the arguments of a call name something here: a token of an organisation finds its
        workspace by that.
        """
        ws = self.workspace
        named = {str(value) for value in arguments.values()}
        known = {*ws.channels, *ws.users, *(view.id for view in ws.views.all())} - {ws.bot_user_id}
        return not named.isdisjoint(known) or any(
            self.state.triggers.knows(name) or self.state.files.named_in(name) for name in named
        )

    def _require_own(self) -> None:
        if self.workspace.org_wide:
            raise CannotAct("the app is here through the organisation: revoke its access there")

    def _about(self) -> dict[str, Any]:
        ws = self.workspace
        return {
            "bot_user_id": ws.bot_user_id,
            "app_id": ws.app_id,
            "team": self.named,
            "enterprise": ws.enterprise,
            "is_enterprise_install": False,
        }
