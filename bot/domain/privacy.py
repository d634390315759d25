"""What may be shown of a team's answers."""

from collections.abc import Sequence

from bot.domain.team import Privacy
from rubric.scoring import DONT_KNOW, NOT_APPLICABLE, Respondent


def countable(
    respondents: Sequence[Respondent], privacy: Privacy, minimum: int
) -> tuple[Respondent, ...]:
    """The answers that may be counted.

    In a confidential team a criterion is left out unless at least `minimum` people stand behind
    what would be shown of it: "the team's" answer must not be that of one person who knows among
    others who do not, nor a page that few have saved.
    """
    if privacy is Privacy.OPEN:
        return tuple(respondents)
    given: dict[str, list[str]] = {}
    for person in respondents:
        for path, answer in person.answers.items():
            given.setdefault(path, []).append(answer)
    shown = {path for path, answers in given.items() if _stands(answers, minimum)}
    return tuple(
        Respondent(
            role=person.role, answers={p: a for p, a in person.answers.items() if p in shown}
        )
        for person in respondents
    )


def _stands(answers: Sequence[str], minimum: int) -> bool:
    """Whether enough people gave a choice, or enough have a view and most say not applicable."""
    not_applicable = answers.count(NOT_APPLICABLE)
    chosen = len(answers) - answers.count(DONT_KNOW) - not_applicable
    if not_applicable > chosen:
        return chosen + not_applicable >= minimum
    return chosen >= minimum


def shows_level(respondents: int, privacy: Privacy, minimum: int) -> bool:
    """Whether a closed round with so many respondents may show a level."""
    return respondents >= (minimum if privacy is Privacy.CONFIDENTIAL else 1)


def shows_comments(respondents: int, privacy: Privacy, minimum: int) -> bool:
    """Whether comments may be shown: in a crowd as large as the one that results need."""
    return shows_level(respondents, privacy, minimum)
