"""Sentences about a round that several views say: who sees what, until when, who answered."""

from bot.domain.rounds import Round, Terms
from bot.domain.team import Privacy
from bot.views.text import day, moment, plural

LEVEL_LOST = "Answers to this check-in were erased, and too few are left to show a level."


def privacy_sentence(round_: Terms) -> str:
    """Who will see what of the round's answers, in one sentence."""
    if round_.privacy is Privacy.OPEN:
        return "Open: your team can see who answered what."
    return (
        "Confidential: your team sees results only when at least "
        f"{plural(round_.minimum, 'person has', 'people have')} answered, never who said what."
    )


def end(round_: Terms) -> str:
    """When an open round closes, in each reader's own time; empty when that is not settled."""
    closing = round_.closing_at or round_.deadline
    return moment(closing) if closing else ""


def erased_words(round_: Round) -> list[str]:
    """Why nothing tells any more who or how many said what; empty where nothing was erased.

    Of a confidential check-in nobody was ever told, so there is nothing to say of one person.
    """
    if round_.erased_at is not None:
        return [f"The answers themselves were erased on {day(round_.erased_at)}; the levels stay."]
    if round_.incomplete and round_.privacy is Privacy.OPEN:
        return ["Somebody has had their answers erased, so nothing tells who said what any more."]
    return []


def lost_its_level(round_: Round) -> bool:
    """Whether a check-in showed a level until answers were erased."""
    enough = round_.privacy is Privacy.OPEN or round_.respondents >= round_.minimum
    return round_.incomplete and enough and not round_.enough


def answered_sentence(round_: Round) -> str:
    """`3 of 6 people have answered.`, and how many answered without being asked.

    While a round is open those count who have finished, in the end all whose answers were scored.
    """
    verb = "have " if round_.state == "open" else ""
    others = round_.answered - round_.asked_answered
    if not round_.asked:
        return f"{plural(round_.answered, 'person has', 'people have')} answered."
    known = f"{round_.asked_answered} of {plural(round_.asked, 'person', 'people')} {verb}answered"
    return f"{known}, and {plural(others, 'other')} too." if others > 0 else f"{known}."
