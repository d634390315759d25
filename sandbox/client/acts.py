"""What a visitor does on the page, done by the person they act as."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from sandbox.courier import Courier
from sandbox.errors import AppFailed, CannotAct, FieldsWrong, FormIncomplete
from sandbox.messages import Message
from sandbox.person import Person
from sandbox.pressing import Place
from sandbox.state import State
from sandbox.views import View
from sandbox.widgets import elements

Json = dict[str, Any]
T = TypeVar("T")

NO_ANSWER = "Rung did not answer as it should ({reason}). Please try again."
GONE = "This is no longer there."
_INVITE = re.compile(r"/invite\s+@?(\S+)\s*")
_NAME = re.compile(r"(?<![\w<])([@#])([\w.-]*\w)")


class Acts:
    """One method for each thing that a visitor can do; `act` tells them apart."""

    def __init__(self, state: State, courier: Courier) -> None:
        self._state = state
        self._courier = courier
        self._known: dict[str, Callable[[Person, Json], Json]] = {
            "say": self._say,
            "command": self._command,
            "press": self._press,
            "options": self._options,
            "submit": self._submit,
            "close": self._close,
            "open_home": self._open_home,
        }

    def act(self, body: Json) -> Json:
        """Do it, and say how it went: `{"ok": true, …}`, or `{"ok": false, "error": sentence}`."""
        try:
            person = Person(self._state, self._courier, self._user(body))
            return {"ok": True} | self._known[str(body.get("do"))](person, body)
        except FormIncomplete as error:
            return _no(error) | {"missing": list(error.fields)}
        except FieldsWrong as error:
            return _no(error) | {"errors": error.sentences}
        except CannotAct as error:
            return _no(error)
        except AppFailed as error:
            return {"ok": False, "error": NO_ANSWER.format(reason=error)}
        except LookupError:
            return {"ok": False, "error": GONE}

    def _user(self, body: Json) -> str:
        return self._state.workspace.user(str(body.get("as"))).id

    def _say(self, person: Person, body: Json) -> Json:
        text = self.written(str(body.get("text", "")))
        if not text.strip():
            raise CannotAct("Write something first.")
        person.say(self._place_name(person, body), text, body.get("thread"))
        return {}

    def _command(self, person: Person, body: Json) -> Json:
        line, channel = str(body.get("text", "")).strip(), self._place_name(person, body)
        if invited := _INVITE.fullmatch(line):
            self._invite(person, channel, invited[1])
        else:
            person.command(line, channel=channel)
        return {}

    def _invite(self, person: Person, channel: str, name: str) -> None:
        try:
            invited = self._state.workspace.user(name.lower())
        except LookupError:
            raise CannotAct(f"Nobody here is called {name}.") from None
        self._state.workspace.join(invited.id, channel, by=person.id)

    def _press(self, person: Person, body: Json) -> Json:
        place = self._place(person, body)
        if isinstance(place, View):
            place = person.enter(place, body.get("values") or {})
        element = _element(place, str(body.get("block_id")), str(body.get("action_id")))
        if element["type"] == "button":
            person.click(place, action_id=element["action_id"])
        else:
            person.choose(element["action_id"], body.get("value"), where=place)
        return {}

    def _options(self, person: Person, body: Json) -> Json:
        place = self._place(person, body)
        query = str(body.get("query", ""))
        element = _element(place, str(body.get("block_id")), str(body.get("action_id")))
        return {"options": person.suggestions(place, str(body["block_id"]), element, query)}

    def _submit(self, person: Person, body: Json) -> Json:
        view = person.enter(_view(person, body), body.get("values") or {})
        return {"errors": person.submit(view).errors}

    def _close(self, person: Person, body: Json) -> Json:
        if person.view() is None:
            return {}
        if body.get("all"):
            person.close_all()
        else:
            person.close_view()
        return {}

    def _open_home(self, person: Person, _body: Json) -> Json:
        person.open_home()
        return {}

    def _place_name(self, person: Person, body: Json) -> str:
        channel = self._state.workspace.channel(str(body.get("channel")))
        if person.id not in channel.members:
            raise CannotAct(f"You are not in #{channel.name}.")
        return "dm" if channel.im_with else channel.id

    def _place(self, person: Person, body: Json) -> Place:
        return _view(person, body) if body.get("view") else self._message(person, body)

    def _message(self, person: Person, body: Json) -> Message:
        """A message that the person sees, as it stands now. Raises LookupError."""
        where = body.get("message") or {}
        channel, ts = str(where.get("channel")), where.get("ts")
        posted = self._state.workspace.messages(channel)
        noted = [note for note in person.ephemerals() if note.channel == channel]
        return _first(message for message in [*posted, *noted] if message.ts == ts)

    def written(self, text: str) -> str:
        """Typed text as Slack stores it: escaped, with mentions of people and channels as ids."""
        return _NAME.sub(self._mention, html.escape(text, quote=False))

    def _mention(self, typed: re.Match[str]) -> str:
        sign, name = typed[1], typed[2].lower()
        ws = self._state.workspace
        known: dict[str, str] = (
            {user.name: user.id for user in ws.users.values()}
            if sign == "@"
            else {c.name: c.id for c in ws.channels.values() if not c.im_with}
        )
        return f"<{sign}{known[name]}>" if name in known else typed[0]


def _no(error: Exception) -> Json:
    return {"ok": False, "error": str(error)}


def _view(person: Person, body: Json) -> View:
    """A modal or the Home tab that the person has open. Raises LookupError."""
    ids = body.get("view")
    return _first(view for view in person.views() if view.id == ids)


def _first(items: Iterator[T]) -> T:
    """The first of them. Raises LookupError if there is none."""
    for item in items:
        return item
    raise LookupError(GONE)


def _element(place: Place, block_id: str, action_id: str) -> Json:
    """The button, menu or field of that name. Raises LookupError."""
    return _first(
        element
        for block, element in elements(place.blocks)
        if (block, element["action_id"]) == (block_id, action_id)
    )
