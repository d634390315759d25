"""The grammar of the slash command's text and of a mention's text.

Nothing a person types is an error: what is not understood becomes `help` with a hint. Case,
punctuation, zero-width characters and Slack's own `<…>` tokens do not matter.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum


class Verb(StrEnum):
    """What somebody wants."""

    STATUS = "status"
    START = "start"
    CLOSE = "close"
    PAUSE = "pause"
    RESUME = "resume"
    SETUP = "setup"
    TIPS = "tips"
    EXPLAIN = "explain"
    HISTORY = "history"
    COMMITMENTS = "commitments"
    TARGET = "target"
    WHATIF = "whatif"
    EXPORT = "export"
    OVERVIEW = "overview"
    ADMINS = "admins"
    SHARING = "sharing"
    AUDIT = "audit"
    FORGET = "forget"
    HELP = "help"


@dataclass(frozen=True)
class Command:
    """What was understood.

    `dimension` is an id; None means the whole profile. `unknown_dimension` holds words that name
    no dimension, `ambiguous` the ids of the dimensions that the words may mean. With `help`,
    `unknown` holds what was not understood, and `nearest` the command that may have been meant.
    `rest` holds the words after a verb that takes words of its own.
    Words are given back in lower case, cut to 40 characters.
    """

    verb: Verb
    dimension: str | None = None
    unknown_dimension: str | None = None
    ambiguous: tuple[str, ...] = ()
    unknown: str | None = None
    nearest: Verb | None = None
    rest: str = ""


# Dimensions as (id, name).
Dimensions = Sequence[tuple[str, str]]

_VERBS = frozenset(Verb)
_ABOUT_A_DIMENSION = frozenset({Verb.STATUS, Verb.TIPS, Verb.EXPLAIN})
_WITH_WORDS = frozenset({Verb.EXPORT, Verb.OVERVIEW})
_ACTING = frozenset({Verb.START, Verb.CLOSE, Verb.PAUSE, Verb.RESUME, Verb.SETUP})
# The first one that a sentence begins with counts, so the longer ones come first.
_QUESTIONS = {
    ("how", "are"): Verb.STATUS,
    ("how", "is"): Verb.STATUS,
    ("how", "s"): Verb.STATUS,
    ("how",): Verb.TIPS,
    ("why",): Verb.EXPLAIN,
}
_SMALL_WORD = re.compile(
    "a|about|an|and|are|at|for|how|in|is|it|me|my|now|of|on|our|please|s|the|to|us|why|with"
)
_TOKEN = re.compile(r"<[^<>]*>|&(?:amp|lt|gt);")
_SYMBOLS_LIKE_PUNCTUATION = frozenset({"Sc", "Sk", "Sm"})  # "Sk" holds the backtick
_LONGEST_READ = 500
_LONGEST_SHOWN = 40
_SHORTEST_BEGINNING = 3
_CLOSE = 0.7  # tells "statsu" from "resume"; difflib's ratio, from 0 to 1


def parse(text: str, dimensions: Dimensions) -> Command:
    """What a slash command's text asks for; never raises.

    The first word decides; no word means `status`. Small words ("please", "the") count for
    nothing, and neither do further words after a verb that takes no dimension: `start now, folks`
    is `start`.
    """
    return _parse(_words(text), dimensions)


def parse_mention(text: str, dimensions: Dimensions) -> Command:
    """What a mention asks for, as a command or as a question in a sentence; never raises.

    A verb that changes something must stand alone: "close the gap in release" closes nothing.
    """
    words = _words(text)
    command = _parse(words[_where_the_question_starts(words) :], dimensions)
    if command.verb in _ACTING and len(_telling(words)) > 1:
        return _not_understood(words, nearest=command.verb)
    return replace(command, unknown=_shown(words)) if command.unknown else command


def _parse(words: list[str], dimensions: Dimensions) -> Command:
    if question := _question(words):
        return _about(question, words[1:], dimensions, strict=False)
    telling = _telling(words)
    if not telling:
        return Command(Verb.STATUS)
    if telling[0] not in _VERBS:
        return _not_understood(telling[:1], _nearest(telling[0]))
    verb = Verb(telling[0])
    if verb in _ABOUT_A_DIMENSION:
        return _about(verb, telling[1:], dimensions, strict=True)
    return Command(verb, rest=_shown(telling[1:]) if verb in _WITH_WORDS else "")


def _not_understood(words: Iterable[str], nearest: Verb | None) -> Command:
    return Command(Verb.HELP, unknown=_shown(words), nearest=nearest)


def _nearest(word: str) -> Verb | None:
    """The verb that was probably meant, or None when none is close."""
    begun: list[str] = [
        verb for verb in Verb if verb.startswith(word) and len(word) >= _SHORTEST_BEGINNING
    ]
    close = begun or get_close_matches(word[:_LONGEST_SHOWN], _VERBS, n=1, cutoff=_CLOSE)
    return Verb(close[0]) if close else None


def _question(words: list[str]) -> Verb | None:
    for opening, verb in _QUESTIONS.items():
        if tuple(words[: len(opening)]) == opening:
            return verb
    return None


def _where_the_question_starts(words: list[str]) -> int:
    """The place of the first word that asks something, 0 when there is none."""
    asking = (_VERBS - _ACTING) | {"how", "why"}
    return next((place for place, word in enumerate(words) if word in asking), 0)


def _about(verb: Verb, words: list[str], dimensions: Dimensions, *, strict: bool) -> Command:
    """The verb with the dimension that the words name; `strict` reports words that name none."""
    telling = _telling(words)
    found = _named(telling, dimensions)
    if len(found) == 1:
        return Command(verb, dimension=found[0])
    if strict and telling and not found:
        return Command(verb, unknown_dimension=_shown(telling))
    return Command(verb, ambiguous=found)


def _named(words: list[str], dimensions: Dimensions) -> tuple[str, ...]:
    """The ids that the words name, in the rubric's order; the longest runs of words count."""
    labels = [(id_, _telling(_words(label))) for id_, name in dimensions for label in (id_, name)]
    longest = max((len(label) for _, label in labels), default=0)
    for length in range(min(longest, len(words)), 0, -1):
        runs = (words[start : start + length] for start in range(len(words) - length + 1))
        named = {id_ for run in runs for id_ in _matching(run, labels)}
        if named:
            return tuple(id_ for id_, _ in dimensions if id_ in named)
    return ()


def _matching(run: list[str], labels: list[tuple[str, list[str]]]) -> set[str]:
    """The ids of the labels that are the run, or else of those that it is a beginning of."""
    whole = {id_ for id_, label in labels if "".join(run) == "".join(label)}
    return whole or {id_ for id_, label in labels if _begins_in(label, run)}


def _begins_in(label: list[str], run: list[str]) -> bool:
    """Whether each word of the run begins, from some place on, the label's word there."""
    for start in range(len(label) - len(run) + 1):
        words = label[start : start + len(run)]
        clear = run == words or len("".join(run)) >= _SHORTEST_BEGINNING
        if clear and all(word.startswith(part) for word, part in zip(words, run, strict=True)):
            return True
    return False


def _words(text: str) -> list[str]:
    """The text's words in lower case, without punctuation, invisible characters and tokens."""
    read = _TOKEN.sub(" ", text.strip()[:_LONGEST_READ])
    plain = "".join(_letters(unicodedata.normalize("NFKC", read).casefold()))
    return " ".join(plain.split()).replace("set up", "setup").replace("what if", "whatif").split()


def _letters(text: str) -> Iterator[str]:
    """The text's characters; punctuation becomes a space, and zero-width characters vanish."""
    for character in text:
        category = unicodedata.category(character)
        if category == "Cf":
            continue
        between = category[0] in "CPZ" or category in _SYMBOLS_LIKE_PUNCTUATION
        yield " " if between else character


def _telling(words: Iterable[str]) -> list[str]:
    return [word for word in words if not _SMALL_WORD.fullmatch(word)]


def _shown(words: Iterable[str]) -> str:
    return " ".join(words)[:_LONGEST_SHOWN].rstrip()
