"""One log line for each step of somebody in Slack: what it is, and where; never what they said."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import BoltContext, BoltResponse

from bot.errors import BotError
from bot.listeners.payloads import metadata_of, text_of

log = logging.getLogger(__name__)

# Buttons whose value is a check-in.
_OF_A_CHECK_IN = {"answer", "skip_round", "no_reminders"}


def log_step(
    body: dict[str, Any],
    context: BoltContext,
    next: Callable[[], BoltResponse | None],  # noqa: A002 - Bolt's name
) -> BoltResponse | None:
    """Bolt middleware: logs a step that somebody's listener is about to deal with."""
    log.info("step", extra={"workspace": context.get("workspace_id"), **step_of(body)})
    return next()


def step_of(body: Mapping[str, Any]) -> dict[str, object]:
    """Which step a payload is: its type, the name of its button or form, and its check-in."""
    action = _first_action(body)
    name = (
        text_of(body, "view", "callback_id")
        if body.get("type") == "view_submission"
        else text_of(action, "action_id")
        or text_of(body, "action_id")
        or text_of(body, "command")
        or text_of(body, "event", "type")
    )
    kind = text_of(body, "type") or "command"
    step: dict[str, object] = {"from": kind[:40], "step": name[:40]}
    if (check_in := _check_in(body, action, name)) is not None:
        step["check_in"] = check_in
    return step


def _first_action(body: Mapping[str, Any]) -> Mapping[str, Any]:
    actions = body.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else None
    return first if isinstance(first, Mapping) else {}


def _check_in(body: Mapping[str, Any], action: Mapping[str, Any], name: str) -> int | None:
    """The check-in that a form or a button of a check-in names; None for everything else."""
    value: object = None
    if isinstance(body.get("view"), Mapping):
        try:
            value = metadata_of(body["view"]).get("check_in")
        except BotError:
            return None
    if value is None and name.split(":")[0] in _OF_A_CHECK_IN:
        value = text_of(action, "value")
    written = str(value)
    return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else None
