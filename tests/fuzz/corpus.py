"""Real deliveries to begin from: everything that Slack sent while a team used the bot."""

import copy
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from world import CHANNEL, PEOPLE, World

from sandbox import Person

Payload = dict[str, Any]

FIRST = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
SECOND = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
COMMANDS = (
    "", "status", "status release", "tips", "tips people", "explain", "explain release", "whatif",
    "history", "target", "target release 3 by 2026-12-01", "target overall off", "commitments",
    "export", "export json", "overview", "help", "statsu", "setup", "pause", "resume",
)  # fmt: skip
MENTIONS = ("@Rung tips", "@Rung why is release 1?", "@Rung status", "@Rung <!channel> *bold*")


@dataclass(frozen=True, repr=False)
class Delivery:
    """A payload and how it travels: events_api, interactive or slash_commands."""

    kind: str
    payload: Payload

    def __repr__(self) -> str:
        return f"{self.kind}: {str(self.payload)[:2000]}"


class Corpus(tuple[Delivery, ...]):
    """Deliveries to begin from; there is too much in them to print."""

    def __repr__(self) -> str:
        return f"{len(self)} deliveries"


def play(rung: World) -> Corpus:
    """Use the bot as a team does, until a second round is open; what was delivered, once each."""
    rung.invite()
    rung.set_up()
    rung.travel(FIRST)
    for name in PEOPLE:
        rung.answer(name, rung.on_level(2), comment="a comment")
    rung.travel(timedelta(hours=1))
    _take_a_step_on(rung)
    _ask(rung)
    rung.travel(SECOND)
    _suppose_and_look(rung)
    rung.answer("ana", rung.on_level(1, process="manual"))
    rung.person("bo").click(rung.invitation(), action_id="answer")
    rung.slack.wait_until(rung.person("bo").view)
    rung.travel(timedelta(days=3, hours=2))
    for person in map(rung.person, PEOPLE):
        for message in person.direct_messages():
            _press_all(rung, person.id, message)
    rung.slack.wait_for_events()
    return distinct(Delivery(d.kind, d.payload) for d in rung.slack.acks)


def _take_a_step_on(rung: World) -> None:
    bo = rung.person("bo")
    tips = rung.wait_for("Model Release: next steps")
    bo.click(tips, action_id="take_on:1")
    rung.slack.wait_until(bo.view)
    bo.submit()
    bo.close_view()
    rung.tick()
    for message in rung.channel():
        _press_all(rung, bo.id, message)


def _ask(rung: World) -> None:
    dan = rung.person("dan")
    for words in COMMANDS:
        reply = dan.command(f"/maturity {words}".rstrip(), channel=CHANNEL)
        if words not in ("whatif", "setup"):
            _press_all(rung, dan.id, reply.message())
    _close(dan)
    for words in MENTIONS:
        dan.mention(CHANNEL, words)
    rung.slack.wait_for_events()


def _suppose_and_look(rung: World) -> None:
    cleo, dan = rung.person("cleo"), rung.person("dan")
    cleo.command("/maturity whatif", channel=CHANNEL)
    rung.slack.wait_until(cleo.view)
    cleo.choose("whatif:model-release/process", "automatic")
    cleo.click(action_id="whatif_reset")
    _close(cleo)
    dan.command("/maturity setup", channel=CHANNEL)
    rung.slack.wait_until(dan.view)
    dan.choose("cadence", "Every week")
    dan.fill({"zone": "Europe/Paris"})  # asks for what the menu offers
    dan.submit()
    _close(dan)
    for person in (cleo, dan):
        person.open_home()


def _press_all(rung: World, user: str, message: Any) -> None:
    """Press every button of a message, as a raw delivery: what it opens does not matter."""
    person = rung.person(user)
    for block in message.blocks or []:
        for button in block.get("elements", [block.get("accessory")]):
            if isinstance(button, dict) and button.get("type") == "button":
                person.click(message, action_id=button["action_id"])
                _close(person)


def _close(person: Person) -> None:
    if person.view() is not None:
        person.close_all()


def distinct(deliveries: Iterable[Delivery]) -> Corpus:
    """One of each kind of step, as a copy: its type and the name of its button, form or command."""
    kept: dict[tuple[str, ...], Delivery] = {}
    for each in deliveries:
        kept[_name(each.payload)] = Delivery(each.kind, copy.deepcopy(each.payload))
    return Corpus(kept.values())


def _name(payload: Payload) -> tuple[str, ...]:
    action = (payload.get("actions") or [{}])[0]
    view = payload.get("view") or {}
    metadata = json.loads(view.get("private_metadata") or "{}") if view else {}
    return tuple(
        str(part)
        for part in (
            payload.get("type"), payload.get("command"), payload.get("text"),
            action.get("action_id"), view.get("callback_id"), metadata.get("page"),
            (payload.get("event") or {}).get("type"),
        )
    )  # fmt: skip
