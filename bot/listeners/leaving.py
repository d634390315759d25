"""The app is taken out: Slack's two events about it, in any order, once or twice, or late."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from slack_bolt import App

from bot.listeners.payloads import text_of
from bot.services.leaving import Leaving
from bot.services.posts import Workspaces

EVENTS = ("app_uninstalled", "tokens_revoked")


class Departing:
    """Listeners of an app that is taken out. Bolt authorizes nobody for them: there is no token."""

    def __init__(self, leaving: Leaving, workspaces: Workspaces) -> None:
        self._leaving = leaving
        self._workspaces = workspaces

    def register(self, app: App) -> None:
        app.event("app_uninstalled")(self.uninstalled)
        app.event("tokens_revoked")(self.revoked)

    def uninstalled(self, body: dict[str, Any]) -> None:
        """The app is gone, with everything that it may do."""
        self._leave(body, "app_uninstalled")

    def revoked(self, event: dict[str, Any], body: dict[str, Any]) -> None:
        """The bot's token is dead. Those of people say nothing: Rung has none."""
        tokens = event.get("tokens")
        if isinstance(tokens, Mapping) and tokens.get("bot"):
            self._leave(body, "tokens_revoked")

    def _leave(self, body: dict[str, Any], reason: str) -> None:
        workspace_id = self._leaving.find(*whose(body))
        if workspace_id is not None:
            self._leaving.leave(workspace_id, reason, _happened_at(body))
            self._workspaces.forget()


def tells_of_leaving(body: Mapping[str, Any]) -> bool:
    """Whether Slack tells that the app was taken out."""
    return text_of(body, "event", "type") in EVENTS


def whose(body: Mapping[str, Any]) -> tuple[str, str]:
    """The enterprise and the team of the installation that an event is about, as they are kept:
    one for a whole organisation has no team.
    """
    authorizations = body.get("authorizations")
    first = authorizations[0] if isinstance(authorizations, list) and authorizations else body
    named = first if isinstance(first, Mapping) else body
    enterprise = text_of(named, "enterprise_id") or text_of(body, "enterprise_id")
    if named.get("is_enterprise_install") is True:
        return enterprise, ""
    return enterprise, text_of(named, "team_id") or text_of(body, "team_id")


def _happened_at(body: Mapping[str, Any]) -> datetime | None:
    """When it happened, in whole seconds; None where Slack does not tell."""
    told = body.get("event_time")
    known = isinstance(told, int) and not isinstance(told, bool) and 0 < told < 10**11
    return datetime.fromtimestamp(told, UTC) if known and isinstance(told, int) else None
