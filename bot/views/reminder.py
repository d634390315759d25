"""A reminder, as a direct message: what it asks, and what it says once that is settled."""

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    InteractiveElement,
    MarkdownTextObject,
    SectionBlock,
)

from bot.domain.reminding import Reminder, Standing
from bot.views.round_words import end
from bot.views.text import Message, message, message_text

# Says which reminder a button was pressed in.
BLOCK = "reminder"
SKIP, NO_MORE = "skip_round", "no_reminders"
_FIRST = 1
_ONLY_YOU = "Only you see this. I remind you twice per check-in at most."


def reminder(r: Reminder) -> Message:
    """The message as it should stand now; with buttons while there is something to decide."""
    match r.standing:
        case Standing.WAITING:
            return _waiting(r)
        case Standing.SKIPPED:
            kept = f"You can still answer until {end(r.round)}, should you change your mind."
            return _settled(r, f"Skipped: no more reminders of {_this(r)}. {kept}")
        case Standing.UNWANTED:
            how = "To have them again, open my Home tab and press *Turn reminders on*."
            kept = f"You can still answer {_this(r)} until {end(r.round)}."
            return _settled(r, f"No more reminders, in any of your teams. {how} {kept}")
        case Standing.FINISHED:
            change = f"To change an answer until {end(r.round)}, press *Answer* in the channel."
            return _said(f"Thank you, your answers to {_this(r)} are in. {change}")
        case Standing.CLOSED:
            return _said(f"This was about {_this(r)}, which has closed. The results are there.")


def _waiting(r: Reminder) -> Message:
    if r.number == _FIRST:
        asks = f"There is still time for {_this(r)}: it is open until {end(r.round)}."
    else:
        asks = f"Last call for {_this(r)}: it closes {end(r.round)}."
    text = f"{asks} It takes about two minutes; once begun, *Answer* goes on where you stopped."
    buttons = [
        _answer(r),
        _button(r, "Skip this one", SKIP),
        _button(r, "Don't remind me", NO_MORE),
    ]
    return message(
        message_text([text, _ONLY_YOU]),
        SectionBlock(text=text),
        ActionsBlock(block_id=f"{BLOCK}:{r.number}", elements=buttons),
        ContextBlock(elements=[MarkdownTextObject(text=_ONLY_YOU)]),
    )


def _settled(r: Reminder, text: str) -> Message:
    return message(text, SectionBlock(text=text), ActionsBlock(elements=[_answer(r)]))


def _said(text: str) -> Message:
    return message(text, SectionBlock(text=text))


def _this(r: Reminder) -> str:
    return f"the check-in of <#{r.channel}>"


def _answer(r: Reminder) -> InteractiveElement:
    return ButtonElement(text="Answer", action_id="answer", value=str(r.round.id), style="primary")


def _button(r: Reminder, text: str, action_id: str) -> InteractiveElement:
    return ButtonElement(text=text, action_id=action_id, value=str(r.round.id))
