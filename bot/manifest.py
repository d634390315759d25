"""The Slack app manifest, for both transports from one source."""

from typing import Any

from bot.web import SLACK_PATH

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
EVENTS = ("app_home_opened", "app_mention", "member_joined_channel")


def manifest(address: str | None) -> dict[str, Any]:
    """What to paste into *Create an app › From a manifest*.

    With the bot's public `address`: HTTP mode; without one: Socket Mode.
    https://docs.slack.dev/reference/app-manifest
    """
    url = f"{address.rstrip('/')}{SLACK_PATH}" if address else None
    command = {
        "command": "/maturity",
        "description": "Where your team stands, and what to do next",
        "usage_hint": (
            "[status|start|close|pause|resume|setup|tips|explain|history|export|overview|help]"
        ),
        "should_escape": True,
    }
    where = {"request_url": url} if url else {}
    return {
        "display_information": {
            "name": "Rung",
            "description": "Check-ins on how mature your machine-learning practice is",
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True,
                         "messages_tab_read_only_enabled": True},
            "bot_user": {"display_name": "Rung", "always_online": True},
            "slash_commands": [command | ({"url": url} if url else {})],
        },
        "oauth_config": {
            "scopes": {"bot": [*SCOPES, *OPTIONAL_SCOPES], "bot_optional": [*OPTIONAL_SCOPES]}
        },
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)} | where,
            "interactivity": {"is_enabled": True} | where
            | ({"message_menu_options_url": url} if url else {}),
            "socket_mode_enabled": url is None,
            "org_deploy_enabled": False,
            "token_rotation_enabled": False,
        },
    }  # fmt: skip
