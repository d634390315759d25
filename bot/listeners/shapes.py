"""Whether a payload has the parts that Slack gives each of its kind."""

from collections.abc import Mapping
from typing import Any

from bot.listeners.payloads import text_of

_OBJECTS = ("user", "team", "enterprise", "channel", "container", "message", "view", "event")
_WITH_AN_ID = {"user", "team", "enterprise", "channel", "view"}
# Where Bolt looks for the workspace, one after the other.
_WORKSPACES = (
    ("team_id",), ("user", "team_id"), ("view", "team_id"), ("view", "app_installed_team_id"),
    ("event", "team_id"), ("event", "user", "team_id"),
)  # fmt: skip
# The texts that a payload of a kind always has: paths of keys.
# https://docs.slack.dev/reference/interaction-payloads
# https://docs.slack.dev/interactivity/implementing-slash-commands
_COMMAND = ("command", "trigger_id", "user_id", "channel_id", "response_url")
_TEXTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "": tuple((name,) for name in _COMMAND),
    "block_actions": (("trigger_id",), ("user", "id"), ("container", "type")),
    "block_suggestion": (("user", "id"), ("action_id",)),
    "view_submission": (("user", "id"), ("view", "id"), ("view", "callback_id")),
    "event_callback": (("event", "type"),),
}
_OF_AN_ACTION = ("type", "action_id", "block_id")
_OF_A_VIEW = ("id", "hash", "type")


def is_whole(body: Mapping[str, Any]) -> bool:
    """Whether the payload is as Slack documents its kind; True for kinds that we do not know."""
    if not all(_is_object(body, name) for name in _OBJECTS):
        return False
    if not all(_is_text_or_none(body, *path) for path in _WORKSPACES):
        return False
    kind = body.get("type", "")
    if not isinstance(kind, str):
        return False
    if not all(text_of(body, *path) for path in _TEXTS.get(kind, ())):
        return False
    if kind == "block_actions":
        return _has_actions(body) and _has_place(body)
    return kind != "event_callback" or _has_installation(body)


def _is_text_or_none(value: object, *path: str) -> bool:
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return isinstance(value, str | None)


def _is_object(body: Mapping[str, Any], name: str) -> bool:
    """Whether it is left out, null, or an object, with an id where such have one."""
    found = body.get(name)
    if not isinstance(found, Mapping):
        return found is None
    return name not in _WITH_AN_ID or bool(text_of(found, "id"))


def _has_actions(body: Mapping[str, Any]) -> bool:
    actions = body.get("actions")
    return (
        isinstance(actions, list)
        and bool(actions)
        and all(text_of(action, name) for action in actions[:1] for name in _OF_AN_ACTION)
    )


def _has_installation(body: Mapping[str, Any]) -> bool:
    """An event says for which installation it is: a workspace's, or an organisation's."""
    given = body.get("authorizations")
    return isinstance(given, list) and all(
        text_of(each, "team_id") or text_of(each, "enterprise_id") for each in given[:1]
    )


def _has_place(body: Mapping[str, Any]) -> bool:
    """A press in a view comes with the view, one in a message with where to answer."""
    if text_of(body, "container", "type") == "view":
        return all(text_of(body, "view", name) for name in _OF_A_VIEW)
    return bool(text_of(body, "response_url"))
