"""What to do next, dimension by dimension, and what people wrote in their own words."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from slack_sdk.models.blocks import ButtonElement, HeaderBlock, RichTextBlock, SectionBlock
from slack_sdk.models.blocks.block_elements import (
    RichTextElement,
    RichTextElementParts,
    RichTextQuoteElement,
    RichTextSectionElement,
)

from bot.domain.commitments import Step
from bot.domain.rounds import Result, Voice
from bot.views.commitments import take_on_button
from bot.views.levels import choice_text, effect_text, level_text
from bot.views.text import Message, clean, cut, escape, message, message_text, person, plural
from rubric.model import Dimension, Tip
from rubric.recommendations import Recommendation

_BOLD = RichTextElementParts.TextStyle(bold=True)
# Slack advises to stay under about 10,000 characters in all, and `text` takes its share.
LONGEST_IN_BLOCKS = 6000
LONGEST_QUOTE = 3000
_SILENCE = "Nobody left a comment this time."


def tips(r: Result, dimension_id: str, shared: bool = False) -> Message:
    """The next steps in one dimension of a result that shows a level: what, why, how, done when.

    Each has a button to take it on, unless `shared`: an answer shown to all is without buttons.
    Raises LookupError when the rubric has no such dimension.
    """
    dimension = r.rubric.dimension(dimension_id)
    steps = [step for step in r.steps if step.dimension == dimension_id]
    title = f"{dimension.name}: next steps"
    opening = _standing(r, dimension_id, steps)
    sections = [_section(r, step, n, "*") for n, step in enumerate(steps, 1)]
    blocks = sections[: _fitting(sections)]
    words = [_section(r, step, n, "") for n, step in enumerate(steps, 1)]
    left = len(steps) - len(blocks)
    more = [f"… and {plural(left, 'more step')}: `/maturity tips {dimension_id}`"] if left else []
    return message(
        message_text([escape(title), opening, *"\n".join(words).split("\n")]),
        HeaderBlock(text=title),
        SectionBlock(text=opening),
        *(
            SectionBlock(text=text, accessory=None if shared else step_button(r, step, n))
            for n, (text, step) in enumerate(zip(blocks, steps, strict=False), 1)
        ),
        *(SectionBlock(text=text) for text in more),
    )


def step_button(r: Result, step: Recommendation, number: int) -> ButtonElement:
    """The button that takes a step on; `number` tells it from the others in its message."""
    return take_on_button(r.round.id, Step(step.criterion, step.to_choice), number, r.plans)


def voices(r: Result) -> Message:
    """The comments of a closed round in people's own words, by dimension; never as markup."""
    title = "In your own words"
    told = [v for d in r.rubric.dimensions for v in r.voices if v.dimension == d.id]
    if not told:
        return message(_SILENCE, SectionBlock(text=_SILENCE))
    shown = told[: _fitting([_quoted(voice) for voice in told])]
    left = len(told) - len(shown)
    more = [f"… and {plural(left, 'more comment')}."] if left else []
    elements = [part for d in r.rubric.dimensions for part in _quotes(d, shown)]
    words = [line for voice in told for line in _words(r, voice)]
    return message(
        message_text([title, *words]),
        HeaderBlock(text=title),
        RichTextBlock(elements=elements),
        *(SectionBlock(text=line) for line in more),
    )


def _standing(r: Result, dimension_id: str, steps: Sequence[Recommendation]) -> str:
    if r.profile is None or r.profile.dimension(dimension_id).level is None:
        return "This dimension is not measured yet, so there is no next step."
    level = level_text(r.profile.dimension(dimension_id))
    if not steps:
        return f"You are at level {level}, the top one: there is no next step."
    what = {1: "this step", 2: "both steps"}.get(len(steps), f"all {len(steps)} steps")
    return f"You are at level {level}. With {what} made: {effect_text(r.rubric, steps[0])}."


def _section(r: Result, step: Recommendation, number: int, bold: str) -> str:
    """A step with its tip, escaped; `bold` is put around headings."""
    before, after = (
        choice_text(r.rubric, step.criterion, choice)
        for choice in (step.from_choice, step.to_choice)
    )
    tip = r.rubric.criterion(step.criterion).choice(step.to_choice).tip
    heading = f"{number}. {escape(tip.title)}" if tip else f"{number}. {after}"
    lines = [f"{bold}{heading}{bold}", f"From {before} to {after}."]
    return "\n".join([*lines, *(_how(tip, bold) if tip else [])])


def _how(tip: Tip, bold: str) -> list[str]:
    steps = [f"{number}) {escape(step)}" for number, step in enumerate(tip.how, 1)]
    done = f"{bold}Done when:{bold} {escape(tip.done_when)}"
    return [escape(tip.why), f"{bold}How:{bold}", *steps, done]


def _fitting(texts: Sequence[str]) -> int:
    """How many of the texts, from the first on, a message's blocks may hold together."""
    lengths = accumulate(len(text) for text in texts)
    return sum(length <= LONGEST_IN_BLOCKS for length in lengths)


def _quotes(dimension: Dimension, told: Sequence[Voice]) -> Iterator[RichTextElement]:
    mine = [voice for voice in told if voice.dimension == dimension.id]
    if mine:
        heading = RichTextElementParts.Text(text=dimension.name, style=_BOLD)
        yield RichTextSectionElement(elements=[heading])
    for voice in mine:
        if voice.user_id:
            name = RichTextElementParts.User(user_id=voice.user_id)
            yield RichTextSectionElement(elements=[name])
        yield RichTextQuoteElement(elements=[RichTextElementParts.Text(text=_quoted(voice))])


def _quoted(voice: Voice) -> str:
    return cut(clean(voice.text), LONGEST_QUOTE)


def _words(r: Result, voice: Voice) -> list[str]:
    dimension = escape(r.rubric.dimension(voice.dimension).name)
    author = f", {person(voice.user_id)}" if voice.user_id else ""
    first, *others = escape(_quoted(voice)).split("\n")
    return [f"{dimension}{author}: {first}", *others]
