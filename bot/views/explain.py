"""The whole arithmetic of a level: answers, ceilings, dimensions, overall."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import SectionBlock

from bot.domain.commands import Verb
from bot.domain.rounds import Result, Status
from bot.domain.team import Privacy
from bot.views.agreement import agreement
from bot.views.confirmation import all_stale, last_known
from bot.views.levels import choice_text, level_text, who_could_say
from bot.views.round_words import erased_words
from bot.views.standing import (
    answer_message,
    fitting,
    last_lines,
    measured,
    not_asked_yet,
    nothing_yet,
    overall_words,
    score_of,
    share_row,
    why_provisional,
)
from bot.views.text import Message, escape, listed, person
from rubric.scoring import DONT_KNOW, NOT_APPLICABLE, DimensionScore, Profile, TeamAnswer

MOST_NAMES = 10
_RULE = (
    "Each answer of the team allows a level at most. It is the team's when more than half of those "
    "who know say you are there or further. The lowest answer decides a dimension, and the lowest "
    "dimension decides the overall level. These thresholds are ours; the model itself gives no "
    "numbers."
)


def explain(s: Status, dimension: str | None = None, shared: bool = False) -> Message:
    """How the level came about: every team answer, how far it allows, and what holds.

    For one dimension of an open check-in it tells who gave which answer, or, when `shared`, how
    many: in the channel a name would call that person in. Confidential ones show no counts, and
    only whether people see a question differently.
    """
    found = measured(s)
    if found is None:
        return nothing_yet(s, shared=shared)
    result, profile = found
    if dimension is not None and score_of(profile, dimension) is None:
        return not_asked_yet(s, dimension)
    shown = [score for score in profile.dimensions if dimension in (None, score.dimension)]
    said = {} if dimension is None else _said(result, shown, names=not shared)
    parts = [_dimension(result, profile, score, said) for score in shown]
    notes = [_overall(result, profile), _method(result, shown)]
    lines = [*last_lines(s, result), *all_stale(result)]
    sections = fitting([part.section() for part in parts])
    if len(sections) < len(parts):
        sections.append("… there is more: `/maturity explain` with the name of a dimension.")
    return answer_message(
        f"{_whole(result, dimension)}, answer by answer",
        lines,
        *(SectionBlock(text=text) for text in [*sections, *(note.section() for note in notes)]),
        *share_row(Verb.EXPLAIN, dimension, shared=shared),
        words=[line for part in [*parts, *notes] for line in (part.title, *part.lines)],
    )


@dataclass(frozen=True)
class _Part:
    """Escaped lines under a title, told in the same words in the blocks and in the text."""

    title: str
    lines: Sequence[str]

    def section(self) -> str:
        return "\n".join([f"*{self.title}*", *self.lines])


def _whole(result: Result, dimension: str | None) -> str:
    return "The level" if dimension is None else result.rubric.dimension(dimension).name


def _dimension(
    result: Result, profile: Profile, score: DimensionScore, said: Mapping[str, str]
) -> _Part:
    """One line per criterion, each with what was `said`, by path, where that may be told."""
    lines = []
    for answer in score.answers:
        lines.append(f"• {_answer(result, score, answer)}")
        lines += [f"    {said[answer.criterion]}"] if answer.criterion in said else []
    name = escape(result.rubric.dimension(score.dimension).name)
    why = why_provisional(result, profile, score)
    return _Part(f"{name}: {level_text(score)}", [*lines, *why])


def _answer(result: Result, score: DimensionScore, answer: TeamAnswer) -> str:
    criterion = result.rubric.criterion(answer.criterion)
    name = escape(criterion.name)
    if answer.state == "unknown":
        unknown = f"{name}: unknown, as {who_could_say([answer])} could say. It is left out."
        return " ".join([unknown, *last_known(result, answer)])
    if answer.choice is None:
        return f"{name}: not applicable to you. It is left out."
    ours = " (a step of ours, not in the model)" if criterion.choice(answer.choice).ours else ""
    holds = ", and this holds it" if answer.criterion in score.holding else ""
    choice = choice_text(result.rubric, answer.criterion, answer.choice)
    ladder = f"{name}: {choice}{ours}. Level {answer.ceiling} at most{holds}."
    return " ".join([ladder, *agreement(result, answer)])


def _said(result: Result, shown: Sequence[DimensionScore], *, names: bool) -> dict[str, str]:
    """Who, or how many, gave which answer, by path; nothing where a check-in is confidential."""
    if result.round.privacy is not Privacy.OPEN:
        return {}
    answers = [answer for score in shown for answer in score.answers if answer.counts]
    return {answer.criterion: _votes(result, answer, names=names) for answer in answers}


def _votes(result: Result, answer: TeamAnswer, *, names: bool) -> str:
    votes = result.votes.get(answer.criterion, {}) if names else {}
    told = [
        f"{_people(votes[given]) if given in votes else count}: {_given(result, answer, given)}"
        for given, count in answer.counts.items()
    ]
    return "; ".join(told)


def _people(user_ids: Sequence[str]) -> str:
    shown = [person(user) for user in user_ids[:MOST_NAMES]]
    left = len(user_ids) - len(shown)
    return listed([*shown, f"{left} more"] if left else shown)


def _given(result: Result, answer: TeamAnswer, given: str) -> str:
    special = {DONT_KNOW: "don't know", NOT_APPLICABLE: "doesn't apply"}
    return special.get(given) or choice_text(result.rubric, answer.criterion, given)


def _overall(result: Result, profile: Profile) -> _Part:
    levels = [
        f"{escape(result.rubric.dimension(score.dimension).name)} {level_text(score)}"
        for score in profile.dimensions
        if score.level is not None
    ]
    lines = [f"The lowest one counts: {listed(levels)}."] if levels else []
    return _Part(f"Overall: {overall_words(result.rubric, profile)}", lines)


def _method(result: Result, shown: Sequence[DimensionScore]) -> _Part:
    lines = [*_band(result, shown), _RULE, *_confidential(result), *erased_words(result.round)]
    counted = any(answer.counts for score in shown for answer in score.answers)
    if result.round.privacy is Privacy.OPEN and counted and len(shown) > 1:
        lines.append(f"Who answered what: `/maturity explain {shown[0].dimension}`, for example.")
    return _Part("How it is worked out", lines)


def _confidential(result: Result) -> list[str]:
    if result.round.privacy is Privacy.OPEN:
        return []
    return [
        "As this team is confidential, nothing here tells who or how many said what. An answer "
        "never moves only because somebody joined or left, if that would tell what they said."
    ]


def _band(result: Result, shown: Sequence[DimensionScore]) -> list[str]:
    """What a level such as 1 (0–1) means, once, with the first one shown as the example."""
    for score in shown:
        if score.band is not None and score.band[0] < score.band[1]:
            low, high = score.band
            name = escape(result.rubric.dimension(score.dimension).name)
            levels = listed([str(level) for level in range(low, high + 1)])
            return [
                f"{high} ({low}–{high}) is a band: in {name} the model's own descriptions of "
                f"levels {levels} are the same here, so answers cannot tell them apart. "
                "The upper one counts."
            ]
    return []
