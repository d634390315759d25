"""Worth a talk: where people see things differently, as questions for the team to start from."""

from collections.abc import Sequence

from slack_sdk.models.blocks import HeaderBlock, SectionBlock

from bot.domain.role_gaps import Gap
from bot.domain.rounds import Result
from bot.domain.team import ROLES, Privacy
from bot.views.levels import choice_text, place_text
from bot.views.text import Message, escape, listed, message, message_text, person, plural
from rubric.scoring import TeamAnswer

TITLE = "Worth a talk"
MOST_QUESTIONS = 5
MOST_NAMES = 10
_PEOPLE = {
    "data-scientist": "data scientists",
    "data-engineer": "data engineers",
    "software-engineer": "software engineers",
    "other": "people in other roles",
}


def talk(r: Result) -> Message:
    """How to talk about the split answers of a closed round, at most five of them.

    An open team is told who said what. A confidential one is told only which question is meant:
    the ends named are those of the question, whatever was chosen.
    """
    split = split_answers(r)
    opening = (
        "You see these differently, and often both sides are right about what they see. "
        "Two minutes each are enough; nobody has to convince anybody."
    )
    parts = [(place_text(r.rubric, a.criterion), _question(r, a)) for a in split[:MOST_QUESTIONS]]
    left = len(split) - MOST_QUESTIONS
    more = [f"… and {plural(left, 'more question')}: `/maturity explain`"] if left > 0 else []
    return message(
        message_text([TITLE, opening, *(f"{place}: {ask}" for place, ask in parts), *more]),
        HeaderBlock(text=TITLE),
        SectionBlock(text=opening),
        *(SectionBlock(text=f"*{place}*\n{ask}") for place, ask in parts),
        *(SectionBlock(text=line) for line in more),
    )


def split_answers(r: Result) -> list[TeamAnswer]:
    """The answers that the team may be told to be split, in the rubric's order."""
    scores = r.profile.dimensions if r.profile else ()
    return [answer for score in scores for answer in score.answers if answer.split]


def split_line(r: Result) -> list[str]:
    """One line for the summary that points to the talk in the thread; empty where none is split."""
    count = len(split_answers(r))
    if not count:
        return []
    return [
        f"You see {plural(count, 'question')} differently. “{TITLE}” in this thread says "
        f"how to begin."
    ]


def gap_lines(r: Result) -> list[str]:
    """One line per dimension that roles see at different levels."""
    return [_gap(r, gap) for gap in r.gaps]


def _gap(r: Result, gap: Gap) -> str:
    (first, level), *others = [
        (_PEOPLE[role], gap.levels[role]) for role in ROLES if role in gap.levels
    ]
    name = escape(r.rubric.dimension(gap.dimension).name)
    seen = [f"{first} see {name} at {level}", *(f"{who} at {at}" for who, at in others)]
    words = listed(seen) if len(seen) > 2 else ", ".join(seen)
    return f"• {words[:1].upper()}{words[1:]}"


def _question(r: Result, answer: TeamAnswer) -> str:
    if r.round.privacy is Privacy.OPEN:
        return _named(r, answer)
    choices = r.rubric.criterion(answer.criterion).choices
    low, high = (choice_text(r.rubric, answer.criterion, c.id) for c in (choices[0], choices[-1]))
    return (
        f"Ask those who lean towards {low} to tell what they see, "
        f"then those who lean towards {high}."
    )


def _named(r: Result, answer: TeamAnswer) -> str:
    """Who said what, the lowest choice first."""
    votes = r.votes.get(answer.criterion, {})
    sides = [
        (_people(votes[choice.id]), choice_text(r.rubric, answer.criterion, choice.id))
        for choice in r.rubric.criterion(answer.criterion).choices
        if votes.get(choice.id)
    ]
    if not sides:
        return "Ask those who said less to tell what they see, then those who said more."
    (who, what), *others = sides
    first = f"Ask {who}, who said {what}, to tell what they see"
    return f"{', '.join([first, *(f'then {them} ({said})' for them, said in others)])}."


def _people(users: Sequence[str]) -> str:
    shown = [person(user) for user in users[:MOST_NAMES]]
    left = len(users) - len(shown)
    return listed([*shown, f"{left} more"] if left > 0 else shown)
