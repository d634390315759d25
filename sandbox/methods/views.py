"""views.*: modals and Home tabs."""

from __future__ import annotations

from typing import Any

from sandbox import arguments as a
from sandbox.blockkit import check_view
from sandbox.errors import ApiError
from sandbox.methods.base import Arguments, Method
from sandbox.rates import TIER_4
from sandbox.state import State
from sandbox.views import View


def open_view(state: State, args: Arguments) -> dict[str, Any]:
    """views.open: one modal for one trigger."""
    check_view(args["view"], expected="modal")
    trigger = state.triggers.look_at(args["trigger_id"])
    view = state.workspace.views.open(trigger.user, args["view"])
    trigger.used = True
    return _shown(view)


def push_view(state: State, args: Arguments) -> dict[str, Any]:
    """views.push: onto the modal in which the trigger arose."""
    check_view(args["view"], expected="modal")
    trigger = state.triggers.look_at(args["trigger_id"])
    if not state.workspace.views.stacks[trigger.user]:
        raise ApiError("not_found")
    view = state.workspace.views.push(trigger.user, args["view"])
    trigger.used = True
    return _shown(view)


def update_view(state: State, args: Arguments) -> dict[str, Any]:
    """views.update, by view id or external id."""
    if ("view_id" in args) == ("external_id" in args):
        message = "[ERROR] exactly one of view_id and external_id is needed"
        raise ApiError("invalid_arguments", response_metadata={"messages": [message]})
    views = state.workspace.views
    view = views.find(args.get("view_id"), args.get("external_id"))
    check_view(args["view"], expected=view.body["type"])
    views.update(view, args["view"], args.get("hash"))
    return _shown(view)


def publish_view(state: State, args: Arguments) -> dict[str, Any]:
    """views.publish: somebody's Home tab."""
    check_view(args["view"], expected="home")
    user = state.workspace.users.get(args["user_id"])
    if user is None or user.deleted or user.bot:
        raise ApiError("invalid_arguments", response_metadata={"messages": ["invalid `user_id`"]})
    return _shown(state.workspace.views.publish(user.id, args["view"], args.get("hash")))


def _shown(view: View) -> dict[str, Any]:
    return {"view": view.copy().body}


TRIGGERED: dict[str, a.Kind] = {"trigger_id": a.word, "view": a.fields}

METHODS = (
    Method("views.open", open_view, TIER_4, required=TRIGGERED),
    Method("views.push", push_view, TIER_4, required=TRIGGERED),
    Method(
        "views.update",
        update_view,
        TIER_4,
        required={"view": a.fields},
        optional={"view_id": a.word, "external_id": a.word, "hash": a.word},
    ),
    Method(
        "views.publish",
        publish_view,
        TIER_4,
        required={"user_id": a.word, "view": a.fields},
        optional={"hash": a.word},
    ),
)
