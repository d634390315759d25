"""Every place that the stand-in plays, and which of them a request is about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from sandbox.errors import ApiError
from sandbox.installation import Installation
from sandbox.oauth.desk import Desk
from sandbox.organisation import Organisation
from sandbox.people import User
from sandbox.place import Place
from sandbox.registration import Registration
from sandbox.state import State


@dataclass
class Directory:
    """All places, the first one first, their organisations, and the app they know."""

    app: Registration
    desk: Desk = field(default_factory=Desk)
    places: list[Place] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)

    @property
    def first(self) -> Place:
        """The place for everything that is about no place in particular."""
        return self.places[0]

    def kind(self, token: str) -> str | None:
        """`bot`, `app`, or None for a token that nobody gave out."""
        if token and token == self.app.app_token:
            return "app"
        return "bot" if self._owner(token) else None

    def authorized(self, token: str, wanted: str | None, arguments: dict[str, Any]) -> State:
        """The place that a call with this token is about; `wanted` is what the method takes.

        Raises ApiError where Slack would not take this token for such a method, or not there.
        """
        if wanted is None:
            return self.first.state
        if not token:
            raise ApiError("not_authed")
        kind = self.kind(token)
        if kind is None:
            raise ApiError("invalid_auth")
        if kind != wanted:
            raise ApiError("not_allowed_token_type")
        owner = self._owner(token)
        if owner is None:
            return self.first.state
        owner.installation.tokens.require_alive(token, self.first.workspace.clock())
        place = owner if isinstance(owner, Place) else owner.place_for(arguments)
        return replace(place.state, token=token)

    def of_response_url(self, token: str) -> State:
        """The place that gave out a response URL; the first for one that nobody gave out."""
        owners = (place for place in self.places if place.response_urls.knows(token))
        return next(owners, self.first).state

    def of_upload(self, token: str) -> State:
        """The place that gave out an upload URL; the first for one that nobody gave out."""
        owners = (place for place in self.places if place.files.announced(token))
        return next(owners, self.first).state

    def installer(self, who: str) -> tuple[Installation, User]:
        """Where somebody installs the app, and who they are: `<team or organisation>/<user>`.

        Raises LookupError for nobody, or for somebody who may not; ApiError for a workspace that
        has the app already from its organisation.
        """
        where, _, user_id = who.partition("/")
        for place in self.places:
            user = place.workspace.users.get(user_id)
            org = place.workspace.enterprise
            if user is None or not user.may_install:
                continue
            if place.workspace.team_id == where:
                if place.workspace.org_wide:
                    raise ApiError("cannot_install_an_org_installed_app")
                return place.installation, user
            if org and org["id"] == where and user.runs_things:
                return self._organisation(where).installation, user
        raise LookupError(f"{who} may not install apps there")

    def _organisation(self, org_id: str) -> Organisation:
        return next(org for org in self.organisations if org.id == org_id)

    def _owner(self, token: str) -> Place | Organisation | None:
        owners: list[Place | Organisation] = [*self.places, *self.organisations]
        return next((one for one in owners if one.installation.tokens.knows(token)), None)
