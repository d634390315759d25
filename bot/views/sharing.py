"""What is said where people of other organisations read along."""

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    CheckboxesElement,
    InputBlock,
    Option,
    SectionBlock,
)

from bot.domain.sharing import HELD_BACK, SHARING, SHOW
from bot.domain.team import Team
from bot.views.text import Message, message, message_text, person

ALLOW, WITHDRAW = "allow_sharing", "withdraw_sharing"

_OTHERS = "People from another organisation can read"
_INSTEAD = "Full members see them with `/maturity`, and I send them to the team's admins."
_HINT = "If you don't, results go to the team's admins; full members see them with /maturity."


def choice(*, allowed: bool) -> InputBlock:
    """The field of the settings form that asks for the consent."""
    option = Option(
        value=SHOW,
        text="Show results here, although another organisation can read them",
    )
    boxes = CheckboxesElement(
        action_id=SHARING, options=[option], initial_options=[option] if allowed else None
    )
    return InputBlock(
        block_id=SHARING,
        label="This channel is shared with another organisation",
        element=boxes,
        optional=True,
        hint=_HINT,
    )


def standing(team: Team, *, shared: bool) -> Message:
    """The answer to `/maturity sharing`, with what can be done about it."""
    where = f"<#{team.channel}>"
    if not shared:
        text = f"{where} is not shared with another organisation, so results are shown there."
        return message(text, SectionBlock(text=text))
    if team.sharing_allowed_by:
        by = person(team.sharing_allowed_by)
        text = f"{_OTHERS} {where}. Results are shown there all the same: {by} allowed it."
        return _with(text, _button(team, WITHDRAW, "Stop showing results"))
    text = f"{_OTHERS} {where}, so I don't show results there. {_INSTEAD}"
    return _with(text, _button(team, ALLOW, "Show results there"))


def decided(team: Team) -> str:
    """The answer to the buttons."""
    if team.holds_results:
        return "From now on, results are not shown in the channel. What was posted before stays."
    return "From now on, results are shown in the channel."


def asked(team: Team) -> Message:
    """Tells an admin, once, that others joined, and asks whether results may still be shown."""
    text = (
        f"{_OTHERS} <#{team.channel}> now, so I no longer show results there. {_INSTEAD} "
        "Check-ins go on. Would you like to show results there all the same?"
    )
    return _with(text, _button(team, ALLOW, "Show results there"))


def allowed(by: str) -> Message:
    """Tells the channel who agreed."""
    return _said(
        f"{person(by)} allowed results to be shown here, although people from another organisation "
        "can read them."
    )


def withdrawn(by: str) -> Message:
    """Tells the channel who ended it."""
    return _said(f"{person(by)} stopped results from being shown here. {_OTHERS} this channel.")


def held_summary() -> Message:
    """In the thread, in place of a summary."""
    return _said(
        f"This check-in is closed. {_OTHERS} this channel, so its result is not shown here. "
        "Full members see it with `/maturity`, and I send it to the team's admins. "
        "An admin can have it shown here with `/maturity sharing`."
    )


def held_reply() -> Message:
    """In a thread, in place of an answer."""
    return _said(HELD_BACK)


def apart(team: Team, summary: Message) -> Message:
    """The result, for an admin alone, with the offer to show it in the channel."""
    text = (
        f"The check-in of <#{team.channel}> is closed. {_OTHERS} that channel, so I send the "
        "result only to the team's admins."
    )
    shown = ActionsBlock(elements=[_button(team, ALLOW, "Show results there")])
    words = message_text([text, *summary.text.split("\n")])
    return message(words, SectionBlock(text=text), *summary.blocks, shown)


def _button(team: Team, action: str, text: str) -> ButtonElement:
    return ButtonElement(text=text, action_id=action, value=str(team.id))


def _with(text: str, button: ButtonElement) -> Message:
    return message(text, SectionBlock(text=text), ActionsBlock(elements=[button]))


def _said(text: str) -> Message:
    return message(text, SectionBlock(text=text))
