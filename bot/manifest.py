"""The Slack app manifest, for both transports from one source."""

from collections.abc import Iterable
from typing import Any

from bot.web import REDIRECT_PATH, SLACK_PATH

# Why each is needed: docs/marketplace.md.
SCOPES = (
    "app_mentions:read",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:read",
    "im:write",
    "users:read",
)
# Only to find out whether a message landed whose reply was lost.
OPTIONAL_SCOPES = ("channels:history", "groups:history")
# https://docs.slack.dev/reference/events; a private channel sends the group_ twin.
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_id_changed",
    "channel_left",
    "channel_rename",
    "channel_shared",
    "channel_unarchive",
    "channel_unshared",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_rename",
    "group_unarchive",
    "member_joined_channel",
    "tokens_revoked",
)
LONG_DESCRIPTION = (
    "Rung asks a machine-learning team, month after month, how it really works. A few minutes of "
    "questions, one page per topic, and the team reads which level of the MLOps maturity model it "
    "stands on, what moved since last time, what holds it there, and what to do next.\n\n"
    "One channel is one team, and the results belong to it. Teams are not ranked, nobody is named "
    "for what they answered, and nobody is shamed for not answering.\n\n"
    "Invite Rung to a channel, then type `/maturity setup`."
)


def manifest(
    address: str | None, verbs: Iterable[str] = (), *, rotate: bool = False
) -> dict[str, Any]:
    """What to paste into *Create an app › From a manifest*.

    With the bot's public `address`: HTTP mode, ready to be installed in many workspaces by OAuth;
    without one: Socket Mode, for one workspace. `verbs` are what the slash command understands.
    `rotate`: tokens expire and are renewed. Not for a token that is copied from Slack into the
    environment, which would end after twelve hours; and Slack lets nobody turn it off again.
    https://docs.slack.dev/reference/app-manifest
    """
    base = address.rstrip("/") if address else None
    return {
        "display_information": {
            "name": "Rung",
            "description": "Check-ins on how mature your machine-learning practice is",
            "long_description": LONG_DESCRIPTION,
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True,
                         "messages_tab_read_only_enabled": True},
            "bot_user": {"display_name": "Rung", "always_online": True},
            "slash_commands": [_command(verbs) | ({"url": base + SLACK_PATH} if base else {})],
        },
        "oauth_config": _oauth(base),
        "settings": _settings(base, rotate=rotate),
    }  # fmt: skip


def _command(verbs: Iterable[str]) -> dict[str, Any]:
    return {
        "command": "/maturity",
        "description": "Where your team stands, and what to do next",
        "usage_hint": f"[{'|'.join(verbs)}]",
        "should_escape": True,
    }


def _oauth(base: str | None) -> dict[str, Any]:
    scopes = {"bot": [*SCOPES, *OPTIONAL_SCOPES], "bot_optional": [*OPTIONAL_SCOPES]}
    return {"scopes": scopes} | ({"redirect_urls": [base + REDIRECT_PATH]} if base else {})


def _settings(base: str | None, *, rotate: bool) -> dict[str, Any]:
    where = {"request_url": base + SLACK_PATH} if base else {}
    menus = {"message_menu_options_url": base + SLACK_PATH} if base else {}
    return {
        "event_subscriptions": {"bot_events": list(EVENTS)} | where,
        "interactivity": {"is_enabled": True} | where | menus,
        "socket_mode_enabled": base is None,
        "org_deploy_enabled": base is not None,
        "token_rotation_enabled": rotate,
    }
