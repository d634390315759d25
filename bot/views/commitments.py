"""Steps that somebody took on: in lists, in the thread, to the owner, and when one is done."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, HeaderBlock, SectionBlock

from bot.domain.commands import Verb
from bot.domain.commitments import Commitment, Plan, Plans, Step
from bot.domain.rounds import Result, Status
from bot.domain.team import Team
from bot.views.standing import fitting, share_row
from bot.views.text import Message, day, escape, joined, message, message_text, person

# In an invitation and in a status they are one thing among others.
FEW = 3
# In their own list: with their buttons they stay well within a message.
MOST_OPEN, MOST_DONE, ROOM_FOR_DONE = 20, 10, 1500
_NONE = "Nothing is taken on at the moment. Under every tip there is a button for it:"
_GONE = "The questions no longer hold it, so it cannot close by itself."
_HOW_IT_CLOSES = "One closes by itself when a check-in shows that the step is made."


def take_on_button(check_in_id: int, step: Step, number: int, plans: Plans) -> ButtonElement:
    """*We'll do this*, or where the step is taken on already, a way to see by whom.

    `number` is the step's in its message: Slack wants the buttons' ids to differ.
    """
    taken = plans.of(step.criterion) is not None
    return ButtonElement(
        text="Taken on: see by whom" if taken else "We'll do this",
        action_id=f"take_on:{number}",
        value=f"{check_in_id} {step.criterion} {step.choice}",
    )


def commitments(s: Status, shared: bool = False) -> Message:
    """What the team has taken on, with *Change* buttons, and what was done last.

    `shared`: for the whole channel, so without buttons, names and days: a name would call
    that person in, and nobody is to be asked in front of all why a day has passed.
    """
    title = "What you have taken on"
    done = [f"• {_done_line(c, shared=shared)}" for c in s.plans.done[:MOST_DONE]]
    recent = joined(["*Done*", *done], ROOM_FOR_DONE) if done else ""
    sections = [_open_line(c, shared=shared) for c in s.plans.open[:MOST_OPEN]]
    lines = fitting([recent, *sections])[1:]
    left = len(s.plans.open) - len(lines)
    ending = [f"… and {left} more."] if left else []
    ending.append(_HOW_IT_CLOSES if lines else f"{_NONE} `/maturity tips`")
    told_done = ["Done:", *done] if done else []
    return message(
        message_text([title, *(f"• {line}" for line in lines), *ending, *told_done]),
        HeaderBlock(text=title),
        *(_row(c, line, shared=shared) for c, line in zip(s.plans.open, lines, strict=False)),
        *(SectionBlock(text=text) for text in ("\n".join(ending), recent) if text),
        *share_row(Verb.COMMITMENTS, None, shared=shared),
    )


def told(c: Commitment, did: str, by: str, plan: Plan) -> Message:
    """One quiet sentence in the thread: who takes what on, or what became of it.

    `did` is made, moved, handed_over or dropped, `by` who pressed the button, `plan` what they
    agreed on then.
    """
    step, until = _quoted(c), due_day(plan.due_on, c.zone)
    who = "" if did == "made" and by == plan.owner else f" Noted by {person(by)}."
    sentence = {
        "made": f"{person(plan.owner)} takes on {step} until {until}.",
        "moved": f"{step} is now planned until {until}.",
        "handed_over": f"{person(plan.owner)} takes over {step} until {until}.",
        "dropped": f"{step} is no longer planned.",
    }[did]
    text = f"{sentence}{who}"
    return message(text, SectionBlock(text=text))


def overdue(c: Commitment, team: Team) -> Message:
    """To its owner alone, once: the day has passed, and what can be done about it."""
    lines = [
        f"You have {_quoted(c)} in <#{team.channel}>, planned for "
        f"{due_day(c.plan.due_on, c.zone)}. Days pass; that is all right.",
        f"{_GONE} If it is done or no longer fits, drop it."
        if c.gone
        else "If it is done, the next check-in will show it. If not, give it the day that suits "
        "you now, or drop it.",
        "I mention this once, and only to you.",
    ]
    return message(
        "\n".join(lines),
        SectionBlock(text="\n".join(lines)),
        ActionsBlock(elements=[change_button(c)]),
    )


def credit_lines(r: Result) -> list[str]:
    """What was done in a round: by whom, and which level it moved; escaped, one per line."""
    lines = [f"• {_quoted(c)}, by {person(c.plan.owner)}.{_moved(c)}" for c in r.plans.done]
    left = len(lines) - MOST_DONE
    more = [f"… and {left} more: `/maturity commitments`"] if left > 0 else []
    return [*lines[:MOST_DONE], *more]


def open_lines(plans: Plans, *, names: bool) -> list[str]:
    """The first open ones, below a title, for a message about something else; none: no lines.

    Without `names` (and days) it is for the whole channel.
    """
    if not plans.open:
        return []
    lines = [f"• {_short_line(c, names=names)}" for c in plans.open[:FEW]]
    left = len(plans.open) - FEW
    more = f"… and {left} more: `/maturity commitments`"
    return ["What you have taken on:", *lines, *([more] if left > 0 else [])]


def due_day(due_on: date, zone: str) -> str:
    """The day for each reader. Noon there is the same day for nearly everybody on Earth."""
    return day(datetime.combine(due_on, time(12), ZoneInfo(zone)))


def change_button(c: Commitment) -> ButtonElement:
    """Opens the form in which it is moved or dropped."""
    return ButtonElement(text="Change", action_id=f"commitment:{c.id}", value=str(c.id))


def _row(c: Commitment, line: str, *, shared: bool) -> Block:
    return SectionBlock(text=line, accessory=None if shared else change_button(c))


def _open_line(c: Commitment, *, shared: bool) -> str:
    gone = f" {_GONE} Drop it when it is done." if c.gone else ""
    return f"{_short_line(c, names=not shared)}.{gone}"


def _short_line(c: Commitment, *, names: bool) -> str:
    """Which step; with `names` also by whom and until when.

    Without them there is no day either: one that has passed would be told by being left out.
    """
    if not names:
        return _quoted(c)
    when = due_day(c.plan.due_on, c.zone)
    until = f"planned for {when}" if c.overdue else f"until {when}"
    return f"{_quoted(c)}, {person(c.plan.owner)}, {until}"


def _done_line(c: Commitment, *, shared: bool) -> str:
    who = "" if shared else f" by {person(c.plan.owner)},"
    when = f" {day(c.ended_at)}" if c.ended_at else ""
    return f"{_quoted(c)},{who}{when}.{_moved(c)}"


def _quoted(c: Commitment) -> str:
    place = f" ({escape(c.place)})" if c.place else ""
    return f"“{escape(c.title)}”{place}"


def _moved(c: Commitment) -> str:
    """What became of the dimension's level, as a sentence with a space before it; or nothing."""
    if not c.place or c.level_after is None:
        return ""
    name, before, after = escape(c.place), c.level_before, c.level_after
    if before is None:
        return f" {name} is at {after} now."
    if before == after:
        return f" {name} stays at {after} for now."
    return f" {name} went from {before} to {after}."
