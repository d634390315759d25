"""Check-ins that stopped because of their channel, and that go on: why, and what helps."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, HeaderBlock, SectionBlock

from bot.domain.cadence import describe
from bot.domain.channels import ARCHIVED, DELETED, RESTRICTED, UNSEEN, Stopped, stopped_by_itself
from bot.domain.channels import REMOVED as OUT
from bot.domain.team import Team
from bot.views.notices import family, reason_words
from bot.views.text import Message, escape, message, moment

# On Home; whoever has more is not helped by a longer list.
MOST_STOPPED = 10
_REMEDIES = {
    ARCHIVED: "To go on, unarchive the channel: I then start again by myself.",
    OUT: "To go on, invite me again with `/invite @Rung`: I then start again by myself.",
    UNSEEN: "If the channel is still there, invite me to it: I then start again by myself.",
    DELETED: "To go on, set up check-ins in another channel: a deleted one does not come back.",
    RESTRICTED: "Ask a workspace admin to let me post there, then type `/maturity resume` there.",
}
_REINSTALL = "Ask a workspace admin to install the app again"
_BY_ITSELF, _BY_HAND = "I then start again within a day", "then type `/maturity resume` there"
_BACK = {
    ARCHIVED: "This channel is back, and so am I",
    OUT: "Thank you for having me back",
    UNSEEN: "Thank you for having me back",
}


def paused_line(reason: str) -> str:
    """Why there is no next check-in, and what helps: one or two sentences, escaped."""
    why = f": {reason_words(reason)}" if reason else ""
    helps = remedy(reason) if stopped_by_itself(reason) else "`/maturity resume` starts them again."
    return f"Check-ins are paused{why}. {helps}"


def cannot_resume(obstacle: str) -> str:
    """For somebody who resumes where I could post nothing: why, and what helps."""
    return f"I cannot resume: {reason_words(obstacle)}. {remedy(obstacle)}"


def remedy(reason: str, install_at: str = "") -> str:
    """What an admin can do about a reason for which check-ins stopped: a sentence.

    `install_at`: the address at which the app is installed again.
    """
    if (known := _REMEDIES.get(family(reason))) is not None:
        return known
    where = f" at {install_at}" if install_at else ""
    if family(reason) == "missing_scope":
        return f"{_REINSTALL}{where}, {_BY_HAND}."
    return f"{_REINSTALL}{where}: {_BY_ITSELF}."


def channel_gone(team: Team, reason: str, install_at: str = "") -> Message:
    """Tells an admin that I cannot reach the channel, and what would help; once.

    `install_at`: the address at which the app is installed again.
    """
    kept = "" if reason == DELETED else " All answers are kept."
    return _said(
        f"I have paused the check-ins of {_named(team.channel_name)}: {reason_words(reason)}."
        f"{kept} {remedy(reason, install_at)}"
    )


def channel_back(team: Team, reason: str, next_at: datetime, *, dropped: bool) -> Message:
    """Tells the channel that check-ins go on; `dropped`: something was too old to be posted."""
    rhythm = escape(describe(team.settings.rule))
    left = " `/maturity` shows what I could not post meanwhile." if dropped else ""
    return _said(
        f"{_BACK.get(reason, 'I can post here again')}: the check-ins go on, {rhythm}. "
        f"The next one opens {moment(next_at)}.{left}"
    )


def stopped(teams: Sequence[Stopped]) -> list[Block]:
    """For an admin's Home: teams of channels that cannot be reached; nothing where there are none.

    Their channels are named, not linked: Slack shows no link to what is archived or gone.
    """
    if not teams:
        return []
    lines = [f"*{_named(team.channel_name)}*\n{paused_line(team.reason)}" for team in teams]
    rows = [SectionBlock(text=line) for line in lines[:MOST_STOPPED]]
    left = len(teams) - MOST_STOPPED
    more = [SectionBlock(text=f"… and {left} more.")] if left > 0 else []
    return [HeaderBlock(text="Stopped check-ins"), *rows, *more]


def _named(name: str) -> str:
    return f"#{escape(name)}" if name else "a channel"


def _said(text: str) -> Message:
    return message(text, SectionBlock(text=text))
