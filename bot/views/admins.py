"""The form in which a team's admins are chosen, and what its channel is told."""

import json
from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import InputBlock, SectionBlock, UserMultiSelectElement
from slack_sdk.models.views import View

from bot.domain.admins import ADMINS, MOST_ADMINS
from bot.domain.team import Team
from bot.views.questionnaire import notice
from bot.views.text import Message, listed, message, person

_WHAT = (
    "Admins change the settings, pause and close check-ins, set targets and see who changed what. "
    "Workspace admins can do this too."
)
_HINT = "Full members of the channel only: no guests, bots or people from elsewhere."


def choosing(team: Team, gone: Sequence[str]) -> dict[str, Any]:
    """The modal `admins`; those of the admins who are `gone` are told apart, and not picked."""
    there = [admin for admin in team.admins if admin not in gone]
    picked = UserMultiSelectElement(
        action_id=ADMINS, initial_users=there or None, max_selected_items=MOST_ADMINS
    )
    left = [SectionBlock(text=_left(gone))] if gone else []
    return View(
        type="modal",
        callback_id=ADMINS,
        private_metadata=json.dumps({"team": team.id, "revision": team.revision}),
        title="Admins of this team",
        submit="Save",
        close="Cancel",
        blocks=[
            SectionBlock(text=f"Who looks after the check-ins of <#{team.channel}>? {_WHAT}"),
            *left,
            InputBlock(block_id=ADMINS, label="Admins", element=picked, hint=_HINT),
        ],
    ).to_dict()


def chosen(team: Team) -> dict[str, Any]:
    """The modal after saving."""
    return notice("Admins saved", f"Admins of <#{team.channel}>: {_names(team.admins)}.")


def admins_changed(by: str, admins: Sequence[str]) -> Message:
    """Tells the channel who looks after its check-ins from now on."""
    text = f"{person(by)} chose who looks after these check-ins: {_names(admins)}."
    return message(text, SectionBlock(text=text))


def _left(gone: Sequence[str]) -> str:
    verb = "is" if len(gone) == 1 else "are"
    return (
        f"{_names(gone)} {verb} no longer here as a full member, so no longer an admin. "
        "Saving takes them off the list."
    )


def _names(people: Sequence[str]) -> str:
    return listed([person(user) for user in people])
