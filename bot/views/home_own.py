"""The parts of the Home tab that are about the person: what they took on, and reminders."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement, HeaderBlock, SectionBlock

from bot.domain.rounds import OwnCommitment
from bot.views.text import cut, escape, one_line

MOST_COMMITMENTS = 10
REMINDERS, ON, OFF = "reminders", "on", "off"
_TITLE = 200


def commitments(own: Sequence[OwnCommitment]) -> list[Block]:
    """What the person took on, soonest first; nothing for somebody who took on nothing."""
    if not own:
        return []
    left = len(own) - MOST_COMMITMENTS
    more = [SectionBlock(text=f"… and {left} more.")] if left > 0 else []
    lines = [SectionBlock(text=_line(commitment)) for commitment in own[:MOST_COMMITMENTS]]
    return [HeaderBlock(text="What you took on"), *lines, *more]


def reminders(wanted: bool) -> list[Block]:
    """Whether the person is reminded of check-ins, and the button that changes it."""
    if wanted:
        text = "Reminders are on: two at most per check-in, and only in your working hours."
        button = ButtonElement(text="Turn reminders off", action_id=REMINDERS, value=OFF)
    else:
        text = "Reminders are off: you find check-ins in your channels, and here."
        button = ButtonElement(text="Turn reminders on", action_id=REMINDERS, value=ON)
    return [HeaderBlock(text="Reminders"), SectionBlock(text=text, accessory=button)]


def _line(own: OwnCommitment) -> str:
    title, due = escape(cut(one_line(own.title), _TITLE)), f"{own.due_on:%-d %b %Y}"
    if not own.overdue:
        return f"*{title}* in <#{own.channel}>, by {due}."
    later = "If it takes longer, `/maturity commitments` in the channel moves the date or drops it."
    return f"*{title}* in <#{own.channel}> was planned for {due}. {later}"
