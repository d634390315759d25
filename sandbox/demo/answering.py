"""What people of a demo do in Slack, through its front door only: set up a team, answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sandbox.errors import CannotAct
from sandbox.messages import Message
from sandbox.person import Person
from sandbox.sandbox import Sandbox
from sandbox.views import View

T = TypeVar("T")

PATIENCE = 20.0


def wait(slack: Sandbox, predicate: Callable[[], T | None]) -> T:
    """What the predicate finds, within PATIENCE. Raises TimeoutError."""
    found = slack.wait_until(predicate, PATIENCE)
    assert found is not None  # noqa: S101 - it is truthy
    return found


def form_of(person: Person) -> View:
    """The modal that somebody has open. Raises CannotAct if there is none."""
    view = person.view()
    if view is None:
        raise CannotAct("no form is open")
    return view


def submit(person: Person) -> None:
    """Submit the form. Raises CannotAct if the bot sends it back."""
    if errors := person.submit().errors:
        raise CannotAct(f"the form was sent back: {errors}")


def set_up(slack: Sandbox, name: str, channel: str, fields: Mapping[str, Any]) -> None:
    """Set the channel's team up, with what is proposed but for these fields."""
    person = slack.person(name)
    person.command("/maturity setup", channel=channel)
    wait(slack, person.view)
    for field, value in fields.items():
        # A field may come only once another one has been chosen.
        wait(slack, lambda wanted=field: wanted in form_of(person).state)  # type: ignore[misc]
        person.fill({field: value})
    submit(person)
    person.close_view()


def answer(
    slack: Sandbox,
    name: str,
    invitation: Message,
    fields: Mapping[str, str],
    *,
    unchanged: bool = False,
) -> None:
    """Answer every page of a check-in with these fields, or press *Nothing has changed*."""
    person = slack.person(name)
    person.click(invitation, action_id="answer")
    wait(slack, person.view)
    if unchanged:
        person.click(action_id="unchanged")
        wait(slack, lambda: not form_of(person).body.get("submit"))
    while (page := form_of(person)).body.get("submit"):
        person.enter(page, dict(fields))
        submit(person)
    person.close_view()
