"""How far people agree on an answer, in words that tell no more than may be told."""

from bot.domain.privacy import chosen
from bot.domain.rounds import Result
from bot.domain.team import Privacy
from rubric.scoring import TeamAnswer


def agreement(result: Result, answer: TeamAnswer) -> list[str]:
    """A sentence about a known answer: how many of those who know say so, in an open check-in.

    A confidential one is only told where people see it differently: between all who agree and all
    but one there must be no difference.
    """
    if result.round.privacy is Privacy.OPEN and answer.counts and answer.choice is not None:
        same, all_ = answer.counts.get(answer.choice, 0), chosen(answer.counts)
        split = ", so you see it differently" if answer.split else ""
        return [
            f"{same} of the {all_} who know say so{split}." if all_ > 1 else "One person could say."
        ]
    return ["You see it differently."] if answer.split else []
