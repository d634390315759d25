"""How old an answer is: when the team last confirmed it, and when that makes it stale."""

from bot.domain.confirmation import Confirmation
from bot.domain.rounds import Result
from bot.views.levels import choice_text
from bot.views.text import day, plural
from rubric.scoring import TeamAnswer


def last_known(result: Result, answer: TeamAnswer) -> list[str]:
    """For an answer that is not known now: what it last was, and whether that is stale."""
    last = result.confirmed.get(answer.criterion)
    if last is None:
        return []
    return [f"Last confirmed {day(last.closed_at)}{_said(result, answer, last)}{_stale(last)}."]


def all_stale(result: Result) -> list[str]:
    """For a result whose every answer nobody has confirmed for two check-ins."""
    closed_at = result.round.closed_at
    ages = [c for c in result.confirmed.values() if c.closed_at == closed_at]
    if not ages or not ages[0].stale:
        return []
    count = plural(ages[0].since, "check-in")
    return [f"All answers are stale: nobody has confirmed them in the {count} since."]


def _said(result: Result, answer: TeamAnswer, last: Confirmation) -> str:
    """What was confirmed; nothing where this edition no longer has that choice."""
    known = {choice.id for choice in result.rubric.criterion(answer.criterion).choices}
    if last.choice is None or last.choice not in known:
        return ""
    return f" as {choice_text(result.rubric, answer.criterion, last.choice)}"


def _stale(last: Confirmation) -> str:
    if not last.stale:
        return ""
    return f"; stale, as nobody has confirmed it in the {plural(last.since, 'check-in')} since"
