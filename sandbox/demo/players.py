"""The people of the story, and what they do in Slack, through its front door only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sandbox.demo.answering import PATIENCE, answer, form_of, submit, wait
from sandbox.demo.clock import Clock
from sandbox.demo.mrkdwn import Reader, dates
from sandbox.demo.story import CHANNEL, GUEST, SETTINGS, TEAM, Month
from sandbox.messages import Message
from sandbox.person import Person
from sandbox.sandbox import Sandbox
from sandbox.views import View

T = TypeVar("T")

HOST = "ana"
BETWEEN_ANSWERS = timedelta(minutes=25)


class Players:
    """Everybody in the channel.

    `tick` has the bot do what is due; `settled` says whether it has said all it has to say.
    Whatever does not come about within PATIENCE raises TimeoutError.
    """

    def __init__(
        self,
        slack: Sandbox,
        clock: Clock,
        tick: Callable[[], None],
        settled: Callable[[], bool],
    ) -> None:
        self._slack = slack
        self._clock = clock
        self._tick = tick
        self._settled = settled

    def gather(self) -> None:
        """Everybody joins the workspace and its channel."""
        workspace = self._slack.workspace
        for member in TEAM:
            workspace.add_person(member.name, tz=member.zone, is_admin=member.admin)
        workspace.add_person(GUEST, guest="multi")
        workspace.add_channel(CHANNEL, members=[*(member.name for member in TEAM), GUEST])

    def reader(self, name: str) -> Reader:
        """The eyes of somebody."""
        workspace = self._slack.workspace
        people = {user.id: user.name for user in workspace.users.values()}
        channels = {channel.id: channel.name for channel in workspace.channels.values()}
        return Reader(workspace.user(name).tz, people, channels)

    def now(self) -> datetime:
        """The time in the story."""
        return self._clock.now

    def posts(self) -> list[Message]:
        """What stands in the channel now, threads included, oldest first."""
        return self._slack.workspace.messages(CHANNEL)

    def thread(self, message: Message) -> list[Message]:
        """A message as it stands now, and the replies to it."""
        return self._slack.workspace.thread(CHANNEL, message.ts)

    def invite(self) -> Message:
        """The bot is invited; its hello."""
        self._slack.workspace.invite_bot(CHANNEL, by=HOST)
        return self._wait(self.posts)[-1]

    def fill_in_settings(self, hello: Message) -> View:
        """The settings form behind the button under the hello, filled in."""
        host = self._person(HOST)
        host.click(hello, action_id="set_up")
        self._wait(host.view)
        host.fill(SETTINGS)
        return form_of(host)

    def save_settings(self) -> Message:
        """The form is saved; what the channel is told."""
        host = self._person(HOST)
        submit(host)
        host.close_view()
        self._wait(self._settled)
        return self.posts()[-1]

    def wait_for_round(self) -> Message:
        """The time passes until the next check-in is due; its invitation."""
        known = len(self.posts())
        self._travel(dates(self.ask(HOST, "/maturity").text)[-1])
        return self._wait(lambda: self.posts()[known:])[0]

    def look_at_form(self, invitation: Message) -> View:
        """The first page of the questionnaire, opened and closed again."""
        host = self._person(HOST)
        host.click(invitation, action_id="answer")
        page = self._wait(host.view)
        host.close_view()
        return page

    def answer(self, month: Month, invitation: Message) -> Message:
        """Everybody answers who does in this month; the invitation as it stands then."""
        for member in TEAM:
            if member.name not in month.away:
                self._clock.now += BETWEEN_ANSWERS
                fields = {"role": member.role, **month.answers(member.name)}
                unchanged = member.name in month.unchanged
                answer(self._slack, member.name, invitation, fields, unchanged=unchanged)
        self._wait(self._settled)
        return self.thread(invitation)[0]

    def wait_for_close(self, invitation: Message) -> list[Message]:
        """The time passes until an invitation's check-in closes; its whole thread."""
        self._travel(dates(invitation.text)[-1])
        self._wait(lambda: not _has_buttons(self.thread(invitation)[0]))
        self._wait(self._settled)
        return self.thread(invitation)

    def ask(self, name: str, line: str) -> Message:
        """What a slash command answers to somebody."""
        return self._person(name).command(line, channel=CHANNEL).message(PATIENCE)

    def _travel(self, to: datetime) -> None:
        self._clock.now = to
        self._tick()

    def _person(self, name: str) -> Person:
        return self._slack.person(name)

    def _wait(self, predicate: Callable[[], T | None]) -> T:
        return wait(self._slack, predicate)


def _has_buttons(message: Message) -> bool:
    return any(block["type"] == "actions" for block in message.blocks)
