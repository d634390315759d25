"""Somebody at a Slack client, before they do anything in particular."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.blockkit import Refused
from sandbox.channels import Channel
from sandbox.courier import Courier
from sandbox.errors import ApiError, AppFailed, CannotAct
from sandbox.messages import Message
from sandbox.people import User
from sandbox.records import Ack, DeliveryKind
from sandbox.reply import Reply
from sandbox.response_urls import Conversation
from sandbox.state import State


class Actor:
    """One account, and the way to the app."""

    def __init__(self, state: State, courier: Courier, user_id: str) -> None:
        self.id = user_id
        self._state = state
        self._courier = courier

    @property
    def _user(self) -> User:
        user = self._state.workspace.users[self.id]
        if user.deleted:
            raise CannotAct(f"{user.name} has no account any more")
        return user

    def _member_channel(self, channel: str) -> Channel:
        found = self._state.workspace.channel(channel)
        if self.id not in found.members:
            raise CannotAct(f"{self._user.name} is not in {channel}")
        return found

    def _trigger(self) -> str:
        return self._state.triggers.issue(self.id)

    def _response_url(self, channel: str, original: Message | None) -> tuple[str, Conversation]:
        token, conversation = self._state.response_urls.issue(channel, self.id, original)
        return f"{self._state.base_url}/response/{token}", conversation

    def _interact(
        self,
        kind: DeliveryKind,
        payload: dict[str, Any],
        *,
        conversation: Conversation | None = None,
        follow: Callable[[Reply], None] | None = None,
    ) -> Reply:
        """Hand over, wait, and follow what the acknowledgement asks for.

        Raises AppFailed where Slack would show the person an error.
        """

        def apply(ack: Ack) -> Reply:
            if ack.failure:
                raise AppFailed(ack.failure)
            reply = Reply(ack, self._state.changes, conversation)
            if follow:
                follow(reply)
            return reply

        try:
            return self._courier.hand_over(kind, payload, apply)
        except (Refused, ApiError) as error:
            raise AppFailed(f"the answer was refused: {error}") from error
