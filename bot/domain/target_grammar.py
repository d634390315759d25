"""What follows `target`: a dimension or *overall*, a level or *off*, and perhaps a day.

Nothing a person types is an error here: what cannot be carried out becomes a Refusal.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.commands import Dimensions, Verb, parse
from bot.domain.days import read_day
from bot.domain.targets import FURTHEST, OVERALL


class Problem(StrEnum):
    """Why nothing was changed."""

    NO_NAME = "no_name"
    UNKNOWN_NAME = "unknown_name"
    AMBIGUOUS = "ambiguous"
    NO_LEVEL = "no_level"
    NO_SUCH_LEVEL = "no_such_level"
    NOT_ABOVE = "not_above"
    TOP_ALREADY = "top_already"
    GONE = "gone"
    NO_DAY = "no_day"
    DAY_PASSED = "day_passed"
    DAY_TOO_FAR = "day_too_far"
    NO_TARGET = "no_target"
    SAME = "same"


@dataclass(frozen=True)
class Refusal:
    """Why nothing was changed; which of the other fields say something depends on the problem.

    `words` were typed, unescaped; `dimension` is an id or OVERALL, `names` are ids; `level` is
    the team's, with its `band`, `levels` the lowest and highest that can be aimed for.
    """

    problem: Problem
    words: str = ""
    dimension: str = OVERALL
    names: tuple[str, ...] = ()
    band: tuple[int, int] | None = None
    levels: tuple[int, int] | None = None
    day: date | None = None


@dataclass(frozen=True)
class Order:
    """A target to be set, or, without a level, turned off."""

    dimension: str
    level: int | None
    due_on: date | None = None


_OFF = frozenset({"off", "none", "remove", "clear", "delete", "drop"})
_POLITE = frozenset({"please", "now", "our", "the", "s"})
_BEFORE_A_LEVEL = frozenset({"level", "to", "at", "least", "is", "reach", "for"})
_BEFORE_A_DAY = frozenset({"by", "until", "before", "on", "till"})
_NUMBER = re.compile(r"[-+]?[0-9]{1,4}")
_LONGEST_READ = 200
_LONGEST_SHOWN = 40


def is_order(text: str) -> bool:
    """Whether the slash command's text asks for a change of a target, not just to see them."""
    return parse(text, ()).verb is Verb.TARGET and bool(_said(text))


def read_order(text: str, dimensions: Dimensions, today: date) -> Order | Refusal:
    """What is to be changed. `dimensions` are those that can be named; never raises."""
    words = _said(text)
    end = next((n for n, word in enumerate(words) if n and word in _BEFORE_A_DAY), len(words))
    place = _place_of_level(words[:end], dimensions)
    dimension = _dimension(words[: end if place is None else place], dimensions)
    if isinstance(dimension, Refusal):
        return dimension
    if place is None:
        return Refusal(Problem.NO_LEVEL, dimension=dimension)
    if words[place] in _OFF:
        return Order(dimension, None)
    due_on = _due_on(words[place + 1 :], today)
    return due_on if isinstance(due_on, Refusal) else Order(dimension, int(words[place]), due_on)


def _said(text: str) -> list[str]:
    """The words after the verb, in lower case, without what only courtesy adds at the ends."""
    read = re.sub(r"<[^<>]*>|[`*“”\"']", " ", text[:_LONGEST_READ])
    plain = unicodedata.normalize("NFKC", read).casefold()
    visible = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    words = re.sub(r"[=:,]", " ", visible).rstrip(" .,!?;").split()
    after = words[words.index("target") + 1 :] if "target" in words else []
    while after and after[-1].strip(".,!") in _POLITE:
        after.pop()
    while after and after[0] in _POLITE:
        after.pop(0)
    return after


def _place_of_level(words: Sequence[str], dimensions: Dimensions) -> int | None:
    """Where the level or *off* stands: the first number or *off* after a known name, if there is
    one, so that a name may hold a number."""
    places = [n for n, word in enumerate(words) if word in _OFF or _NUMBER.fullmatch(word)]
    named = (n for n in places if isinstance(_dimension(words[:n], dimensions), str))
    return next(named, places[0] if places else None)


def _dimension(words: Sequence[str], dimensions: Dimensions) -> str | Refusal:
    """The id of the dimension that the words name, or OVERALL."""
    named = [word for word in words if word not in _BEFORE_A_LEVEL]
    if not named:
        return Refusal(Problem.NO_NAME)
    if named == ["overall"]:
        return OVERALL
    typed = " ".join(named)
    found = parse(f"{Verb.STATUS} {typed}", dimensions)
    if found.dimension is not None:
        return found.dimension
    if found.ambiguous:
        return Refusal(Problem.AMBIGUOUS, names=found.ambiguous)
    return Refusal(Problem.UNKNOWN_NAME, words=typed[:_LONGEST_SHOWN])


def _due_on(words: Sequence[str], today: date) -> date | Refusal | None:
    """The day by which; None where none is named."""
    while words and words[0] in _BEFORE_A_DAY:
        words = words[1:]
    if not words:
        return None
    typed = " ".join(words)
    day = read_day(typed, today)
    if day is None:
        return Refusal(Problem.NO_DAY, words=typed[:_LONGEST_SHOWN])
    if day <= today:
        return Refusal(Problem.DAY_PASSED, day=day)
    return Refusal(Problem.DAY_TOO_FAR, day=day) if day - today > FURTHEST else day
