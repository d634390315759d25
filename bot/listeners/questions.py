"""A question that is answered apart from the others, because it takes more than one view."""

from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt import Respond

from bot.domain.commands import Command
from bot.domain.permissions import Actor
from bot.views.text import Message

OK = 200


@dataclass(frozen=True)
class Question:
    """Who asks what in which channel; `delivery` is the same when Slack delivers it again."""

    actor: Actor
    workspace_id: int
    channel: str
    command: Command
    delivery: str


def say(respond: Respond, reply: Message) -> None:
    """Answer only to the person; in plain text where Slack does not take the blocks yet."""
    taken = respond(text=reply.text, blocks=list(reply.blocks), response_type="ephemeral")
    if taken.status_code != OK:
        respond(text=reply.text, response_type="ephemeral")


Answering = Callable[[Question, Respond], None]
