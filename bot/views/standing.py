"""Where a team stands and what comes next: the lines and buttons that several answers share."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, HeaderBlock, SectionBlock

from bot.domain.commands import Verb
from bot.domain.rounds import Result, Round, Status
from bot.domain.team import Team
from bot.views.levels import provisional_text
from bot.views.round_words import answered_sentence, end
from bot.views.stopped import paused_line
from bot.views.text import Message, clean, day, escape, joined, message, message_text, moment
from rubric.model import Rubric
from rubric.scoring import DimensionScore, Profile

# Slack's limit for a section's text.
SECTION = 3000
# Slack advises to stay under about 10,000 characters in all; `text` and headings take the rest.
ROOM_FOR_SECTIONS = 5000


def measured(s: Status) -> tuple[Result, Profile] | None:
    """The last result that shows a level, with its profile; None before there is one."""
    if s.result is None or s.result.profile is None:
        return None
    return s.result, s.result.profile


def answer_message(
    title: str, lines: list[str], *blocks: Block | dict[str, Any], words: list[str] | None = None
) -> Message:
    """A message with a plain, unescaped title, and escaped lines as its text and first section.

    `words` is what the text goes on with where the further blocks say more than the lines.
    """
    return message(
        message_text([escape(title), *lines, *(words or [])]),
        HeaderBlock(text=clean(title)),
        SectionBlock(text=joined(lines, SECTION)),
        *blocks,
    )


def fitting(sections: Sequence[str]) -> list[str]:
    """The first sections that a message's blocks hold together, each cut to Slack's limit."""
    cut_off = [joined(section.split("\n"), SECTION) for section in sections]
    lengths = accumulate(len(section) for section in cut_off)
    return cut_off[: sum(length <= ROOM_FOR_SECTIONS for length in lengths)]


def nothing_yet(s: Status, *, shared: bool) -> Message:
    """For a team without a level: why, and what happens next."""
    lines = ["This team has no level yet: it takes one check-in with enough answers."]
    if s.last_closed is not None and not s.last_closed.enough:
        lines.append(_too_few(s.last_closed))
    lines += coming(s)
    if s.open is not None:
        lines.append("The first result appears in the channel when the open check-in closes.")
    return answer_message("No level yet", lines, *([] if shared else answer_row(s)))


def not_asked_yet(s: Status, dimension: str) -> Message:
    """For a dimension that came with a newer edition of the rubric than the last result's."""
    name = s.rubric.dimension(dimension).name
    lines = ["The team's last result is from before this dimension was asked about.", *coming(s)]
    return answer_message(f"{name}: not measured", lines)


def coming(s: Status) -> list[str]:
    """The open check-in, and the next one or why there is none."""
    lines = [next_line(s.team)]
    if s.open is not None:
        until = f" until {end(s.open)}" if end(s.open) else ""
        lines.insert(0, f"A check-in is open{until}. {answered_sentence(s.open)}")
    return lines


def next_line(team: Team) -> str:
    """When the next check-in opens, or why there is none."""
    if team.next_due_at is not None:
        return f"The next check-in opens {moment(team.next_due_at)}."
    return paused_line(team.paused_reason)


def last_lines(s: Status, result: Result) -> list[str]:
    """Which check-in the level is from, and whether a later one had too few answers."""
    closed = result.round.closed_at
    when = f" {day(closed)}" if closed else ""
    lines = [f"From the check-in that closed{when}: {answered_sentence(result.round)}"]
    if s.last_closed is not None and s.last_closed.id != result.round.id:
        lines.append(_too_few(s.last_closed))
    return lines


def level_title(rubric: Rubric, profile: Profile) -> str:
    """The overall level, its name and whether it is provisional: plain, unescaped."""
    if profile.overall is None:
        return "Not measured yet"
    mark = " (provisional)" if profile.provisional else ""
    return f"Level {profile.overall}: {rubric.level(profile.overall).name}{mark}"


def why_provisional(result: Result, profile: Profile, score: DimensionScore) -> list[str]:
    """Why one dimension's level is provisional or missing; empty when it is neither."""
    alone = profile.model_copy(
        update={"dimensions": (score,), "provisional": score.provisional or score.level is None}
    )
    why = provisional_text(result.rubric, alone, result.round.minimum)
    return [why] if why else []


def overall_words(rubric: Rubric, profile: Profile) -> str:
    """The overall level within a sentence, escaped: `level 1, DevOps but no MLOps`."""
    if profile.overall is None:
        return "not measured"
    mark = ", provisional" if profile.provisional else ""
    return f"level {profile.overall}, {escape(rubric.level(profile.overall).name)}{mark}"


def score_of(profile: Profile, dimension: str) -> DimensionScore | None:
    """The dimension's score; None where that edition of the rubric did not have the dimension."""
    return next((score for score in profile.dimensions if score.dimension == dimension), None)


def answer_row(s: Status) -> list[Block]:
    """The Answer button while a check-in is open."""
    if s.open is None:
        return []
    button = ButtonElement(text="Answer", action_id="answer", value=str(s.open.id), style="primary")
    return [ActionsBlock(elements=[button])]


def share_row(verb: Verb, dimension: str | None, *, shared: bool) -> list[Block]:
    """The button that shows an answer to the whole channel; none where it is already there."""
    if shared:
        return []
    value = f"{verb} {dimension}" if dimension else str(verb)
    return [
        ActionsBlock(
            elements=[ButtonElement(text="Share in channel", action_id="share", value=value)]
        )
    ]


def _too_few(round_: Round) -> str:
    when = f" {day(round_.closed_at)}" if round_.closed_at else ""
    return f"The check-in that closed{when} had too few answers to show a level."
