"""An organisation of several workspaces, in which the app can be installed as a whole.

Source: docs.slack.dev/enterprise/developing-for-enterprise-orgs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox import payloads
from sandbox.changes import Changes
from sandbox.courier import Courier
from sandbox.errors import ApiError
from sandbox.identity import APP_ID, Identity
from sandbox.ids import Ids
from sandbox.installation import Installation
from sandbox.leaving import LeavingEvent, farewells, revocation
from sandbox.oauth.browser import Browser, Page
from sandbox.oauth.desk import Desk
from sandbox.place import Place
from sandbox.registration import Registration


class Organisation:
    """Its workspaces share one bot and one space of ids; one token serves those that were granted.

    `places` are its workspaces, `granted` those of them in which an org-wide installation works.
    """

    def __init__(
        self,
        number: int,
        name: str,
        app: Registration,
        desk: Desk,
        changes: Changes,
        clock: Callable[[], datetime],
        courier: Courier,
    ) -> None:
        self.name = name
        self.places: list[Place] = []
        self.granted: list[Place] = []
        self.installation = Installation(
            about=self._about,
            reach=lambda: [place.named for place in self.granted],
            settle=lambda: None,
            uninstall=self.uninstall,
            revoke_token=self.revoke_token,
        )
        desk.installations.append(self.installation)
        self._app, self._changes, self._clock, self._courier = app, changes, clock, courier
        self._ids, self._own = Ids(), Ids(f"{number}ORG")
        self.id, self.bot_id, self.bot_user_id = (self._own.new(prefix) for prefix in "EBU")

    def identity(self, name: str) -> Identity:
        """Who a new workspace of this organisation is."""
        enterprise = {"id": self.id, "name": self.name}
        team = self._own.new("T")
        return Identity(
            self._ids, self._own, name, team, self.bot_id, self.bot_user_id, enterprise=enterprise
        )

    @property
    def bot_token(self) -> str:
        """The newest token of the org-wide installation; empty before the first."""
        return self.installation.tokens.bot

    @property
    def installed(self) -> bool:
        """Whether the app is installed in the whole organisation now."""
        return self.installation.tokens.installed

    def install(
        self, by: str, *, approve_optional: bool = True, allow: bool = True, start: str = ""
    ) -> Page:
        """Install the app for the organisation in a browser, as Place.install, then grant it every
        workspace; `by` is an admin or owner of one of them.
        """
        user = next(u for p in self.places for u in p.workspace.users.values() if u.name == by)
        optional = self._app.bot_optional if approve_optional else set()
        address = start or self._app.install_url
        page = Browser().install(address, f"{self.id}/{user.id}", optional, allow=allow)
        if self.installed:
            for place in self.places:
                self.grant_access(place)
        return page

    def grant_access(self, place: Place) -> None:
        """An admin adds the org-wide app to a workspace."""
        with self._changes.writing():
            if place in self.granted:
                return
            self.granted.append(place)
            place.state.installation, place.workspace.org_wide = self.installation, True
            place.workspace.welcome_bot()
            self._tell({"type": "team_access_granted", "team_ids": [place.workspace.team_id]})

    def revoke_access(self, place: Place) -> None:
        """An admin takes the org-wide app out of a workspace; the token lives on."""
        with self._changes.writing():
            self._tell({"type": "team_access_revoked", "team_ids": [place.workspace.team_id]})
            self._release(place)

    def uninstall(self, *, first: LeavingEvent = "tokens_revoked") -> None:
        """Take the app out of the organisation."""
        with self._changes.writing():
            self._end(farewells(self.bot_user_id, first), "account_inactive")

    def revoke_token(self) -> None:
        """The org-wide token dies, and the app is told."""
        with self._changes.writing():
            self._end([revocation(self.bot_user_id)], "token_revoked")

    def place_for(self, arguments: dict[str, Any]) -> Place:
        """The workspace that a call with the organisation's token is about.

        Raises ApiError team_not_found or team_access_not_granted.
        """
        team = arguments.get("team_id")
        if team is None:
            found = next((place for place in self.places if place.holds(arguments)), None)
        else:
            found = next((p for p in self.places if p.workspace.team_id == team), None)
            if found is None:
                raise ApiError("team_not_found")
        found = found or next(iter(self.granted or self.places), None)
        if found is None or found not in self.granted:
            raise ApiError("team_access_not_granted")
        return found

    def _end(self, events: list[dict[str, Any]], error: str) -> None:
        for event in events:
            self._tell(event)
        self.installation.tokens.end(error)
        for place in list(self.granted):
            self._release(place)

    def _release(self, place: Place) -> None:
        self.granted.remove(place)
        place.state.installation, place.workspace.org_wide = place.installation, False
        place.workspace.dismiss_bot()

    def _tell(self, event: dict[str, Any]) -> None:
        if not self.installed or event["type"] not in self._app.subscriptions:
            return
        event_id = self._own.new("Ev")
        payload = payloads.org_event(self.id, APP_ID, event_id, self._clock(), event)
        self._courier.announce(payload)

    def _about(self) -> dict[str, Any]:
        return {
            "bot_user_id": self.bot_user_id,
            "app_id": APP_ID,
            "team": None,
            "enterprise": {"id": self.id, "name": self.name},
            "is_enterprise_install": True,
        }
