"""What Slack sends the app when somebody does something: pure shapes.

Source: docs.slack.dev/reference/interaction-payloads.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox.channels import Channel
from sandbox.messages import Message
from sandbox.people import User
from sandbox.views import View
from sandbox.workspace import Workspace

Payload = dict[str, Any]
VERIFICATION_TOKEN = "sandbox-verification-token"  # noqa: S105
DOMAIN = "sandbox"


def base(ws: Workspace, kind: str, user: User) -> Payload:
    """What every interaction says: what it is, who, and where it is installed."""
    return {
        "type": kind,
        "token": VERIFICATION_TOKEN,
        "team": {"id": ws.team_id, "domain": DOMAIN} | _of_enterprise(ws),
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.team_id,
        },
        "api_app_id": ws.app_id,
        "enterprise": ws.enterprise,
        "is_enterprise_install": ws.org_wide,
    }


def slash_command(
    ws: Workspace, user: User, channel: Channel, line: str, trigger: str, url: str
) -> Payload:
    """A slash command. Source: docs.slack.dev/interactivity/implementing-slash-commands."""
    command, _, text = line.partition(" ")
    shown = "privategroup" if channel.private else channel.name
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": ws.team_id,
        "team_domain": DOMAIN,
        "channel_id": channel.id,
        "channel_name": shown,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text.strip(),
        "api_app_id": ws.app_id,
        "is_enterprise_install": "true" if ws.org_wide else "false",
        "response_url": url,
        "trigger_id": trigger,
    } | _of_enterprise(ws)


def in_message(message: Message, channel: Channel, url: str) -> Payload:
    """Where a press happened: a message, or a note that only this person sees."""
    ephemeral = message.ephemeral_to is not None
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    place = {
        "container": container,
        "channel": {"id": channel.id, "name": channel.name},
        "response_url": url,
    }
    return place if ephemeral else place | {"message": message.body}


def in_view(view: View) -> Payload:
    """Where a press happened: a modal or Home tab."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view.body}


def event(ws: Workspace, now: datetime, inner: Payload, *, shared: bool) -> Payload:
    """The envelope of an event. Source: docs.slack.dev/apis/events-api."""
    authorization = {
        "enterprise_id": ws.enterprise["id"] if ws.enterprise else None,
        "team_id": None if ws.org_wide else ws.team_id,
        "user_id": ws.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": ws.org_wide,
    }
    enterprise = {"enterprise_id": ws.enterprise["id"]} if ws.enterprise else {}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": ws.team_id,
        **enterprise,
        "api_app_id": ws.app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": ws.own_ids.new("Ev"),
        "event_time": int(now.timestamp()),
        "authorizations": [authorization],
        "is_ext_shared_channel": shared,
    }


def org_event(enterprise: str, app: str, event_id: str, now: datetime, inner: Payload) -> Payload:
    """The envelope of an event that is about a whole organisation: it names no workspace."""
    return {
        "token": VERIFICATION_TOKEN,
        "enterprise_id": enterprise,
        "api_app_id": app,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(now.timestamp()),
    }


def _of_enterprise(ws: Workspace) -> Payload:
    """The organisation that a workspace belongs to, if it belongs to one."""
    if ws.enterprise is None:
        return {}
    return {"enterprise_id": ws.enterprise["id"], "enterprise_name": ws.enterprise["name"]}
