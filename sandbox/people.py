"""A person or bot of the workspace, and how Slack describes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

Guest = Literal["multi", "single"]


@dataclass
class User:
    """One account. A stranger belongs to another organisation (Slack Connect)."""

    id: str
    name: str
    real_name: str
    team_id: str
    tz: str = "UTC"
    locale: str = "en-US"
    is_admin: bool = False
    is_owner: bool = False
    guest: Guest | None = None
    deleted: bool = False
    bot: bool = False
    stranger: bool = False
    enterprise: dict[str, str] | None = None

    @property
    def runs_things(self) -> bool:
        """Whether Slack calls them an admin: owners are."""
        return self.is_admin or self.is_owner

    @property
    def may_install(self) -> bool:
        """Whether Slack lets them install apps in their workspace."""
        return not (self.bot or self.deleted or self.guest or self.stranger)

    def as_api(self, now: datetime, *, include_locale: bool = False) -> dict[str, Any]:
        """The user object of `users.info`. Strangers and the departed show less of themselves."""
        user = self._identity()
        if not self.deleted:
            user |= self._zone(now) | self._roles()
        if self.enterprise:
            user["enterprise_user"] = self._in_enterprise(self.enterprise)
        if self.stranger:
            user["is_stranger"] = True
        elif include_locale and not self.deleted:
            user["locale"] = self.locale
        return user

    def _identity(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "real_name": self.real_name,
            "profile": {
                "real_name": self.real_name,
                "display_name": self.name,
                "team": self.team_id,
            },
            "is_bot": self.bot,
            "is_app_user": False,
            "updated": 0,
        }

    def _in_enterprise(self, enterprise: dict[str, str]) -> dict[str, Any]:
        """What Enterprise organisations add: docs.slack.dev/reference/objects/user-object."""
        return {
            "id": self.id,
            "enterprise_id": enterprise["id"],
            "enterprise_name": enterprise["name"],
            "is_admin": False,
            "is_owner": False,
            "teams": [self.team_id],
        }

    def _roles(self) -> dict[str, Any]:
        return {
            "is_admin": self.runs_things,
            "is_owner": self.is_owner,
            "is_primary_owner": False,
            "is_restricted": self.guest is not None,
            "is_ultra_restricted": self.guest == "single",
        }

    def _zone(self, now: datetime) -> dict[str, Any]:
        offset = now.astimezone(ZoneInfo(self.tz)).utcoffset()
        seconds = int(offset.total_seconds()) if offset else 0
        return {"tz": self.tz, "tz_label": self.tz, "tz_offset": seconds}
