"""What the app hears when an installation ends.

Source: docs.slack.dev/reference/events/app_uninstalled: Slack promises no order.
"""

from __future__ import annotations

from typing import Any, Literal

LeavingEvent = Literal["tokens_revoked", "app_uninstalled"]


def farewells(bot_user_id: str, first: LeavingEvent) -> list[dict[str, Any]]:
    """Both events of an uninstallation, in the order asked for."""
    events = [revocation(bot_user_id), {"type": "app_uninstalled"}]
    return sorted(events, key=lambda event: event["type"] != first)


def revocation(bot_user_id: str) -> dict[str, Any]:
    """tokens_revoked, for the bot's token."""
    return {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot_user_id]}}
