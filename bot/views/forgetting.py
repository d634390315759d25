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
_NEXT = (
    "*Nobody can bring back what is erased.*",
    "Where everyone in the channel is asked, I shall ask you again; you need not answer. Where "
    "people are picked, you no longer are.",
)
_RESULTS_ERASED = "This result is gone: answers that it came from were erased."
# What is left of a message whose details are not those of that time any more.
_UNNAMED = {
    "first_setup": f"{NAME_ERASED} set up maturity check-ins for this channel.",
    "settings_changed": (
        f"{NAME_ERASED} changed the check-in settings. `/maturity setup` shows how they are now."
    ),
    "resumed": f"{NAME_ERASED} resumed the check-ins.",
    "shared": f"{NAME_ERASED} shared an answer here. `/maturity` shows how the team stands.",
}


def forget_me(known: Footprint) -> dict[str, Any]:
    """The modal `forget_me`: what will be erased, and what stays."""
    return View(
        type="modal",
        callback_id="forget_me",
        title="Erase what I said",
        submit="Erase it",
        close="Keep it",
        blocks=[SectionBlock(text="\n".join(part)) for part in (_goes(known), _stays(), _NEXT)],
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
        f"This erases all that I keep of <#{team.channel}>, at once: settings, check-ins, answers, "
        "comments, levels, targets, and what people took on. *Nobody can bring it back.*",
        "To keep the history, close this form and type `/maturity export` first.",
        "The channel is told that you did it. What I posted stays until it is deleted in Slack.",
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
        blocks=[*(SectionBlock(text=line) for line in lines), name],
    ).to_dict()


def team_forgotten(channel: str) -> dict[str, Any]:
    """What the form says once it is done."""
    return notice("Erased", f"All that I kept of <#{channel}> is erased, and the channel is told.")


def team_erased(channel: str, by: str) -> Message:
    """Tells the channel who had its team erased, once."""
    text = (
        f"{person(by)} erased this team: all answers, levels and settings of <#{channel}> are "
        "gone. To start again, type `/maturity setup`."
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
    in_them = f" in {plural(known.check_ins, 'check-in')}" if known.check_ins else " in check-ins"
    lines = [
        "*This is erased, at once and in all your teams:*",
        f"• your answers, roles and comments{in_them}, also in one that is open now",
        "• your name in my messages, and what I know of our direct messages",
        "• your choice about reminders: they are on again",
    ]
    if known.steps:
        steps, them = plural(known.steps, "step"), "it" if known.steps == 1 else "them"
        lines.append(f"• your name on {steps} that you took on: the team keeps {them}")
    if known.admin_of:
        shown = [f"<#{channel}>" for channel in known.admin_of[:MOST_CHANNELS]]
        left = len(known.admin_of) - len(shown)
        where = listed([*shown, f"{left} more"] if left > 0 else shown)
        lines.append(
            f"• your being an admin of {where}, and your consent to show results where another "
            "organisation reads them; where nobody else is an admin, ask a workspace admin"
        )
    return lines


def _stays() -> list[str]:
    return [
        "*This stays:*",
        "• the levels of closed check-ins, unless too few other people answered",
        "• the words of steps and targets, and a note that somebody had answers erased; neither "
        "has your name",
        "• for two years and with your name: settings you changed, check-ins you started and files "
        "you exported",
    ]
