"""The forms in which a step is taken on, moved or dropped, and what they say afterwards."""

import json
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    DatePickerElement,
    InputBlock,
    MarkdownTextObject,
    SectionBlock,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.commitments import DUE, OWNER, Commitment, Offer, Plan
from bot.views.commitments import due_day
from bot.views.questionnaire import notice
from bot.views.text import escape, person

_CLOSES = "It closes by itself when a check-in shows that the step is made."
_GONE = (
    "The questions no longer hold this step, so it cannot close by itself. "
    "Drop it when it is done, or when it no longer fits."
)


def taking_on(offer: Offer) -> dict[str, Any]:
    """The modal `take_on`: the step, and who does it until when."""
    step = {"criterion": offer.step.criterion, "choice": offer.step.choice}
    done = f"*Done when:* {escape(offer.done_when)}"
    return _form(
        "take_on",
        {"check_in": offer.check_in_id, **step},
        offer.plan,
        title="We'll do this",
        submit="Take it on",
        opening=[SectionBlock(text=f"{_heading(offer.title, offer.place)}\n{done}")],
        ending=[_note(f"{_CLOSES} Your team reads in the thread who takes it on.")],
    )


def changing(c: Commitment, proposed: Plan) -> dict[str, Any]:
    """The modal `commitment`: who has the step until when, to be moved or dropped."""
    verb = "had" if c.overdue else "has"
    when = due_day(c.plan.due_on, c.zone)
    has = f"{person(c.plan.owner)} {verb} this planned for {when}."
    return _form(
        "commitment",
        {"commitment": c.id},
        proposed,
        title="Taken on",
        submit="Save",
        opening=[SectionBlock(text=f"{_heading(c.title, c.place)}\n{has}")],
        ending=[_note(_GONE if c.gone else _CLOSES), ActionsBlock(elements=[_drop_button(c)])],
    )


def saved(c: Commitment) -> dict[str, Any]:
    """What the form says once it is saved."""
    until = due_day(c.plan.due_on, c.zone)
    who = f"{person(c.plan.owner)} has “{escape(c.title)}” until {until}."
    return notice("Saved", f"{who} `/maturity commitments` shows and changes it.")


def dropped(c: Commitment) -> dict[str, Any]:
    """What the form says once it is dropped."""
    sentence = f"“{escape(c.title)}” is no longer planned. It stays among the tips while it fits."
    return notice("Dropped", sentence)


def _form(
    callback_id: str,
    metadata: dict[str, object],
    plan: Plan,
    *,
    title: str,
    submit: str,
    opening: list[Block],
    ending: list[Block],
) -> dict[str, Any]:
    return View(
        type="modal",
        callback_id=callback_id,
        private_metadata=json.dumps(metadata),
        title=title,
        submit=submit,
        close="Cancel",
        blocks=[*opening, _owner(plan), _day(plan), *ending],
    ).to_dict()


def _owner(plan: Plan) -> InputBlock:
    element = UserSelectElement(action_id=OWNER, initial_user=plan.owner or None)
    hint = "A full member of this channel. Others may help; one person keeps an eye on it."
    return InputBlock(block_id=OWNER, label="Who takes it on?", hint=hint, element=element)


def _day(plan: Plan) -> InputBlock:
    element = DatePickerElement(action_id=DUE, initial_date=plan.due_on.isoformat())
    return InputBlock(block_id=DUE, label="Until when?", element=element)


def _heading(title: str, place: str) -> str:
    where = f"\n{escape(place)}" if place else ""
    return f"*{escape(title)}*{where}"


def _note(text: str) -> ContextBlock:
    return ContextBlock(elements=[MarkdownTextObject(text=text)])


def _drop_button(c: Commitment) -> ButtonElement:
    sure = ConfirmObject(
        title="Drop it?",
        text="Nobody has it then. The tip keeps its button, should you change your minds.",
        confirm="Drop it",
        deny="Keep it",
    )
    return ButtonElement(text="Drop it", action_id="drop", value=str(c.id), confirm=sure)
