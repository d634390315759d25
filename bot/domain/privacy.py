"""What may be shown of a team's answers."""

from collections.abc import Mapping

from bot.domain.team import Privacy
from rubric.scoring import DONT_KNOW, NOT_APPLICABLE, Tally


def countable(counts: Tally, privacy: Privacy, minimum: int) -> Tally:
    """The answers that may be counted.

    In a confidential team a criterion is left out unless at least `minimum` people stand behind
    what would be shown of it: "the team's" answer must not be that of one person who knows among
    others who do not, nor a page that few have saved.
    """
    if privacy is Privacy.OPEN:
        return counts
    return {path: given for path, given in counts.items() if _stands(given, minimum)}


def _stands(given: Mapping[str, int], minimum: int) -> bool:
    """Whether enough people gave a choice, or enough have a view and most say not applicable."""
    not_applicable = given.get(NOT_APPLICABLE, 0)
    chosen = sum(given.values()) - given.get(DONT_KNOW, 0) - not_applicable
    if not_applicable > chosen:
        return chosen + not_applicable >= minimum
    return chosen >= minimum


def shows_level(respondents: int, privacy: Privacy, minimum: int) -> bool:
    """Whether a closed round with so many respondents may show a level."""
    return respondents >= (minimum if privacy is Privacy.CONFIDENTIAL else 1)


def shows_comments(respondents: int, privacy: Privacy, minimum: int) -> bool:
    """Whether comments may be shown: in a crowd as large as the one that results need."""
    return shows_level(respondents, privacy, minimum)
