"""Erasing: the forms that ask whether somebody means it, and what is said afterwards."""

import json
from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import InputBlock, PlainTextInputElement, SectionBlock
from slack_sdk.models.views import View

from bot.domain.forgetting import NAME, Footprint
from bot.domain.team import Team
from bot.views.questionnaire import notice
from bot.views.text import NAME_ERASED, Message, clean, listed, message, person, plural

MOST_CHANNELS = 20
_RESULTS_ERASED = "What this said rested on answers that have been erased."
# What is left of a message whose details are not those of that time any more.
_UNNAMED = {
    "first_setup": f"{NAME_ERASED} set up maturity check-ins for this channel.",
    "settings_changed": (
        f"{NAME_ERASED} changed the check-in settings. `/maturity setup` shows how they are now."
    ),
    "resumed": f"{NAME_ERASED} resumed the check-ins.",
    "shared": f"{NAME_ERASED} had shared an answer here. `/maturity` shows how the team stands.",
}


def forget_me(known: Footprint) -> dict[str, Any]:
    """The modal `forget_me`: what will be erased, and what stays."""
    return View(
        type="modal",
        callback_id="forget_me",
        title="Erase what I said",
        submit="Erase it",
        close="Keep it",
        blocks=[SectionBlock(text="\n".join(part)) for part in (_goes(known), _stays(known))],
    ).to_dict()


def forgotten() -> dict[str, Any]:
    """What the form says once it is done."""
    return notice(
        "Erased",
        "Your answers and comments are erased, and your name with them. Messages that showed it "
        "are changed within a few minutes.",
    )


def forget_team(team: Team) -> dict[str, Any]:
    """The modal `forget_team`, in which the channel's name has to be typed."""
    lines = [
        f"This erases everything of <#{team.channel}> at once: settings, check-ins, answers, "
        "comments, levels, targets, and what people took on. *Nobody can bring it back.*",
        "The channel is told that you did it. What I have posted stays in Slack; delete it there. "
        "`/maturity export` gives you the history first, if you want to keep it.",
    ]
    name = InputBlock(
        block_id=NAME,
        label="Type the channel's name to go on",
        hint=f"It is {clean(team.channel_name or team.channel)}.",
        element=PlainTextInputElement(action_id=NAME, max_length=100),
    )
    return View(
        type="modal",
        callback_id="forget_team",
        private_metadata=json.dumps({"team": team.id}),
        title="Erase this team",
        submit="Erase it all",
        close="Keep it",
        blocks=[SectionBlock(text="\n".join(lines)), name],
    ).to_dict()


def team_forgotten(channel: str) -> dict[str, Any]:
    """What the form says once it is done."""
    return notice("Erased", f"Everything of <#{channel}> is erased, and the channel is told.")


def team_erased(channel: str, by: str) -> Message:
    """Tells the channel who had its team erased, once."""
    text = (
        f"{person(by)} had this team erased: all answers, levels and settings of <#{channel}> are "
        "gone. `/maturity setup` begins anew."
    )
    return message(text, SectionBlock(text=text))


def results_erased() -> Message:
    """In the place of a message about results that are not there any more."""
    return message(_RESULTS_ERASED, SectionBlock(text=_RESULTS_ERASED))


def unnamed(kind: str, about: Mapping[str, Any]) -> Message | None:
    """A message by somebody who had their name erased, where not all of it can be told again; None
    for any other one.
    """
    if about.get("by") != "" or kind not in _UNNAMED:
        return None
    return message(_UNNAMED[kind], SectionBlock(text=_UNNAMED[kind]))


def _goes(known: Footprint) -> list[str]:
    in_them = f", in {plural(known.check_ins, 'check-in')}" if known.check_ins else ""
    lines = [
        "*This is erased at once, in all your teams here, and nobody can bring it back:*",
        f"• your answers, roles and comments{in_them}; also in a check-in that is open now",
        "• your name, wherever I keep it or have posted it, and what I know of our direct messages",
        "• whether you want reminders: they are on again",
    ]
    if known.steps:
        steps = plural(known.steps, "step")
        lines.append(f"• that you took on {steps}: the team keeps them, without a name")
    if known.admin_of:
        shown = [f"<#{channel}>" for channel in known.admin_of[:MOST_CHANNELS]]
        left = len(known.admin_of) - len(shown)
        where = listed([*shown, f"{left} more"] if left > 0 else shown)
        lines.append(
            f"• that you are an admin of {where}; where nobody else is, a workspace admin steps in"
        )
    return lines


def _stays(known: Footprint) -> list[str]:
    lines = [
        "*This stays:*",
        "• levels of check-ins that are over, as they are, where enough other people answered; "
        "where too few are left, the level goes as well",
        "• the words of steps and targets, and that somebody had their answers erased, without "
        "your name",
    ]
    if known.admin_of:
        lines.append("• for two years, which settings you changed and what you exported")
    lines.append(
        "Where everyone in a channel is asked you are asked again next time, and need not answer; "
        "where people are picked you no longer are."
    )
    return lines
