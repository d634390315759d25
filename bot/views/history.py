"""How the levels went from check-in to check-in: the answer to `history`."""

from typing import Any

from slack_sdk.models.blocks import Block, SectionBlock

from bot.domain.commands import Verb
from bot.domain.rounds import Result, Status
from bot.views.chart import MOST_POINTS, trend_chart, trend_lines
from bot.views.levels import choice_text, place_text
from bot.views.standing import SECTION, answer_message, measured, nothing_yet, share_row
from bot.views.text import Message, day, escape, joined, monospaced, plural
from rubric.comparison import Move

MOST_MOVES = 8


def history(s: Status, shared: bool = False, plain: bool = False) -> Message:
    """The levels of the last check-ins as a chart and in words, and what moved last.

    `shared`: for the whole channel, so without buttons; `plain`: without the chart.
    """
    found = measured(s)
    if found is None:
        return nothing_yet(s, shared=shared)
    result, _ = found
    zone = result.team.settings.rule.zone
    rounds = trend_lines(result.rubric, result.trend[-MOST_POINTS:], zone)
    chart = None if plain else trend_chart(result.rubric, result.trend, zone)
    charts: list[Block | dict[str, Any]] = [chart] if chart else []
    moved = _moved(result)
    return answer_message(
        "Levels over time",
        [_covered(result)],
        *charts,
        monospaced(rounds),
        SectionBlock(text=joined(moved, SECTION)),
        *share_row(Verb.HISTORY, None, shared=shared),
        words=[*map(escape, rounds), *moved],
    )


def _covered(result: Result) -> str:
    count = len(result.trend)
    if count == 1:
        return "One check-in so far; from the next one on there is a line to draw."
    if count > MOST_POINTS:
        return f"The last {MOST_POINTS} of {plural(count, 'check-in')} that showed a level."
    return f"{plural(count, 'check-in')} that showed a level, the newest last."


def _moved(result: Result) -> list[str]:
    if result.comparison is None or result.compared_with is None:
        return ["There is nothing to compare with yet."]
    since = day(result.compared_with)
    moves = [_move(result, move) for move in result.comparison.moves]
    if not moves:
        return [f"No answer has moved since {since}."]
    left = len(moves) - MOST_MOVES
    more = [f"… and {left} more"] if left > 0 else []
    return [f"What moved since {since}:", *moves[:MOST_MOVES], *more]


def _move(result: Result, move: Move) -> str:
    rubric = result.rubric
    before = choice_text(rubric, move.criterion, move.from_choice)
    after = choice_text(rubric, move.criterion, move.to_choice)
    direction = "up" if move.rose else "down"
    return f"• {place_text(rubric, move.criterion)} went {direction}: from {before} to {after}"
