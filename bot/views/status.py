"""Where the team stands, and what to do next: the answers to `status` and `tips`."""

from slack_sdk.models.blocks import Block, SectionBlock

from bot.domain.commands import Verb
from bot.domain.rounds import Result, Status
from bot.views.commitments import open_lines
from bot.views.levels import (
    choice_text,
    effect_text,
    level_text,
    profile_lines,
    profile_words,
    provisional_text,
)
from bot.views.standing import (
    answer_message,
    answer_row,
    coming,
    fitting,
    last_lines,
    level_title,
    measured,
    not_asked_yet,
    nothing_yet,
    overall_words,
    score_of,
    share_row,
    why_provisional,
)
from bot.views.targets import status_lines
from bot.views.text import Message, day, escape, monospaced
from bot.views.tips import step_button, tips
from rubric.model import Tip
from rubric.recommendations import Recommendation
from rubric.scoring import DimensionScore, Profile

TOP_STEPS = 3


def status(s: Status, dimension: str | None = None, shared: bool = False) -> Message:
    """The level with its profile, or one dimension's level and what holds it; and what is next.

    `shared`: for the whole channel, so without buttons.
    """
    found = measured(s)
    if found is None:
        return nothing_yet(s, shared=shared)
    if dimension is not None:
        return _of_dimension(s, *found, dimension, shared=shared)
    result, profile = found
    lines = [*last_lines(s, result), *_compared(result), *status_lines(s)]
    taken_on = open_lines(s.plans, names=not shared)
    if why := provisional_text(result.rubric, profile, result.round.minimum):
        lines.append(why)
    return answer_message(
        level_title(result.rubric, profile),
        lines,
        monospaced(profile_lines(result.rubric, profile, result.comparison)),
        SectionBlock(text="\n".join(coming(s))),
        *([SectionBlock(text="\n".join(taken_on))] if taken_on else []),
        *([] if shared else answer_row(s)),
        *share_row(Verb.STATUS, None, shared=shared),
        words=[*profile_words(result.rubric, profile, result.comparison), *coming(s), *taken_on],
    )


def tips_for(s: Status, dimension: str | None = None, shared: bool = False) -> Message:
    """The next steps with how to make them: all of a dimension, or the first three overall.

    `shared`: for the whole channel, so without buttons.
    """
    found = measured(s)
    if found is None:
        return nothing_yet(s, shared=shared)
    result, profile = found
    share = share_row(Verb.TIPS, dimension, shared=shared)
    if dimension is None:
        return _top_steps(result, profile, share, shared=shared)
    if score_of(profile, dimension) is None:
        return not_asked_yet(s, dimension)
    told = tips(result, dimension, shared=shared)
    return Message(told.text, (*told.blocks, *(row.to_dict() for row in share)))


def _compared(result: Result) -> list[str]:
    if result.comparison is None or result.compared_with is None:
        return []
    return [f"Changes are since {day(result.compared_with)}."]


def _of_dimension(
    s: Status, result: Result, profile: Profile, dimension: str, *, shared: bool
) -> Message:
    score = score_of(profile, dimension)
    if score is None:
        return not_asked_yet(s, dimension)
    name = result.rubric.dimension(dimension).name
    mark = " (provisional)" if score.provisional and score.level is not None else ""
    level = level_text(score) if score.level is None else f"level {level_text(score)}"
    lines = [
        *last_lines(s, result),
        *why_provisional(result, profile, score),
        *_holding(result, score),
        *_steps(result, dimension),
        *status_lines(s, dimension),
        f"Overall: {overall_words(result.rubric, profile)}. The lowest dimension decides.",
    ]
    share = share_row(Verb.STATUS, dimension, shared=shared)
    return answer_message(f"{name}: {level}{mark}", lines, *share)


def _holding(result: Result, score: DimensionScore) -> list[str]:
    if score.level == result.rubric.top_level:
        return ["This is the top level."]
    if not score.holding:
        return []
    lines = [f"• {_now(result, score, path)}" for path in score.holding]
    return [f"What holds it at {level_text(score)}:", *lines]


def _now(result: Result, score: DimensionScore, path: str) -> str:
    name = escape(result.rubric.criterion(path).name)
    choices = [a.choice for a in score.answers if a.criterion == path and a.choice is not None]
    return ": ".join([name, *(choice_text(result.rubric, path, choice) for choice in choices)])


def _steps(result: Result, dimension: str) -> list[str]:
    steps = [step for step in result.steps if step.dimension == dimension]
    if not steps:
        return []
    what = "Next step" if len(steps) == 1 else "Next steps, all of them needed"
    lines = [f"• {_title(result, step)}" for step in steps]
    how = f"`/maturity tips {dimension}` says how."
    return [f"{what} ({effect_text(result.rubric, steps[0])}):", *lines, how]


def _top_steps(result: Result, profile: Profile, share: list[Block], *, shared: bool) -> Message:
    steps = result.steps[:TOP_STEPS]
    if not steps:
        return answer_message("Next steps", [_nothing_to_do(profile)])
    count = "The next step" if len(result.steps) == 1 else f"The first of {len(result.steps)} steps"
    lines = [
        f"{count}, what holds the overall level first. A dimension rises when all the steps "
        "that hold it are made.",
        f"`/maturity tips {steps[0].dimension}` shows one dimension with all its steps.",
    ]
    sections = [_section(result, step, number, "*") for number, step in enumerate(steps, 1)]
    words = [_section(result, step, number, "") for number, step in enumerate(steps, 1)]
    blocks = [
        SectionBlock(text=section, accessory=None if shared else step_button(result, step, number))
        for number, (section, step) in enumerate(zip(fitting(sections), steps, strict=False), 1)
    ]
    return answer_message("Next steps", lines, *blocks, *share, words="\n".join(words).split("\n"))


def _nothing_to_do(profile: Profile) -> str:
    if profile.overall is None:
        return "Nothing is measured yet, so there is no next step."
    return "Every dimension that is measured stands at the top level: there is no next step."


def _title(result: Result, step: Recommendation) -> str:
    tip = result.rubric.criterion(step.criterion).choice(step.to_choice).tip
    if tip is None:
        return choice_text(result.rubric, step.criterion, step.to_choice)
    return escape(tip.title)


def _section(result: Result, step: Recommendation, number: int, bold: str) -> str:
    """A step with its dimension and its tip, escaped; `bold` is put around headings."""
    rubric = result.rubric
    before = choice_text(rubric, step.criterion, step.from_choice)
    after = choice_text(rubric, step.criterion, step.to_choice)
    return "\n".join(
        [
            f"{bold}{number}. {_title(result, step)}{bold}",
            f"{escape(rubric.criterion(step.criterion).name)}: from {before} to {after}.",
            f"With every step of the dimension made: {effect_text(rubric, step)}.",
            *_how(rubric.criterion(step.criterion).choice(step.to_choice).tip, bold),
        ]
    )


def _how(tip: Tip | None, bold: str) -> list[str]:
    if tip is None:
        return []
    steps = [f"{number}) {escape(step)}" for number, step in enumerate(tip.how, 1)]
    return [
        escape(tip.why),
        f"{bold}How:{bold}",
        *steps,
        f"{bold}Done when:{bold} {escape(tip.done_when)}",
    ]
