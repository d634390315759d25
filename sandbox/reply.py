"""What a person gets back from the app."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.changes import Changes
from sandbox.messages import Body, Message
from sandbox.records import Ack
from sandbox.response_urls import Conversation


@dataclass
class Reply:
    """The acknowledgement, and the answers that come with it or later to the response URL.

    `errors` holds what the app wrote beside the fields of a form, by block_id.
    """

    ack: Ack
    _changes: Changes
    _conversation: Conversation | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def replies(self) -> list[Message]:
        """The answers so far, in the order in which they came."""
        with self._changes.reading():
            return list(self._conversation.answers) if self._conversation else []

    @property
    def answered(self) -> bool:
        """Whether any answer has come yet."""
        return bool(self.replies)

    def message(self, timeout: float = 5.0) -> Message:
        """The latest answer, waited for. Raises TimeoutError if none comes."""
        return self._changes.wait_until(lambda: self.replies, timeout)[-1]

    @property
    def text(self) -> str:
        """The plain text of the latest answer, waited for."""
        return self.message().text

    @property
    def blocks(self) -> list[Body]:
        """The blocks of the latest answer, waited for."""
        return self.message().blocks

    def texts(self) -> list[str]:
        """Every text that the person reads in the latest answer, waited for."""
        return self.message().texts()
