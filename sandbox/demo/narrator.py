"""Tells the story while it is played, as one of its people reads it."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.demo.mrkdwn import bold
from sandbox.demo.players import HOST, Players
from sandbox.demo.story import CHANNEL, GUEST, MONTHS, TEAM, Month
from sandbox.demo.terminal import Terminal
from sandbox.demo.transcript import filled_in, question, titles, transcript
from sandbox.messages import Message

ABROAD = TEAM[-1]
COUNTED = ("none", "one", "two", "three", "four", "five", "six")
BANDS = (
    "A dimension at 2 (1–2) fits both levels: where the maturity model does not tell two levels "
    "apart, Rung shows both and counts the upper one."
)
HERE, THREAD = f"in #{CHANNEL}", "in the thread"


class Narrator:
    """Writes a chapter for each part of the story."""

    def __init__(self, players: Players, terminal: Terminal) -> None:
        self._players = players
        self._terminal = terminal
        players.gather()
        self._reader = players.reader(HOST)

    def play(self) -> None:
        """From the invitation of the bot to what it answers in the end."""
        self._introduce()
        self._set_up()
        for number, month in enumerate(MONTHS):
            self._play_month(month, first=number == 0)
        self._ask_any_time()
        self._take_leave()

    def _introduce(self) -> None:
        names = [f"@{member.name}" for member in TEAM]
        self._terminal.tell(
            "Rung asks a machine-learning team every month how it really works, and tells it "
            "where it stands and what to do next. Here is how that looks. The bot is the real "
            "one; Slack is a stand-in on this machine, and the clock runs fast."
        )
        self._terminal.tell(
            f"#{CHANNEL} has six members, {', '.join(names[:-1])} and {names[-1]}, and a guest, "
            f"@{GUEST}, who is not asked. You read along as @{HOST}, who lives in "
            f"{self._reader.zone}."
        )

    def _set_up(self) -> None:
        self._terminal.heading(self._now())
        self._terminal.tell(f"@{HOST} invites @rung.")
        hello = self._players.invite()
        self._show(HERE, hello)
        form = self._players.fill_in_settings(hello)
        self._terminal.show(
            f"@{HOST} presses the button, and changes two fields of the form before she saves it:",
            filled_in(form, self._reader.people),
        )
        self._show(HERE, self._players.save_settings())

    def _play_month(self, month: Month, *, first: bool) -> None:
        invitation = self._players.wait_for_round()
        self._terminal.heading(self._now())
        self._terminal.tell(month.before)
        if first:
            self._show(HERE, invitation)
            self._show_form(invitation)
        else:
            self._terminal.tell(f"Rung invites everybody again: {self._count(invitation)}")
        answered = self._players.answer(month, invitation)
        self._terminal.tell(
            f"{_how_they_answered(month)} The message now says: {self._count(answered)}"
        )
        closed, *replies = self._players.wait_for_close(answered)
        self._terminal.show(
            f"{self._now()}: the check-in closes, and the message becomes:",
            transcript(closed.blocks, self._reader),
        )
        self._show_thread(replies, first=first)

    def _show_form(self, invitation: Message) -> None:
        page = self._players.look_at_form(invitation)
        asked = next(b for b in page.blocks if b.get("element", {}).get("type") == "radio_buttons")
        self._terminal.show(
            "The button opens a form of four short pages, one for each dimension. It begins:",
            question(asked),
        )

    def _count(self, invitation: Message) -> str:
        """How many answered, in the words of the invitation."""
        texts = [block["text"]["text"] for block in invitation.blocks if block["type"] == "section"]
        told = next(text for text in texts if "answered" in text)
        return f"“{self._reader.words(told)}”".replace("\n", " ")

    def _show_thread(self, replies: Sequence[Message], *, first: bool) -> None:
        """The result, its tips, and what people wrote; of the tips, only the first in full."""
        advice = [reply for reply in replies if _is_advice(reply)]
        result, *others = (reply for reply in replies if not _is_advice(reply))
        self._show(f"{THREAD}, and {HERE}", result)
        if first:
            self._terminal.note(BANDS)
            self._show(THREAD, advice.pop(0), depth=1)
        shortened = [line for reply in advice for line in titles(reply.blocks, self._reader)]
        title = self._signed(f"{THREAD}, {COUNTED[len(advice)]} replies with tips, shortened here")
        self._terminal.show(title, shortened, depth=1)
        for reply in others:
            self._show(THREAD, reply, depth=1)

    def _ask_any_time(self) -> None:
        name = ABROAD.name
        self._terminal.heading("At any time")
        answer = self._players.ask(name, "/maturity")
        lines = transcript(answer.blocks, self._players.reader(name))
        self._terminal.show(
            f"@{name} types `/maturity`. The answer is for her alone, in the time of "
            f"{ABROAD.zone}:",
            lines,
        )

    def _take_leave(self) -> None:
        self._terminal.heading("Now you")
        self._terminal.tell(
            "`make run` connects Rung to your own Slack; README.md says how. Type `/maturity help` "
            "there."
        )

    def _now(self) -> str:
        now = self._players.now()
        return f"{self._reader.day(now)}, {self._reader.time(now)}"

    def _show(self, where: str, message: Message, *, depth: int = 0) -> None:
        lines = transcript(message.blocks, self._reader)
        self._terminal.show(self._signed(where), lines, depth)

    def _signed(self, where: str) -> str:
        return f"{bold('@rung')} {where}"


def _is_advice(reply: Message) -> bool:
    return "next steps" in reply.blocks[0]["text"]["text"]


def _how_they_answered(month: Month) -> str:
    filled = len(TEAM) - len(month.away) - len(month.unchanged)
    told = f"{COUNTED[filled].capitalize()} people fill in the pages"
    if month.unchanged:
        told += f", and {COUNTED[len(month.unchanged)]} press “Nothing has changed”"
    if month.away:
        told += f"; {COUNTED[len(month.away)]} is on holiday, and nobody chases them"
    return f"{told}."
