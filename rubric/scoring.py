"""From what people answered to levels. The thresholds are ours: the model gives no numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from rubric.model import Criterion, Dimension, Rubric
from rubric.values import Several, Span, Value

DONT_KNOW = "dont_know"
NOT_APPLICABLE = "not_applicable"

# Answers whose ceilings lie this far apart split a criterion, whatever the majority says.
SPLIT_LEVELS = 2

# How many gave which answer: criterion path → choice id, DONT_KNOW or NOT_APPLICABLE → count.
Tally: TypeAlias = Mapping[str, Mapping[str, int]]

State: TypeAlias = Literal["known", "unknown", "not_applicable"]


class Respondent(Value):
    """One person's answers: criterion path → choice id, DONT_KNOW or NOT_APPLICABLE."""

    role: str | None = None
    answers: Mapping[str, str]


class TeamAnswer(Value):
    """What a team says to a criterion.

    `choice`, `ceiling` and `agreement` (0 to 1) are None unless the state is known. `counts`
    holds how many gave which answer, choices in order and then the two special ones; none is 0.
    """

    criterion: str
    state: State
    choice: str | None = None
    ceiling: int | None = None
    counts: dict[str, int]
    agreement: float | None = None
    split: bool = False


class DimensionScore(Value):
    """A dimension's level (None: not measured) and how it came about.

    `band` is (low, level): equal where the rubric can tell the level from the one below it.
    `holding` are the criteria that must rise for the level to rise; none on the top level.
    """

    dimension: str
    level: int | None
    band: Span | None
    provisional: bool
    holding: Several[str]
    unknown: Several[str]
    answers: Several[TeamAnswer]


class Profile(Value):
    """The levels of a team; `rubric` is the edition's key, `respondents` how many answered."""

    rubric: str
    overall: int | None
    provisional: bool
    dimensions: Several[DimensionScore]
    respondents: int

    def dimension(self, dimension_id: str) -> DimensionScore:
        """The score of a dimension. Raises LookupError when it has none."""
        for score in self.dimensions:
            if score.dimension == dimension_id:
                return score
        raise LookupError(f"the profile has no dimension {dimension_id!r}")

    def answer(self, path: str) -> TeamAnswer:
        """The team's answer to a criterion. Raises LookupError when there is none."""
        for score in self.dimensions:
            for answer in score.answers:
                if answer.criterion == path:
                    return answer
        raise LookupError(f"the profile has no criterion {path!r}")


def is_offered(criterion: Criterion, answer: str) -> bool:
    """Whether a person may give this answer to the criterion."""
    return answer in offered(criterion)


def offered(criterion: Criterion) -> tuple[str, ...]:
    """Every answer a person may give: the choices in order, then what else is allowed."""
    choices = tuple(choice.id for choice in criterion.choices)
    special = (DONT_KNOW, NOT_APPLICABLE) if criterion.may_be_not_applicable else (DONT_KNOW,)
    return choices + special


def score(rubric: Rubric, respondents: Iterable[Respondent], minimum: int = 0) -> Profile:
    """The profile of a team; with fewer than `minimum` respondents all of it is provisional.

    A missing answer counts for nothing. Raises LookupError for a criterion that the rubric does
    not have, ValueError for an answer that it does not offer.
    """
    people = tuple(respondents)
    return score_tally(rubric, tally(people), len(people), minimum)


def tally(respondents: Iterable[Respondent]) -> Tally:
    """How many gave which answer: all that a profile is made of."""
    counts: dict[str, Counter[str]] = {}
    for person in respondents:
        for path, answer in person.answers.items():
            counts.setdefault(path, Counter())[answer] += 1
    return counts


def score_tally(rubric: Rubric, counts: Tally, respondents: int, minimum: int = 0) -> Profile:
    """Like `score`, from what so many respondents said together."""
    _refuse_foreign_answers(rubric, counts)
    few = respondents < minimum
    scores = (_score(rubric, dimension, counts, few=few) for dimension in rubric.dimensions)
    return assemble(rubric.key, scores, respondents)


def assemble(rubric_key: str, scores: Iterable[DimensionScore], respondents: int) -> Profile:
    """The profile made of its dimensions' scores, fresh or stored.

    The overall level is the lowest measured one: a staged model, like CMMI's. It is provisional
    when a dimension is, or is not measured.
    """
    dimensions = tuple(scores)
    measured = [s.level for s in dimensions if s.level is not None]
    return Profile(
        rubric=rubric_key,
        overall=min(measured, default=None),
        provisional=any(s.provisional or s.level is None for s in dimensions),
        dimensions=dimensions,
        respondents=respondents,
    )


def _refuse_foreign_answers(rubric: Rubric, counts: Tally) -> None:
    for path, given in counts.items():
        if not set(given) <= set(offered(rubric.criterion(path))):
            # What somebody answered never goes into an error.
            raise ValueError(f"{rubric.key} does not offer this answer to {path}")


def _score(rubric: Rubric, dimension: Dimension, counts: Tally, *, few: bool) -> DimensionScore:
    answers = tuple(
        team_answer(path, criterion, counts.get(path, {}))
        for path, criterion in zip(dimension.paths(), dimension.criteria, strict=True)
    )
    level = min((a.ceiling for a in answers if a.ceiling is not None), default=None)
    held = level is not None and level < rubric.top_level
    unknown = tuple(a.criterion for a in answers if a.state == "unknown")
    return DimensionScore(
        dimension=dimension.id,
        level=level,
        band=None if level is None else dimension.band(level),
        provisional=few or bool(unknown),
        holding=tuple(a.criterion for a in answers if held and a.ceiling == level),
        unknown=unknown,
        answers=answers,
    )


def team_answer(path: str, criterion: Criterion, said: Mapping[str, int]) -> TeamAnswer:
    """What people say together to the criterion at `path`; `said` is how many gave which answer."""
    given = Counter(said)
    counts = {answer: given[answer] for answer in offered(criterion) if given[answer]}
    chosen = [choice for choice in criterion.choices for _ in range(given[choice.id])]
    if given[NOT_APPLICABLE] > len(chosen):
        return TeamAnswer(criterion=path, state="not_applicable", counts=counts)
    if not chosen:
        return TeamAnswer(criterion=path, state="unknown", counts=counts)
    # The lower median: a step counts when more than half of those who know say so.
    team = chosen[(len(chosen) - 1) // 2]
    same = given[team.id]
    apart = chosen[-1].ceiling - chosen[0].ceiling
    return TeamAnswer(
        criterion=path,
        state="known",
        choice=team.id,
        ceiling=team.ceiling,
        counts=counts,
        agreement=same / len(chosen),
        split=2 * same < len(chosen) or apart >= SPLIT_LEVELS,
    )
