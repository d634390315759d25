"""Every place that the stand-in plays, and which of them a request is about."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.errors import ApiError
from sandbox.place import Place
from sandbox.registration import Registration
from sandbox.state import State


@dataclass
class Directory:
    """All places, the first one first, and the app they know."""

    app: Registration
    places: list[Place] = field(default_factory=list)

    @property
    def first(self) -> Place:
        """The place for everything that is about no place in particular."""
        return self.places[0]

    def kind(self, token: str) -> str | None:
        """`bot`, `app`, or None for a token that nobody gave out."""
        if token and token == self.app.app_token:
            return "app"
        return "bot" if self._owner(token) else None

    def authorized(self, token: str, wanted: str | None) -> State:
        """The place that a call with this token is about; `wanted` is what the method takes.

        Raises ApiError where Slack would not take this token for such a method.
        """
        if wanted is None:
            return (self._owner(token) or self.first).state
        if not token:
            raise ApiError("not_authed")
        kind = self.kind(token)
        if kind is None:
            raise ApiError("invalid_auth")
        if kind != wanted:
            raise ApiError("not_allowed_token_type")
        place = self._owner(token) or self.first
        place.tokens.require_alive(token)
        return place.state

    def of_response_url(self, token: str) -> State:
        """The place that gave out a response URL; the first for one that nobody gave out."""
        owners = (place for place in self.places if place.response_urls.knows(token))
        return next(owners, self.first).state

    def of_upload(self, token: str) -> State:
        """The place that gave out an upload URL; the first for one that nobody gave out."""
        owners = (place for place in self.places if place.files.announced(token))
        return next(owners, self.first).state

    def _owner(self, token: str) -> Place | None:
        return next((place for place in self.places if place.tokens.knows(token)), None)
