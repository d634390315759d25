"""A fall: the thread is asked what it means, and told what somebody said."""

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, HeaderBlock, SectionBlock

from bot.domain.falls import Fall, Reading, falls
from bot.domain.rounds import Result
from bot.views.text import Message, escape, listed, message, message_text, person

TITLE = "A level fell"
_QUESTION = (
    "That happens, and it is worth knowing why: has the work got worse, or do you read the "
    "questions more strictly than last time? Anyone in the channel may say."
)
BUTTONS = {
    Reading.WORSE: "It has got worse",
    Reading.STRICTER: "We read it more strictly",
}
_SAID = {
    Reading.WORSE: "it has got worse",
    Reading.STRICTER: "we read it more strictly",
}
# How a trend tells of it, in brackets.
IN_THE_TREND = {
    Reading.WORSE: "it has got worse",
    Reading.STRICTER: "a stricter reading",
}


def why_it_fell(r: Result) -> Message:
    """Asks why levels fell since the last check-in, with a button per reading; once somebody has
    said, who said what, and that the other button changes it."""
    fallen = listed([_fell(r, fall) for fall in fallen_in(r)])
    lines = [f"{fallen[:1].upper()}{fallen[1:]}.", *_said(r)]
    return message(
        message_text([TITLE, *lines]),
        HeaderBlock(text=TITLE),
        SectionBlock(text="\n".join(lines)),
        ActionsBlock(elements=[_button(r, reading) for reading in Reading]),
    )


def fallen_in(r: Result) -> tuple[Fall, ...]:
    """What fell since the round that a result is compared with."""
    return falls(r.comparison) if r.comparison else ()


def _fell(r: Result, fall: Fall) -> str:
    what = (
        escape(r.rubric.dimension(fall.dimension).name) if fall.dimension else "the overall level"
    )
    return f"{what} fell from {fall.before} to {fall.after}"


def _said(r: Result) -> list[str]:
    if not r.round.fall:
        return [_QUESTION]
    said = _SAID[Reading(r.round.fall)]
    return [
        f"{person(r.round.fall_by)} says: {said}.",
        "The trend shows it so. If you see it differently, press the other button.",
    ]


def _button(r: Result, reading: Reading) -> ButtonElement:
    return ButtonElement(text=BUTTONS[reading], action_id=f"fell:{reading}", value=str(r.round.id))
