"""Pressing buttons and choosing from menus, in messages and in views."""

from __future__ import annotations

from typing import Any

from sandbox import payloads
from sandbox.actor import Actor
from sandbox.blockkit import check_options, input_state
from sandbox.errors import AppFailed, CannotAct
from sandbox.messages import Body, Message
from sandbox.reply import Reply
from sandbox.response_urls import Conversation
from sandbox.views import View
from sandbox.widgets import Element, Offers, Option, elements, filled, written_options

Place = Message | View


class Pressing(Actor):
    """A person who presses and chooses. A place is a copy, and may be an old one."""

    def view(self) -> View | None:
        """A copy of the modal on top, or None."""
        stack = self.stack()
        return stack[-1] if stack else None

    def stack(self) -> list[View]:
        """Copies of this person's modals, the one on top last."""
        with self._state.changes.reading():
            return [view.copy() for view in self._state.workspace.views.stacks[self.id]]

    def click(
        self,
        place: Place | None = None,
        *,
        action_id: str | None = None,
        text: str | None = None,
        value: str | None = None,
    ) -> Reply:
        """Press the one button that fits, by action_id, text or value; in the top modal by default.

        Raises CannotAct if none fits, or several do; AppFailed if the app does not take it.
        """
        place = self._place(place)
        buttons = [pair for pair in elements(place.blocks) if pair[1]["type"] == "button"]
        fitting = [
            (block_id, button)
            for block_id, button in buttons
            if action_id in (None, button["action_id"])
            and text in (None, button["text"]["text"])
            and value in (None, button.get("value"))
        ]
        block_id, button = _only(fitting, buttons)
        kept: Body = {
            key: button[key] for key in ("text", "value", "style", "url") if key in button
        }
        return self._act(place, block_id, button, kept)

    def choose(self, action_id: str, value: Any, *, where: Place | None = None) -> Reply:
        """Choose in a menu, by text or value of the option; the app hears of it at once.

        Raises CannotAct if there is no such menu or option; AppFailed if the app does not take it.
        """
        place = self._place(where)
        menus = [pair for pair in elements(place.blocks) if pair[1]["type"] != "button"]
        block_id, menu = _only([pair for pair in menus if pair[1]["action_id"] == action_id], menus)
        entry = filled(menu, value, self._offers(place, block_id))
        if isinstance(place, View) and menu["type"] != "overflow":
            place = self._write(place, {block_id: {action_id: entry}})
        return self._act(place, block_id, menu, entry)

    def _place(self, place: Place | None) -> Place:
        found = place or self.view()
        if found is None:
            raise CannotAct("no modal is open")
        owner = found.user if isinstance(found, View) else found.ephemeral_to
        if owner not in (None, self.id):
            raise CannotAct("only somebody else sees this")
        return found

    def _act(self, place: Place, block_id: str, element: Element, content: Body) -> Reply:
        action = {
            **content,
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": block_id,
            "action_ts": self._state.workspace.timestamps.next(),
        }
        payload, conversation = self._from(place, "block_actions")
        payload |= {"trigger_id": self._trigger(), "actions": [action]}
        fields = payload.get("state", {}).get("values", {}).get(block_id, {})
        if element["action_id"] in fields:
            fields[element["action_id"]] = content
        return self._interact("interactive", payload, conversation=conversation)

    def _from(self, place: Place, kind: str) -> tuple[Body, Conversation | None]:
        payload = payloads.base(self._state.workspace, kind, self._user)
        if isinstance(place, View):
            return payload | payloads.in_view(place), None
        channel = self._state.workspace.channel(place.channel)
        if not channel.visible_to(self.id):
            raise CannotAct("this conversation is hidden from them")
        url, conversation = self._response_url(channel.id, place)
        state = {"values": input_state({"blocks": place.blocks})}
        return payload | payloads.in_message(place, channel, url) | {"state": state}, conversation

    def _write(self, view: View, entries: dict[str, Body]) -> View:
        """Put entries, by block_id and action_id, into a view's state, if it is still open; returns
        a fresh copy.
        """
        with self._state.changes.writing():
            for shown in self._state.workspace.views.all():
                if shown.id == view.id:
                    _put(shown, {name: entries[name] for name in entries if name in shown.state})
            view = view.copy()
            _put(view, entries)
            return view

    def _offers(self, place: Place, block_id: str) -> Offers:
        def options(element: Element, query: str) -> list[Option]:
            return self.suggestions(place, block_id, element, query)

        return Offers(options, self._id_of)

    def suggestions(
        self, place: Place, block_id: str, element: Element, query: str
    ) -> list[Option]:
        """What the app offers in a menu for what was typed. Raises AppFailed."""
        payload, _ = self._from(place, "block_suggestion")
        payload.pop("response_url", None)
        payload |= {"block_id": block_id, "action_id": element["action_id"], "value": query}
        body = self._interact("interactive", payload, follow=_require_options).ack.body
        return written_options(body or {})

    def _id_of(self, kind: str, name: str) -> str:
        ws = self._state.workspace
        try:
            if "users" not in kind:
                return ws.channel(name).id
            user = ws.user(name)
        except LookupError as error:
            raise CannotAct(f"{name!r} is not offered") from error
        if user.deleted:
            raise CannotAct(f"{name!r} is not offered: the account is closed")
        return user.id


def _put(view: View, entries: dict[str, Body]) -> None:
    for block_id, fields in entries.items():
        view.state.setdefault(block_id, {}).update(fields)


def _require_options(reply: Reply) -> None:
    if not reply.ack.body:
        return
    if not isinstance(reply.ack.body, dict):
        raise AppFailed("the options are not a JSON object")
    check_options(reply.ack.body)


def _only(
    fitting: list[tuple[str, Element]], offered: list[tuple[str, Element]]
) -> tuple[str, Element]:
    if len(fitting) == 1:
        return fitting[0]
    there = [
        f"{element['action_id']} ({element.get('text', {}).get('text', element['type'])})"
        for _, element in offered
    ]
    raise CannotAct(f"{len(fitting)} fit; there are: {', '.join(there) or 'none'}")
