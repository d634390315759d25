"""What may be shown of a team's answers.

In a confidential team nobody who reads everything that is ever shown, without knowing what anybody
answered, may be able to work out one person's answer: for each person and question at least two
answers stay possible. docs/decisions/0020 has the whole argument.
"""

from collections.abc import Mapping

from bot.domain.team import Privacy
from rubric.scoring import DONT_KNOW, NOT_APPLICABLE, DimensionScore, Profile, Tally, TeamAnswer

# One who differs is never told from none: then every single person could be that one.
FEWEST_DISSENTERS = 2


def countable(counts: Tally, privacy: Privacy, minimum: int) -> Tally:
    """The answers that may be counted.

    In a confidential team a criterion is left out unless at least `minimum` people stand behind
    what would be shown of it: "the team's" answer must not be that of one person who knows among
    others who do not, nor a page that few have saved.
    """
    if privacy is Privacy.OPEN:
        return counts
    return {path: given for path, given in counts.items() if _stands(given, minimum)}


def published(profile: Profile, privacy: Privacy) -> Profile:
    """A stored profile as anybody may see it: whatever is shown or handed out is made from this.

    A confidential team's has neither counts nor agreement; a criterion is split only where at
    least two people differ from the team's answer.
    """
    if privacy is Privacy.OPEN:
        return profile
    return profile.model_copy(update={"dimensions": tuple(map(_score, profile.dimensions))})


def without_counts(score: DimensionScore, privacy: Privacy) -> DimensionScore:
    """A stored score of which answers are erased: it shows the same levels, and counts nobody.

    With the answers that are left, counts would tell those that are not.
    """
    shown = score if privacy is Privacy.OPEN else _score(score)
    stripped = (a.model_copy(update={"counts": {}, "agreement": None}) for a in shown.answers)
    return shown.model_copy(update={"answers": tuple(stripped)})


def published_answer(answer: TeamAnswer) -> TeamAnswer:
    """One team answer of a confidential team as anybody may see it."""
    if not answer.counts:
        return answer
    split = answer.split and dissenters(answer) >= FEWEST_DISSENTERS
    return answer.model_copy(update={"counts": {}, "agreement": None, "split": split})


def dissenters(answer: TeamAnswer) -> int:
    """How many chose another choice than the team's."""
    return chosen(answer.counts) - answer.counts.get(answer.choice or "", 0)


def chosen(given: Mapping[str, int]) -> int:
    """How many gave a choice."""
    return sum(given.values()) - given.get(DONT_KNOW, 0) - given.get(NOT_APPLICABLE, 0)


def shows_level(respondents: int, privacy: Privacy, minimum: int) -> bool:
    """Whether a closed round with so many respondents may show a level."""
    return respondents >= (minimum if privacy is Privacy.CONFIDENTIAL else 1)


def shows_comments(respondents: int, privacy: Privacy, minimum: int) -> bool:
    """Whether comments may be shown: in a crowd as large as the one that results need."""
    return shows_level(respondents, privacy, minimum)


def _stands(given: Mapping[str, int], minimum: int) -> bool:
    """Whether enough people gave a choice, or enough have a view and most say not applicable."""
    not_applicable = given.get(NOT_APPLICABLE, 0)
    if not_applicable > chosen(given):
        return chosen(given) + not_applicable >= minimum
    return chosen(given) >= minimum


def _score(score: DimensionScore) -> DimensionScore:
    return score.model_copy(update={"answers": tuple(map(published_answer, score.answers))})
