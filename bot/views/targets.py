"""Targets: how they stand, in their own answer, in the status and in the summary."""

from datetime import date

from slack_sdk.models.blocks import SectionBlock

from bot.domain.commands import Verb
from bot.domain.rounds import Result, Status
from bot.domain.targets import OVERALL, Progress, Stage, Target, shown_level
from bot.views.levels import NOT_MEASURED, banded, choice_text, place_text
from bot.views.standing import answer_message, fitting, share_row
from bot.views.text import Message, escape, listed, person, plural
from bot.views.text import day as dated
from rubric.model import Rubric
from rubric.paths import Step

MOST_STEPS = 8
MOST_NAMES = 3
_WHOLE = "The whole way: `/maturity target`."
_HOW = (
    "The team's admins set one with `/maturity target {name} {level} by end of June` (the day is "
    "optional) and end one with `/maturity target {name} off`."
)


def targets(s: Status, shared: bool = False) -> Message:
    """Every target with the whole way to it; `shared`: for the whole channel, so without names."""
    if not s.targets:
        lines = ["No target is set. One level to aim for makes the next steps easier to agree on."]
        return answer_message("Targets", [*lines, how_to_set(s.rubric)])
    sections = [_section(s.rubric, found, names=not shared) for found in s.targets]
    shown = fitting(["\n".join(lines) for lines in sections])
    if len(shown) < len(sections):
        shown.append(f"… and {plural(len(sections) - len(shown), 'more target')}.")
    ending = f"`/maturity tips` says how to make a step. {how_to_set(s.rubric)}"
    return answer_message(
        "Targets",
        [f"{plural(len(sections), 'target')}, and what is left from where the team stands now."],
        *(SectionBlock(text=text) for text in [*shown, ending]),
        *share_row(Verb.TARGET, None, shared=shared),
        words=[*(line for head, *rest in sections for line in (head.strip("*"), *rest)), ending],
    )


def how_to_set(rubric: Rubric) -> str:
    """What an admin types to set a target, and to end it."""
    return _HOW.format(name=rubric.dimensions[-1].id, level=rubric.top_level)


def status_lines(s: Status, dimension: str | None = None) -> list[str]:
    """A line for each target that is ahead, or cannot be measured any more; of one dimension."""
    own = [p for p in s.targets if dimension in (None, p.target.dimension)]
    ahead = [p for p in own if p.stage is Stage.AHEAD]
    lines = [f"Target: {_line(s.rubric, p)}" for p in ahead]
    lines += [f"Target: {_gone(p)}" for p in own if p.stage is Stage.GONE]
    return [*lines, _WHOLE] if any(p.path.steps for p in ahead) else lines


def summary_lines(r: Result) -> list[str]:
    """What the summary says of the targets: those this round reached, and those still ahead."""
    reached = [p for p in r.targets if p.target.reached_in == r.round.id]
    ahead = [p for p in r.targets if p.stage is Stage.AHEAD]
    lines = [f"• {_celebrated(r, p)}" for p in reached if p.stage is Stage.REACHED]
    lines += [f"• {_line(r.rubric, p)}" for p in ahead]
    return [*lines, _WHOLE] if any(p.path.steps for p in ahead) else lines


def day_text(day: date) -> str:
    """A day of the team's calendar, the same for every reader: `31 Dec 2026`."""
    return f"{day.day} {day:%b %Y}"


def name_of(rubric: Rubric, dimension: str) -> str:
    """A dimension as the subject of a sentence, escaped; `Overall level` for all.

    One that the rubric does not have is called by its id.
    """
    if dimension == OVERALL:
        return "Overall level"
    named = [d.name for d in rubric.dimensions if d.id == dimension]
    return escape(named[0] if named else dimension)


def _aim(rubric: Rubric, target: Target) -> str:
    """`Model Release 3 by 31 Dec 2026`, escaped."""
    by = f" by {day_text(target.due_on)}" if target.due_on else ""
    return f"{_plain_aim(rubric, target)}{by}"


def _plain_aim(rubric: Rubric, target: Target) -> str:
    band = shown_level(rubric, target.dimension, target.level)
    return f"{name_of(rubric, target.dimension)} {banded(band[1], band)}"


def _line(rubric: Rubric, p: Progress) -> str:
    """A target that is ahead, in one sentence."""
    if not p.overdue or p.target.due_on is None:
        return f"{_aim(rubric, p.target)}: {_away(rubric, p)}"
    return (
        f"{_plain_aim(rubric, p.target)}: {_away(rubric, p)} The day you had in mind, "
        f"{day_text(p.target.due_on)}, has passed; a new one is just as good."
    )


def _away(rubric: Rubric, p: Progress) -> str:
    """How far it is, as the end of a sentence and with its full stop."""
    if p.level is None:
        return f"{NOT_MEASURED} yet.{_unanswered(rubric, p)}"
    first = f"first “{step_title(rubric, p.path.steps[0])}”"
    if len(p.path.steps) == 1:
        first = first.removeprefix("first ")
    return f"{plural(len(p.path.steps), 'step')} away, {first}.{_unanswered(rubric, p)}"


def _unanswered(rubric: Rubric, p: Progress) -> str:
    """Which questions are still to be answered, as a sentence with a space before it."""
    names = [place_text(rubric, path) for path in p.path.unanswered]
    if not names:
        return ""
    left = len(names) - MOST_NAMES
    named = [*names[:MOST_NAMES], *([f"{left} more"] if left > 0 else [])]
    return f" To be answered: {listed(named)}."


def _gone(p: Progress) -> str:
    name = "overall" if p.target.dimension == OVERALL else p.target.dimension
    return (
        f"{escape(name)} {p.target.level} cannot be measured any more: the questions have "
        f"changed. `/maturity target {escape(name)} off` ends it."
    )


def _celebrated(r: Result, p: Progress) -> str:
    """The one time that it is said aloud that a target is reached."""
    left = len(p.path.unanswered)
    still = f" It is provisional while {plural(left, 'question is', 'questions are')} open."
    aim = _plain_aim(r.rubric, p.target)
    return f"Target reached: {aim}. Well done, all of you!{still if left else ''}"


def _section(rubric: Rubric, p: Progress, *, names: bool) -> list[str]:
    """A target with all of its steps, escaped; the first line is its heading."""
    if p.stage is Stage.GONE:
        return [f"*{name_of(rubric, p.target.dimension)} {p.target.level}*", _gone(p)]
    by = f" Set by {person(p.target.set_by)}." if names else ""
    lines = [f"*{_aim(rubric, p.target)}*", f"{_now(rubric, p)}{by}"]
    if p.path.steps and p.stage is not Stage.REACHED:
        steps = [_step(rubric, step, n) for n, step in enumerate(p.path.steps, 1)]
        left = len(steps) - MOST_STEPS
        lines += [f"{_needed(len(steps))}:", *steps[:MOST_STEPS]]
        lines += [f"… and {plural(left, 'more step')}."] if left > 0 else []
    return [*lines, *([asked.strip()] if (asked := _unanswered(rubric, p)) else [])]


def _now(rubric: Rubric, p: Progress) -> str:
    """Where the team stands, seen from the target."""
    when = (
        f" in the check-in that closed {dated(p.target.reached_at)}" if p.target.reached_at else ""
    )
    if p.stage is Stage.REACHED:
        return f"Reached{when}." if when else "Reached."
    if p.level is None:
        return "Not measured yet."
    band = shown_level(rubric, p.target.dimension, p.level)
    now = banded(p.level, band)
    if p.stage is Stage.BELOW_AGAIN:
        return f"Reached{when}, and below it again since: you are at {now} now."
    late = " The day has passed; a new one is just as good." if p.overdue else ""
    return f"You are at {now} now.{late}"


def _needed(count: int) -> str:
    every = {1: "One step leads there", 2: "Two steps lead there, both needed"}
    return every.get(count, f"{count} steps lead there, all needed")


def _step(rubric: Rubric, step: Step, number: int) -> str:
    before, after = (
        choice_text(rubric, step.criterion, choice) for choice in (step.from_choice, step.to_choice)
    )
    place = place_text(rubric, step.criterion)
    return f"{number}. {step_title(rubric, step)}. {place}: from {before} to {after}."


def step_title(rubric: Rubric, step: Step) -> str:
    """What to do, in the words of the tip, escaped."""
    return escape(rubric.criterion(step.criterion).tip(step.to_choice).title)
