"""Filling in modals and submitting them."""

from __future__ import annotations

from typing import Any

from sandbox import payloads
from sandbox.blockkit import check_response_action
from sandbox.errors import AppFailed, CannotAct, FieldsWrong, FormIncomplete
from sandbox.messages import Body
from sandbox.pressing import Pressing
from sandbox.records import Ack
from sandbox.reply import Reply
from sandbox.views import View
from sandbox.widgets import TEXT, filled, held, is_empty


class Forms(Pressing):
    """A person who fills in forms."""

    def fill(self, values: dict[str, Any]) -> None:
        """Fill in fields of the top modal, named by label or block_id.

        A field that tells the app at once (`dispatch_action`) does so, unless it is for typing.
        Raises CannotAct for a field that is not there, or a value that it does not take.
        """
        for name, value in values.items():
            view = self._top()
            block = _input_block(view, name)
            element = block["element"]
            if block.get("dispatch_action") and element["type"] not in TEXT:
                self.choose(element["action_id"], value)
            else:
                entry = filled(element, value, self._offers(view, block["block_id"]))
                self._write(view, {block["block_id"]: {element["action_id"]: entry}})

    def enter(self, view: View, values: dict[str, Any]) -> View:
        """Put values into a view's fields, by block_id, and tell the app nothing yet.

        A field that holds the value already stays as it is. Returns a fresh copy of the view.
        Raises FieldsWrong for values that the fields do not take; the others are kept.
        """
        entries: dict[str, Body] = {}
        faults: dict[str, str] = {}
        for block in view.blocks:
            name, element = block["block_id"], block.get("element", {})
            if block["type"] != "input" or name not in values:
                continue
            if values[name] == held(view.state[name][element["action_id"]]):
                continue
            try:
                entry = filled(element, values[name], self._offers(view, name))
                entries[name] = {element["action_id"]: entry}
            except CannotAct as error:
                faults[name] = f"{str(error).capitalize()}."
        view = self._write(view, entries)
        if faults:
            raise FieldsWrong(faults)
        return view

    def submit(self, view: View | None = None) -> Reply:
        """Submit the top modal, or an older copy as from another device.

        Raises FormIncomplete where the client asks for more first, AppFailed where the person sees
        an error; what the app writes beside fields is in the reply's `errors`.
        """
        view = view or self._top()
        if not view.body.get("submit"):
            raise CannotAct("this modal has nothing to submit")
        if fields := missing(view):
            raise FormIncomplete(fields)
        payload = payloads.base(self._state.workspace, "view_submission", self._user)
        payload |= {"trigger_id": self._trigger(), "view": view.body, "response_urls": []}
        return self._interact(
            "interactive", payload, follow=lambda reply: self._follow(reply, view)
        )

    def close_view(self) -> None:
        """Close the top modal: the one below shows again. The app hears of it if it asked to."""
        view = self._top()
        whole = bool(view.body["clear_on_close"])
        with self._state.changes.writing():
            if whole:
                self._state.workspace.views.clear(self.id)
            else:
                self._state.workspace.views.close(view.id)
        self._tell_closed(view, whole=whole)

    def close_all(self) -> None:
        """Close every modal at once."""
        view = self._top()
        with self._state.changes.writing():
            self._state.workspace.views.clear(self.id)
        self._tell_closed(view, whole=True)

    def _tell_closed(self, view: View, *, whole: bool) -> None:
        if view.body["notify_on_close"]:
            payload = payloads.base(self._state.workspace, "view_closed", self._user)
            self._interact("interactive", payload | {"view": view.body, "is_cleared": whole})

    def _top(self) -> View:
        view = self.view()
        if view is None:
            raise CannotAct("no modal is open")
        return view

    def _follow(self, reply: Reply, view: View) -> None:
        """Do what the acknowledgement of a submission asks for."""
        answer = _checked(reply.ack, view)
        action = answer.get("response_action")
        views = self._state.workspace.views
        with self._state.changes.writing():
            if action == "errors":
                reply.errors = dict(answer["errors"])
            elif action == "clear":
                views.clear(self.id)
            elif action == "push":
                views.push(self.id, answer["view"])
            elif action == "update":
                views.update(views.find(view.id), answer["view"])
            else:
                views.close(view.id)


def missing(view: View) -> dict[str, str]:
    """The labels of the required fields that are empty, by block_id."""
    return {
        block["block_id"]: block["label"]["text"]
        for block in view.blocks
        if block["type"] == "input"
        and not block.get("optional")
        and is_empty(view.state[block["block_id"]][block["element"]["action_id"]])
    }


def _input_block(view: View, name: str) -> Body:
    blocks = [block for block in view.blocks if block["type"] == "input"]
    fitting = [block for block in blocks if name in (block["block_id"], block["label"]["text"])]
    if len(fitting) != 1:
        labels = ", ".join(block["label"]["text"] for block in blocks)
        raise CannotAct(f"{len(fitting)} fields are called {name!r}; there are: {labels}")
    return fitting[0]


def _checked(ack: Ack, view: View) -> Body:
    """The body of an acknowledgement, {} for none. Raises Refused or AppFailed for a wrong one."""
    if not ack.body:
        return {}
    if not isinstance(ack.body, dict):
        raise AppFailed("the answer is not a JSON object")
    check_response_action(ack.body, view.body)
    return ack.body
