"""What a payload is refused with."""

from __future__ import annotations

from collections.abc import Iterable


class Refused(Exception):
    """A payload that Slack would not take.

    `error` is Slack's name for it, such as "invalid_blocks"; `messages` has one line per fault, in
    the form of Slack's response_metadata.messages: what is wrong, and a JSON pointer to it.
    """

    def __init__(self, error: str, messages: Iterable[str] = ()) -> None:
        self.error = error
        self.messages = tuple(messages)
        super().__init__(": ".join((error, *self.messages)))


def fault(text: str, pointer: str) -> str:
    """One line of `messages`: the fault, and the place it is at."""
    return f"[ERROR] {text} [json-pointer:{pointer}]"


def refuse(error: str, faults: Iterable[str]) -> None:
    """Raises Refused with `error` if there is any fault."""
    if found := tuple(faults):
        raise Refused(error, found)
