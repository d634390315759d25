"""What Slack tells the app that has happened: pure shapes of the Events API."""

from __future__ import annotations

from typing import Any

from sandbox.channels import Channel

Event = dict[str, Any]

# What the app's manifest subscribes to.
SUBSCRIPTIONS = frozenset(
    {
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
    }
)

SHARING = ("channel_shared", "channel_unshared")


def heard_with(kind: str) -> frozenset[str]:
    """The scopes of which the bot token needs one to hear events of this kind; none for some."""
    if kind == "app_mention":
        return frozenset({"app_mentions:read"})
    if kind in ("member_joined_channel", "member_left_channel", *SHARING):
        return frozenset({"channels:read", "groups:read"})
    family = kind.partition("_")[0]
    return frozenset({f"{family}s:read"} if family in ("channel", "group") else ())


def joined(channel: Channel, user: str, team: str, inviter: str | None, ts: str) -> Event:
    """member_joined_channel: for the bot itself and for people in its channels."""
    event = {
        "type": "member_joined_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.private else "C",
        "team": team,
        "event_ts": ts,
    }
    return event | ({"inviter": inviter} if inviter else {})


def left(channel: Channel, actor: str, ts: str) -> Event:
    """channel_left or group_left: the bot was taken out."""
    return {
        "type": _typed(channel, "left"),
        "channel": channel.id,
        "actor_id": actor,
        "event_ts": ts,
    }


def gone(channel: Channel, user: str, team: str, ts: str) -> Event:
    """member_left_channel: for people in the bot's channels."""
    return {
        "type": "member_left_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.private else "C",
        "team": team,
        "event_ts": ts,
    }


def shared(channel: Channel, team: str, ts: str) -> Event:
    """channel_shared: another workspace or organisation has joined."""
    return {
        "type": "channel_shared",
        "connected_team_id": team,
        "channel": channel.id,
        "event_ts": ts,
    }


def unshared(channel: Channel, team: str, ts: str) -> Event:
    """channel_unshared: another workspace or organisation was taken out."""
    return {
        "type": "channel_unshared",
        "previously_connected_team_id": team,
        "channel": channel.id,
        "is_ext_shared": channel.ext_shared,
        "event_ts": ts,
    }


def changed(channel: Channel, what: str, actor: str, ts: str) -> Event:
    """channel_archive, channel_unarchive, channel_deleted, or their group_ twins."""
    return {"type": _typed(channel, what), "channel": channel.id, "user": actor, "event_ts": ts}


def renamed(channel: Channel, ts: str) -> Event:
    """channel_rename or group_rename."""
    about = {"id": channel.id, "name": channel.name, "created": channel.created}
    return {"type": _typed(channel, "rename"), "channel": about, "event_ts": ts}


def id_changed(old: str, new: str, ts: str) -> Event:
    """channel_id_changed: a shared channel got another id."""
    return {
        "type": "channel_id_changed",
        "old_channel_id": old,
        "new_channel_id": new,
        "event_ts": ts,
    }


def home_opened(user: str, dm: str, view: dict[str, Any] | None, ts: str) -> Event:
    """app_home_opened; `view` is what the tab shows now, absent the first time."""
    event = {
        "type": "app_home_opened",
        "user": user,
        "channel": dm,
        "tab": "home",
        "event_ts": ts,
    }
    return event | ({"view": view} if view else {})


def mention(channel: str, message: dict[str, Any]) -> Event:
    """app_mention, from the message that mentions the bot."""
    kept: Event = {
        key: message[key] for key in ("user", "text", "ts", "thread_ts", "team") if key in message
    }
    return {"type": "app_mention", **kept, "channel": channel, "event_ts": message["ts"]}


def _typed(channel: Channel, what: str) -> str:
    return f"{'group' if channel.private else 'channel'}_{what}"
