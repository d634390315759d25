"""How the levels went from check-in to check-in: the answer to `history`."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block, SectionBlock

from bot.domain.commands import Verb
from bot.domain.falls import Reading, falls
from bot.domain.past import Past, PastRound
from bot.domain.rounds import Status
from bot.views.chart import trend_chart
from bot.views.falls import IN_THE_TREND
from bot.views.levels import choice_text, level_text, overall_text, place_text
from bot.views.round_words import LEVEL_LOST, answered_sentence, lost_its_level
from bot.views.standing import answer_message, fitting, measured, nothing_yet, share_row
from bot.views.text import TEXT_LIMIT, Message, day, escape, listed, person, plural
from rubric.comparison import Move
from rubric.scoring import Profile

# Of the newest round so many moves are told in full; of an older one the names of so many.
MOST_MOVES, MOST_NAMES = 6, 4
# With the chart, the title and what else there is, within the 50 blocks that a message takes.
MOST_ROUNDS = 30
# What the title, the first line and the last one take of a message's text, in bytes.
FRAME = 400


def history(s: Status, past: Past, shared: bool = False, plain: bool = False) -> Message:
    """The levels as a chart, then round by round, newest first: levels, moves, what was done.

    `shared`: for the whole channel, so without buttons and names; `plain`: without the chart.
    """
    found = measured(s)
    if found is None:
        return nothing_yet(s, shared=shared)
    result, _ = found
    chart = None if plain else trend_chart(result.rubric, result.trend, s.team.settings.rule.zone)
    charts: list[Block | dict[str, Any]] = [chart] if chart else []
    told = _fitting([_told(r, shared=shared) for r in _newest_first(past)])
    left = len(past.rounds) - len(told)
    more = [f"… and {left} more: `/maturity export`"] if left else []
    sections = fitting(["\n".join([f"*{title}*", *lines]) for title, *lines in told])
    return answer_message(
        "Levels over time",
        [_covered(past)],
        *charts,
        *(SectionBlock(text=section) for section in sections),
        *(SectionBlock(text=line) for line in more),
        *share_row(Verb.HISTORY, None, shared=shared),
        words=[*(line for lines in told for line in lines), *more],
    )


def _newest_first(past: Past) -> list[tuple[PastRound, bool]]:
    """The rounds, and whether a round is the newest that has something to compare with."""
    rounds = past.rounds[::-1]
    newest = next((r for r in rounds if r.comparison is not None), None)
    return [(r, r is newest) for r in rounds]


def _fitting(chapters: Sequence[list[str]]) -> list[list[str]]:
    """The first chapters that a message's text holds together, one at least."""
    room, kept = TEXT_LIMIT - FRAME, 0
    for lines in chapters[:MOST_ROUNDS]:
        room -= len("\n".join(lines).encode()) + 1
        kept += room >= 0
        if room < 0:
            break
    return list(chapters[: max(kept, 1)])


def _covered(past: Past) -> str:
    levels = sum(r.profile is not None for r in past.rounds)
    if len(past.rounds) == 1:
        return "One check-in so far; from the next one on there is a line to draw."
    without = len(past.rounds) - levels
    rest = f", {without} without a level" if without else ""
    return f"{plural(len(past.rounds), 'check-in')}{rest}, the newest first."


def _told(newest: tuple[PastRound, bool], *, shared: bool) -> list[str]:
    """A round as escaped lines, the first of them its title."""
    past, in_full = newest
    if past.profile is None:
        return _without_level(past)
    mark = " (provisional)" if past.profile.provisional else ""
    return [
        f"{_date(past)}, {overall_text(past.rubric, past.profile.overall)}{mark}",
        *_breaks(past),
        f"{_levels(past, past.profile)}. {answered_sentence(past.round)}",
        *_fell(past),
        *(_moves_in_full(past) if in_full else _moves_by_name(past)),
        *_done(past, shared=shared),
    ]


def _without_level(past: PastRound) -> list[str]:
    if past.round.state == "missed":
        return [f"{_date(past)}, missed", "It could not be opened in time."]
    if lost_its_level(past.round):
        return [f"{_date(past)}, no level any more", LEVEL_LOST]
    return [f"{_date(past)}, not enough answers for a level", answered_sentence(past.round)]


def _date(past: PastRound) -> str:
    return day(past.round.closed_at or past.round.due_at)


def _levels(past: PastRound, profile: Profile) -> str:
    names = {d.id: d.short_name for d in past.rubric.dimensions}
    return " · ".join(
        f"{escape(names.get(score.dimension, score.dimension))} {level_text(score)}"
        for score in profile.dimensions
    )


def _breaks(past: PastRound) -> list[str]:
    """Where the series breaks, so that nobody reads a change of rules as a change of work."""
    lines = []
    if past.other_questions:
        lines.append(
            f"Break: other questions from here on, {escape(past.rubric.key)} instead of "
            f"{escape(past.other_questions)}. Compare with care."
        )
    if past.other_privacy:
        lines.append(f"Break: {past.round.privacy} from here on, {past.other_privacy} before.")
    return lines


def _fell(past: PastRound) -> list[str]:
    if past.comparison is None:
        return []
    names = {d.id: d.short_name for d in past.rubric.dimensions}
    names[""] = "Overall"
    fallen = [
        f"{escape(names[fall.dimension])} from {fall.before} to {fall.after}"
        for fall in sorted(falls(past.comparison), key=lambda fall: bool(fall.dimension))
    ]
    why = f" ({IN_THE_TREND[Reading(past.fall)]})" if past.fall else ""
    return [f"Fell{why}: {listed(fallen)}."] if fallen else []


def _moves_in_full(past: PastRound) -> list[str]:
    moves = past.comparison.moves if past.comparison else ()
    if not moves:
        return ["No answer moved."]
    left = len(moves) - MOST_MOVES
    more = [f"… and {left} more"] if left > 0 else []
    return [*(f"• {_move(past, move)}" for move in moves[:MOST_MOVES]), *more]


def _move(past: PastRound, move: Move) -> str:
    before = choice_text(past.rubric, move.criterion, move.from_choice)
    after = choice_text(past.rubric, move.criterion, move.to_choice)
    direction = "up" if move.rose else "down"
    return f"{place_text(past.rubric, move.criterion)} went {direction}: from {before} to {after}"


def _moves_by_name(past: PastRound) -> list[str]:
    moves = past.comparison.moves if past.comparison else ()
    ways = {
        "Up": [_name(past, move) for move in moves if move.rose],
        "Down": [_name(past, move) for move in moves if not move.rose],
    }
    return [f"{way}: {_first(names)}." for way, names in ways.items() if names]


def _name(past: PastRound, move: Move) -> str:
    return escape(past.rubric.criterion(move.criterion).name)


def _first(names: list[str]) -> str:
    left = len(names) - MOST_NAMES
    return listed([*names[:MOST_NAMES], f"{left} more"] if left > 0 else names)


def _done(past: PastRound, *, shared: bool) -> list[str]:
    """What was finished. Shared, it names nobody: a name in the channel would call them in."""
    return [
        f"Done: “{escape(deed.title)}”" + ("." if shared else f", by {person(deed.owner)}.")
        for deed in past.deeds
    ]
