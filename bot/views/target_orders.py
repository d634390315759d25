"""Setting a target and turning it off: what the channel and the person who did it are told."""

from collections.abc import Callable

from slack_sdk.models.blocks import SectionBlock

from bot.domain.commands import Dimensions
from bot.domain.target_grammar import Problem, Refusal
from bot.domain.targets import FURTHEST, OVERALL, Change
from bot.views.levels import banded
from bot.views.targets import day_text
from bot.views.text import Message, escape, listed, message, one_line, person

_DAYS = "Try `by 2026-12-31`, `by 31 Dec` or `by end of June`."


def changed(change: Change) -> Message:
    """Tells the channel who set a target, or turned it off."""
    text = _told(change)
    return message(text, SectionBlock(text=text))


def done(change: Change) -> str:
    """What the person who did it is told."""
    if change.band is None:
        return f"The target for {_what(change)} is off. The channel is told."
    return (
        f"The target is set: {_aim(change)}. The channel is told; `/maturity target` shows the way "
        "there."
    )


def refused(refusal: Refusal, dimensions: Dimensions) -> str:
    """Why nothing was changed, and what to type; `dimensions` are (id, name)."""
    return _SENTENCES[refusal.problem](refusal, dimensions)


def _told(change: Change) -> str:
    who, what = person(change.by), _what(change)
    if change.band is None:
        was = f", which was {banded(change.before[1], change.before)}" if change.before else ""
        return f"{who} turned off the target for {what}{was}."
    if change.before is None:
        return f"{who} set a target: {_aim(change)}. `/maturity target` shows the way there."
    before = banded(change.before[1], change.before)
    return (
        f"{who} changed the target for {what}, which was {before}: {_aim(change)}. "
        "`/maturity target` shows the way there."
    )


def _what(change: Change) -> str:
    return escape(change.name) if change.dimension != OVERALL else "the overall level"


def _aim(change: Change) -> str:
    """`Model Release at level 3 by 31 Dec 2026`."""
    name = escape(change.name) if change.dimension != OVERALL else "overall"
    by = f" by {day_text(change.due_on)}" if change.due_on else ""
    level = banded(change.band[1], change.band) if change.band else "off"
    return f"{name} at level {level}{by}"


def _name(dimension: str, dimensions: Dimensions) -> str:
    if dimension == OVERALL:
        return "The overall level"
    return escape(dict(dimensions).get(dimension, dimension))


def _typed(dimension: str) -> str:
    """What names a dimension in a command."""
    return dimension or "overall"


def _no_name(_: Refusal, dimensions: Dimensions) -> str:
    names = listed([*(f"`{id_}`" for id_, _ in dimensions), "`overall`"], "or")
    return f"Say what for: {names}. For example `/maturity target {dimensions[0][0]} 3`."


def _unknown_name(r: Refusal, dimensions: Dimensions) -> str:
    names = listed([*(escape(name) for _, name in dimensions), "overall"], "or")
    return f"I don't know a dimension {_code(r.words)}. Choose one of {names}."


def _ambiguous(r: Refusal, dimensions: Dimensions) -> str:
    names = listed([_name(id_, dimensions) for id_ in r.names], "or")
    return f"Do you mean {names}? Type `/maturity target {r.names[0]}` and the level."


def _no_level(r: Refusal, _: Dimensions) -> str:
    name = _typed(r.dimension)
    return (
        f"Which level? Give a whole number, as in `/maturity target {name} 3 by end of June`; "
        f"`/maturity target {name} off` ends the target."
    )


def _levels(r: Refusal) -> str:
    low, high = r.levels or (0, 0)
    return f"level {low}" if low == high else f"a level from {low} to {high}"


def _no_such_level(r: Refusal, dimensions: Dimensions) -> str:
    return f"There is no such level. {_name(r.dimension, dimensions)} can aim for {_levels(r)}."


def _not_above(r: Refusal, dimensions: Dimensions) -> str:
    now = banded(r.band[1], r.band) if r.band else "it"
    return f"{_name(r.dimension, dimensions)} is at {now} already. Choose {_levels(r)}."


def _top_already(r: Refusal, dimensions: Dimensions) -> str:
    return (
        f"{_name(r.dimension, dimensions)} is at the top level already: there is nothing higher to "
        "aim for."
    )


def _gone(r: Refusal, _: Dimensions) -> str:
    return (
        f"The questions no longer cover {_code(r.dimension)}, so it cannot be a target. "
        f"`/maturity target {r.dimension} off` ends the one there is."
    )


def _no_day(r: Refusal, _: Dimensions) -> str:
    return f"I can't read the day {_code(r.words)}. {_DAYS}"


def _day_passed(r: Refusal, _: Dimensions) -> str:
    which = f"{day_text(r.day)} is not in the future" if r.day else "The day has passed"
    return f"{which}. Choose a day from tomorrow on, or leave it out."


def _day_too_far(r: Refusal, _: Dimensions) -> str:
    which = f"{day_text(r.day)} is" if r.day else "That is"
    return f"{which} very far away. Choose a day within {FURTHEST.days // 365} years."


def _no_target(r: Refusal, dimensions: Dimensions) -> str:
    name = _name(r.dimension, dimensions)
    return f"{name} has no target. `/maturity target` shows those there are."


def _same(r: Refusal, dimensions: Dimensions) -> str:
    name = _name(r.dimension, dimensions)
    return f"{name} has this target already. `/maturity target` shows how far it is."


def _code(text: str) -> str:
    """Text that Slack shows as it is; a backtick would end it."""
    return f"`{escape(one_line(text)).replace('`', chr(39))}`"


_SENTENCES: dict[Problem, Callable[[Refusal, Dimensions], str]] = {
    Problem.NO_NAME: _no_name,
    Problem.UNKNOWN_NAME: _unknown_name,
    Problem.AMBIGUOUS: _ambiguous,
    Problem.NO_LEVEL: _no_level,
    Problem.NO_SUCH_LEVEL: _no_such_level,
    Problem.NOT_ABOVE: _not_above,
    Problem.TOP_ALREADY: _top_already,
    Problem.GONE: _gone,
    Problem.NO_DAY: _no_day,
    Problem.DAY_PASSED: _day_passed,
    Problem.DAY_TOO_FAR: _day_too_far,
    Problem.NO_TARGET: _no_target,
    Problem.SAME: _same,
}
