"""A round that is over, as a part of an export."""

from bot.domain.export import (
    DimensionPart,
    LevelPart,
    PersonPart,
    RoundPart,
    TeamAnswerPart,
)
from bot.domain.past import PastRound
from bot.domain.team import Privacy
from rubric.model import Rubric
from rubric.scoring import DimensionScore, Profile, TeamAnswer


def round_part(past: PastRound, people: list[PersonPart]) -> RoundPart:
    """The round with all that may be told of it: `people` only where it was open."""
    round_, profile = past.round, past.profile
    scores = profile.dimensions if profile else ()
    is_open = round_.privacy is Privacy.OPEN
    missed = round_.state == "missed"
    return RoundPart(
        period=round_.period,
        state="missed" if missed else "level" if profile else "not_enough_answers",
        due_at=round_.due_at,
        closed_at=round_.closed_at,
        rubric=past.rubric.key,
        privacy=round_.privacy,
        minimum=round_.minimum,
        asked=round_.asked,
        asked_answered=round_.asked_answered,
        answered=round_.answered,
        fall=past.fall,
        overall=_overall(past.rubric, profile) if profile else None,
        dimensions=[_dimension(past.rubric, score) for score in scores],
        answers=[_answer(past.rubric, a, is_open=is_open) for s in scores for a in s.answers],
        people=people if is_open else None,
        answers_erased_at=round_.erased_at,
    )


def _overall(rubric: Rubric, profile: Profile) -> LevelPart:
    level = profile.overall
    name = "" if level is None else rubric.level(level).name
    return LevelPart(level=level, name=name, provisional=profile.provisional)


def _dimension(rubric: Rubric, score: DimensionScore) -> DimensionPart:
    return DimensionPart(
        id=score.dimension,
        name=rubric.dimension(score.dimension).name,
        level=score.level,
        band=score.band,
        provisional=score.provisional,
        holding=list(score.holding),
    )


def _answer(rubric: Rubric, answer: TeamAnswer, *, is_open: bool) -> TeamAnswerPart:
    criterion, choice = rubric.criterion(answer.criterion), answer.choice
    return TeamAnswerPart(
        criterion=answer.criterion,
        name=criterion.name,
        state=answer.state,
        choice=choice,
        choice_name=None if choice is None else criterion.choice(choice).name,
        ceiling=answer.ceiling,
        agreement=answer.agreement if is_open else None,
        counts=dict(answer.counts) if is_open else None,
    )
