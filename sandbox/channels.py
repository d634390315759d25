"""A conversation, and how Slack describes it to the bot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["public_channel", "private_channel", "im"]


@dataclass
class Channel:
    """A channel, or the direct messages between one person and the bot."""

    id: str
    name: str
    creator: str
    created: int
    members: list[str] = field(default_factory=list)
    private: bool = False
    archived: bool = False
    ext_shared: bool = False
    im_with: str | None = None

    @property
    def kind(self) -> Kind:
        """Slack's word in the `types` argument."""
        if self.im_with:
            return "im"
        return "private_channel" if self.private else "public_channel"

    def visible_to(self, user: str) -> bool:
        """Whether this account can know that the conversation exists."""
        return self.kind == "public_channel" or user in self.members

    def as_api(self, viewer: str) -> dict[str, Any]:
        """The conversation object, as the viewer gets it."""
        common = {"id": self.id, "created": self.created, "is_archived": self.archived}
        if self.im_with:
            return common | {"is_im": True, "user": self.im_with, "is_org_shared": False}
        return common | self._names() | self._kinds() | {"is_member": viewer in self.members}

    def _names(self) -> dict[str, Any]:
        blank = {"value": "", "creator": "", "last_set": 0}
        return {
            "name": self.name,
            "name_normalized": self.name,
            "creator": self.creator,
            "previous_names": [],
            "topic": blank,
            "purpose": blank,
        }

    def _kinds(self) -> dict[str, Any]:
        return {
            "is_channel": not self.private,
            "is_group": self.private,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.private,
            "is_general": False,
            "is_shared": self.ext_shared,
            "is_ext_shared": self.ext_shared,
            "is_org_shared": False,
            "is_pending_ext_shared": False,
        }
