"""The result of a closed round, as the team reads it in the thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    HeaderBlock,
    SectionBlock,
)

from bot.domain.rounds import Result
from bot.domain.team import Privacy
from bot.views.chart import MOST_POINTS, trend_chart, trend_lines
from bot.views.commitments import credit_lines
from bot.views.levels import (
    change_text,
    choice_text,
    effect_text,
    place_text,
    profile_lines,
    profile_words,
    provisional_text,
)
from bot.views.round_words import LEVEL_LOST, answered_sentence, lost_its_level
from bot.views.talk import gap_lines, split_line
from bot.views.targets import summary_lines
from bot.views.text import (
    Message,
    day,
    escape,
    joined,
    message,
    message_text,
    monospaced,
    plural,
)
from rubric.comparison import Move, NewState
from rubric.recommendations import Recommendation
from rubric.scoring import Profile

TOP_STEPS = 3
# More than these in one list is a wall of text; the thread and `/maturity explain` have them all.
MOST_LINES = 8


@dataclass(frozen=True)
class _Part:
    """A titled list of escaped lines, told in the same words in the blocks and in the text."""

    title: str
    lines: Sequence[str]

    def block(self) -> Block:
        return SectionBlock(text=joined([f"*{self.title}*", *self.lines], limit=3000))

    def words(self) -> list[str]:
        return [f"{self.title}:", *self.lines]


def summary(r: Result, plain: bool = False) -> Message:
    """The result of a closed round; with `plain`, the trend in words instead of as a chart."""
    if r.profile is None:
        return _not_enough(r)
    title = _title(r, r.profile)
    opening = _opening(r, r.profile)
    parts = [part for part in _parts(r, r.profile) if part.lines]
    profile = profile_words(r.rubric, r.profile, r.comparison)
    words = [line for part in parts for line in part.words()]
    return message(
        message_text([escape(title), *opening, *profile, *words, *_trend_words(r)]),
        HeaderBlock(text=title),
        SectionBlock(text="\n".join(opening)),
        monospaced(profile_lines(r.rubric, r.profile, r.comparison)),
        *_trend(r, plain),
        *(part.block() for part in parts),
        ActionsBlock(elements=[_why_button(r)]),
    )


def _not_enough(r: Result) -> Message:
    title = "Not enough answers this time"
    if lost_its_level(r.round):
        return message(LEVEL_LOST, HeaderBlock(text=title), SectionBlock(text=LEVEL_LOST))
    lines = [answered_sentence(r.round), _why_no_level(r)]
    if r.round.answered:
        lines.append(
            "Thank you to everyone who answered: the answers are kept for the next check-in."
        )
    if r.team.next_due_at:
        lines.append(f"The next check-in opens {day(r.team.next_due_at)}.")
    return message(
        message_text([title, *lines]), HeaderBlock(text=title), SectionBlock(text="\n".join(lines))
    )


def _why_no_level(r: Result) -> str:
    if r.round.privacy is Privacy.OPEN:
        return "Without an answer there is no level to show."
    needed = plural(r.round.minimum, "person has", "people have")
    return (
        f"This team shows a level when at least {needed} answered, "
        "so that nobody's own answers can be worked out."
    )


def _title(r: Result, profile: Profile) -> str:
    if profile.overall is None:
        return "Not measured yet"
    mark = " (provisional)" if profile.provisional else ""
    return f"Level {profile.overall}: {r.rubric.level(profile.overall).name}{mark}"


def _opening(r: Result, profile: Profile) -> list[str]:
    lines = [answered_sentence(r.round)]
    if r.comparison and r.compared_with:
        change = change_text(*r.comparison.overall)
        lines.append(f"Overall level: {change}, compared with {day(r.compared_with)}.")
    else:
        lines.append(
            "There is nothing to compare with yet; the next check-in will show what moved."
        )
    if why := provisional_text(r.rubric, profile, r.round.minimum):
        lines.append(why)
    if all(score.level == r.rubric.top_level for score in profile.dimensions):
        lines.append(
            "Every dimension is at the top level: well done. "
            "From here on, the check-ins show whether it stays so."
        )
    return lines


def _parts(r: Result, profile: Profile) -> list[_Part]:
    return [
        _Part("Done", credit_lines(r)),
        _Part("Targets", summary_lines(r)),
        _Part("What moved", _at_most(_moved(r, profile))),
        _Part(f"What holds you at level {profile.overall}", _holding(r, profile)),
        _Part("Worth talking about", [*gap_lines(r), *split_line(r)]),
        _Part("Next steps", _next_steps(r)),
    ]


def _moved(r: Result, profile: Profile) -> list[str]:
    """Criteria whose team answer changed; without an earlier result, nothing."""
    if r.comparison is None:
        return []
    changes = [_move(r, move) for move in r.comparison.moves]
    changes += [_new_state(r, profile, new) for new in r.comparison.new_states]
    return changes or ["Every answer is the same as last time."]


def _move(r: Result, move: Move) -> str:
    before = choice_text(r.rubric, move.criterion, move.from_choice)
    after = choice_text(r.rubric, move.criterion, move.to_choice)
    direction = "up" if move.rose else "down"
    return f"• {place_text(r.rubric, move.criterion)} went {direction}: from {before} to {after}"


def _new_state(r: Result, profile: Profile, new: NewState) -> str:
    choice = profile.answer(new.criterion).choice
    if choice is not None:
        now = f"known now, {choice_text(r.rubric, new.criterion, choice)}"
    else:
        now = "not known this time" if new.after == "unknown" else "does not apply any more"
    return f"• {place_text(r.rubric, new.criterion)}: {now}"


def _holding(r: Result, profile: Profile) -> list[str]:
    """The answers on which the overall level hangs, and what it would be without them."""
    steps = [step for step in r.steps if step.effect[0] == profile.overall]
    if not steps:
        return []
    lines = [f"• {_now(r, step)}" for step in steps]
    after = _overall_after(profile, steps)
    what = "this step" if len(steps) == 1 else f"these {len(steps)} steps"
    gain = f"Making {what} takes the overall level from {profile.overall} to {after}."
    return [*_at_most(lines), gain]


def _now(r: Result, step: Recommendation) -> str:
    choice = choice_text(r.rubric, step.criterion, step.from_choice)
    return f"{place_text(r.rubric, step.criterion)}: {choice}"


def _overall_after(profile: Profile, steps: Sequence[Recommendation]) -> int:
    reached = {step.dimension: step.effect[1] for step in steps}
    return min(
        reached.get(score.dimension, score.level)
        for score in profile.dimensions
        if score.level is not None
    )


def _next_steps(r: Result) -> list[str]:
    top = r.steps[:TOP_STEPS]
    if not top:
        return []
    lines = [f"{number}. {_step(r, step)}" for number, step in enumerate(top, 1)]
    return [
        *lines,
        "A dimension rises when all of its steps are made. How to make them is in this thread.",
    ]


def _step(r: Result, step: Recommendation) -> str:
    tip = r.rubric.criterion(step.criterion).choice(step.to_choice).tip
    title = escape(tip.title) if tip else choice_text(r.rubric, step.criterion, step.to_choice)
    return f"{title} ({effect_text(r.rubric, step)})"


def _trend(r: Result, plain: bool) -> list[Block | dict[str, Any]]:
    chart = None if plain else trend_chart(r.rubric, r.trend, r.team.settings.rule.zone)
    if chart:
        return [chart]
    lines = _recent(r)
    return [monospaced(lines)] if lines else []


def _trend_words(r: Result) -> list[str]:
    lines = _recent(r)
    return ["The last check-ins:", *map(escape, lines)] if lines else []


def _recent(r: Result) -> list[str]:
    """The last rounds in words; one alone is no trend."""
    recent = r.trend[-MOST_POINTS:]
    return trend_lines(r.rubric, recent, r.team.settings.rule.zone) if len(recent) > 1 else []


def _at_most(lines: Sequence[str]) -> list[str]:
    if len(lines) <= MOST_LINES:
        return list(lines)
    return [*lines[:MOST_LINES], f"… and {len(lines) - MOST_LINES} more: `/maturity explain`"]


def _why_button(r: Result) -> ButtonElement:
    return ButtonElement(text="Why this level?", action_id="why", value=str(r.round.id))
