"""Modals, stacked per person, and Home tabs."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.blockkit import assign_ids, input_state
from sandbox.errors import ApiError
from sandbox.ids import Ids, Timestamps, copied, secret
from sandbox.messages import Body, all_texts

STACK_LIMIT = 3


@dataclass
class View:
    """A modal or Home tab in Slack's shape. What a person is handed is a copy."""

    user: str
    body: Body

    @property
    def id(self) -> str:
        """Its identifier, which survives updates."""
        return str(self.body["id"])

    @property
    def hash(self) -> str:
        """Changes with every update."""
        return str(self.body["hash"])

    @property
    def title(self) -> str:
        """The title as read; empty for a Home tab."""
        return str((self.body.get("title") or {}).get("text", ""))

    @property
    def blocks(self) -> list[Body]:
        """The blocks, each with its block_id."""
        return list(self.body["blocks"])

    @property
    def callback_id(self) -> str:
        """The app's name for this kind of view."""
        return str(self.body.get("callback_id") or "")

    @property
    def private_metadata(self) -> str:
        """What the app tied to the view."""
        return str(self.body.get("private_metadata") or "")

    @property
    def state(self) -> Body:
        """What is filled in: {block_id: {action_id: value}}."""
        values: Body = self.body["state"]["values"]
        return values

    def texts(self) -> list[str]:
        """Every text that a reader sees, in order."""
        return all_texts(self.blocks)

    def copy(self) -> View:
        """As it stands now."""
        return View(self.user, copied(self.body))


@dataclass
class ViewBook:
    """Everybody's open modals and Home tabs. Whoever calls holds the lock."""

    ids: Ids
    timestamps: Timestamps
    identity: Callable[[], Body]
    stacks: dict[str, list[View]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[str, View] = field(default_factory=dict)
    published: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def open(self, user: str, body: Body) -> View:
        """Show a modal alone: a modal that was open gives way."""
        view = self._new(user, body)
        self.stacks[user] = [view]
        return view

    def push(self, user: str, body: Body) -> View:
        """Show a modal on top. Raises ApiError push_limit_reached above three."""
        stack = self.stacks[user]
        if len(stack) >= STACK_LIMIT:
            raise ApiError("push_limit_reached")
        view = self._new(user, body, under=stack[-1] if stack else None)
        stack.append(view)
        return view

    def publish(self, user: str, body: Body, expected_hash: str | None) -> View:
        """Make or replace somebody's Home tab. Raises ApiError hash_conflict."""
        view = self.homes.get(user)
        if view is None:
            if expected_hash:
                raise ApiError("hash_conflict")
            view = self.homes[user] = self._new(user, body)
        else:
            self.update(view, body, expected_hash)
        self.published[user] += 1
        return view

    def update(self, view: View, body: Body, expected_hash: str | None = None) -> None:
        """Replace a view's content; what was typed stays where block_id and action_id are the same.

        Raises ApiError hash_conflict if `expected_hash` is not the view's.
        """
        if expected_hash and expected_hash != view.hash:
            raise ApiError("hash_conflict")
        typed = view.state
        kept = ("id", "root_view_id", "previous_view_id")
        view.body = self._shape(body, view.id, view) | {key: view.body[key] for key in kept}
        view.body["state"]["values"] = carried_over(typed, view.state)

    def find(self, view_id: str | None, external_id: str | None = None) -> View:
        """An open modal or a Home tab. Raises ApiError not_found."""
        for view in self.all():
            if view.id == view_id or (external_id and view.body["external_id"] == external_id):
                return view
        raise ApiError("not_found")

    def all(self) -> list[View]:
        """Every view that somebody can see or go back to."""
        return [view for stack in self.stacks.values() for view in stack] + [*self.homes.values()]

    def close(self, view_id: str) -> None:
        """Take one modal out of its stack, if it is still there."""
        for user, stack in self.stacks.items():
            self.stacks[user] = [view for view in stack if view.id != view_id]

    def clear(self, user: str) -> None:
        """Close all of a person's modals."""
        self.stacks[user] = []

    def _new(self, user: str, body: Body, under: View | None = None) -> View:
        view_id = self.ids.new("V")
        shape = self._shape(body, view_id, None)
        shape["root_view_id"] = under.body["root_view_id"] if under else view_id
        shape["previous_view_id"] = under.id if under else None
        return View(user, shape)

    def _shape(self, body: Body, view_id: str, old: View | None) -> Body:
        self._require_own_external_id(body.get("external_id"), old)
        blocks = assign_ids(copy.deepcopy(body["blocks"]))
        shape = {
            "id": view_id,
            "type": body["type"],
            "title": body.get("title"),
            "submit": body.get("submit"),
            "close": body.get("close"),
            "blocks": blocks,
            "private_metadata": body.get("private_metadata") or "",
            "callback_id": body.get("callback_id") or "",
            "external_id": body.get("external_id") or "",
            "clear_on_close": bool(body.get("clear_on_close")),
            "notify_on_close": bool(body.get("notify_on_close")),
            "hash": f"{self.timestamps.next().partition('.')[0]}.{secret(4)}",
            **self.identity(),
        }
        return copy.deepcopy(shape) | {"state": {"values": input_state(shape)}}

    def _require_own_external_id(self, external_id: str | None, old: View | None) -> None:
        taken = {view.body["external_id"] for view in self.all() if view is not old}
        if external_id and external_id in taken:
            raise ApiError("duplicate_external_id")


def carried_over(typed: Body, fresh: Body) -> Body:
    """The fresh state, with what was there before for every field that is still the same field."""
    return {
        block_id: {
            action_id: _same_field(typed.get(block_id, {}).get(action_id), entry)
            for action_id, entry in fields.items()
        }
        for block_id, fields in fresh.items()
    }


def _same_field(old: Body | None, new: Body) -> Body:
    return old if old is not None and old["type"] == new["type"] else new
