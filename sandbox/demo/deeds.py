"""What people of the demo do with their results: take steps on, set a target, explain a fall."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from sandbox.demo.answering import form_of, submit, wait
from sandbox.errors import CannotAct
from sandbox.messages import Message
from sandbox.sandbox import Sandbox

# Done in a channel, once a check-in has closed and its thread is there.
Deed: TypeAlias = Callable[[Sandbox, str], None]

FELL = "A level fell"


def take_on(name: str, dimension: str) -> Deed:
    """*We'll do this* under the first next step of a dimension, with what the form proposes."""

    def deed(slack: Sandbox, channel: str) -> None:
        tips = _newest(slack, channel, f"{dimension}: next steps")
        person = slack.person(name)
        person.click(tips, action_id="take_on:1")
        wait(slack, person.view)
        if not form_of(person).body.get("submit"):
            raise CannotAct(f"the first step of {dimension} cannot be taken on")
        submit(person)
        person.close_view()

    return deed


def aim(name: str, words: str) -> Deed:
    """Set a target."""

    def deed(slack: Sandbox, channel: str) -> None:
        slack.person(name).command(f"/maturity target {words}", channel=channel).message()

    return deed


def say_why_it_fell(name: str, reading: str) -> Deed:
    """Press the button of one reading under the question about a fall."""

    def deed(slack: Sandbox, channel: str) -> None:
        slack.person(name).click(_newest(slack, channel, FELL), action_id=f"fell:{reading}")

    return deed


# After which check-in of the platform team, counted from 0, what is done.
PLATFORM: Mapping[int, tuple[Deed, ...]] = {
    0: (aim("ana", "people 2 in 9 months"),),
    2: (take_on("bo", "Application Integration"),),
    6: (take_on("cleo", "Model Release"), aim("ana", "model release 4 in 9 months")),
    9: (say_why_it_fell("bo", "worse"),),
    11: (take_on("eli", "Model Release"), take_on("ana", "People")),
}


def _newest(slack: Sandbox, channel: str, words: str) -> Message:
    """The newest message of the channel that begins with these words, once it is there."""

    def found() -> Message | None:
        posts = slack.workspace.messages(channel)
        return next((post for post in reversed(posts) if post.text.startswith(words)), None)

    return wait(slack, found)
