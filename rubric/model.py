"""A rubric: levels, dimensions, criteria, choices and tips. Validated when made, then frozen.

The limits named SLACK_… are Slack's (https://docs.slack.dev/reference/block-kit): a rubric that
would break a modal or a message is refused when it is loaded.
"""

from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from rubric.values import Fits, Flaw, Several, Slug, Value, counted, refuse, repeated, shown_length

SLACK_RADIO_OPTIONS = 10
SLACK_CHART_SERIES = 6
# A page of the questionnaire is a modal of 100 blocks: one per criterion, and its surroundings.
CRITERIA_ON_A_PAGE = 40
# Slack's section holds 3,000; the rest is for the words that a view puts around a tip.
TIP_LENGTH = 2500
# A picker of levels is a select menu of 100 options.
LEVELS = 100

ShortName = Annotated[str, Fits(20)]
Label = Annotated[str, Fits(40)]
OptionText = Annotated[str, Fits(75)]
Sentence = Annotated[str, Fits(300)]
Paragraph = Annotated[str, Fits(1000)]


class Tip(Value):
    """How to reach a choice from the one below."""

    title: Annotated[str, Fits(150)]
    """What to do, in a few words."""
    why: Paragraph
    """Why it matters, in one or two sentences."""
    how: Several[Paragraph] = Field(json_schema_extra={"minItems": 3, "maxItems": 5})
    """Three to five concrete steps."""
    done_when: Paragraph
    """An observable proof that the step is made."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        length = sum(map(shown_length, (self.title, self.why, *self.how, self.done_when)))
        flaws = counted("how", len(self.how), 3, 5)
        if length > TIP_LENGTH:
            sentence = f"has {length} characters in all; shorten it to {TIP_LENGTH}"
            flaws.append(Flaw((), sentence))
        refuse(flaws)
        return self


class Choice(Value):
    """One way to answer a criterion."""

    id: Slug
    """Stored with every answer: never change it within an edition."""
    name: OptionText
    """The option's text."""
    description: OptionText | None = None
    """A second, smaller line under the option."""
    ceiling: int = Field(ge=0)
    """The highest level a team can stand on while this is its answer."""
    ours: bool = False
    """True where the choice is not in the model the rubric comes from."""
    tip: Tip | None = None
    """How to get here; on every choice but the lowest."""


class Criterion(Value):
    """One question and its choices, lowest first."""

    id: Slug
    name: Label
    """A short label."""
    question: Annotated[str, Fits(2000)]
    """What is asked; best kept under 120 characters."""
    may_be_not_applicable: bool = False
    """True where a team can be without what the question is about."""
    choices: Several[Choice] = Field(json_schema_extra={"minItems": 2})
    """Lowest first."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        # "don't know" and "not applicable" are radio options too.
        most = SLACK_RADIO_OPTIONS - 1 - int(self.may_be_not_applicable)
        flaws = counted("choices", len(self.choices), 2, most)
        flaws += repeated("choices", (choice.id for choice in self.choices))
        refuse([*flaws, *self._falling_ceilings(), *self._misplaced_tips()])
        return self

    def _falling_ceilings(self) -> list[Flaw]:
        ceilings = [choice.ceiling for choice in self.choices]
        return [
            Flaw(("choices",), f"ceilings fall from {a} to {b}; order the choices lowest first")
            for a, b in pairwise(ceilings)
            if b < a
        ]

    def _misplaced_tips(self) -> list[Flaw]:
        flaws = []
        for index, choice in enumerate(self.choices):
            if index == 0 and choice.tip is not None:
                sentence = "the lowest choice is not a step up; remove its tip"
                flaws.append(Flaw(("choices", index, "tip"), sentence))
            if index > 0 and choice.tip is None:
                sentence = "is missing; add the tip that tells how to get here"
                flaws.append(Flaw(("choices", index, "tip"), sentence))
        return flaws

    def choice(self, choice_id: str) -> Choice:
        """The choice with this id. Raises LookupError when there is none."""
        return self.choices[self.position(choice_id)]

    def position(self, choice_id: str) -> int:
        """Where the choice stands, 0 being the lowest. Raises LookupError when there is none."""
        for index, choice in enumerate(self.choices):
            if choice.id == choice_id:
                return index
        raise LookupError(f"criterion {self.id} has no choice {choice_id!r}")

    def tip(self, choice_id: str) -> Tip:
        """How to reach the choice. Raises LookupError for the lowest: nothing leads up to it."""
        tip = self.choice(choice_id).tip
        if tip is None:
            raise LookupError(f"criterion {self.id} has no tip for {choice_id!r}")
        return tip


class Dimension(Value):
    """A part of the work that is scored by itself."""

    id: Slug
    name: OptionText
    short_name: ShortName
    """For chart labels."""
    summary: Sentence
    """One sentence that says what the dimension is about."""
    criteria: Several[Criterion] = Field(
        json_schema_extra={"minItems": 1, "maxItems": CRITERIA_ON_A_PAGE}
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        flaws = counted("criteria", len(self.criteria), 1, CRITERIA_ON_A_PAGE)
        refuse(flaws + repeated("criteria", (criterion.id for criterion in self.criteria)))
        return self

    def path(self, criterion: Criterion) -> str:
        """How a criterion of this dimension is named everywhere: `people/data-scientists`."""
        return f"{self.id}/{criterion.id}"

    def paths(self) -> tuple[str, ...]:
        """The paths of its criteria, in order."""
        return tuple(map(self.path, self.criteria))

    def band(self, level: int) -> tuple[int, int]:
        """The lowest and highest level that the rubric cannot tell from `level` here.

        Where no choice has ceiling L, nothing tells L from L+1: both lie in one band, which ends
        at the next ceiling. Equal ends: the level stands alone.
        """
        ceilings = {choice.ceiling for criterion in self.criteria for choice in criterion.choices}
        low = max((ceiling + 1 for ceiling in ceilings if ceiling < level), default=0)
        return low, min(ceiling for ceiling in ceilings if ceiling >= level)


class Level(Value):
    """One rung of the ladder."""

    number: int = Field(ge=0)
    name: OptionText
    short_name: ShortName
    """For chart labels."""
    marks: Paragraph
    """What marks a team on this level as a whole."""


class Rubric(Value):
    """One edition of a maturity model, as questions with choices."""

    id: Slug
    edition: Slug
    default: bool = False
    """True for the edition that the id alone means."""
    name: OptionText
    source: Sentence
    """Where the model comes from."""
    levels: Several[Level] = Field(json_schema_extra={"minItems": 2, "maxItems": LEVELS})
    """Numbered 0, 1, 2 … in this order."""
    dimensions: Several[Dimension] = Field(
        json_schema_extra={"minItems": 1, "maxItems": SLACK_CHART_SERIES}
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        flaws = counted("levels", len(self.levels), 2, LEVELS)
        flaws += counted("dimensions", len(self.dimensions), 1, SLACK_CHART_SERIES)
        flaws += repeated("dimensions", (dimension.id for dimension in self.dimensions))
        refuse([*flaws, *self._misnumbered_levels(), *self._unreached_tops()])
        return self

    def _misnumbered_levels(self) -> list[Flaw]:
        return [
            Flaw(("levels", index, "number"), f"is {level.number}; number this level {index}")
            for index, level in enumerate(self.levels)
            if level.number != index
        ]

    def _unreached_tops(self) -> list[Flaw]:
        flaws = []
        for d, dimension in enumerate(self.dimensions):
            for c, criterion in enumerate(dimension.criteria):
                last = len(criterion.choices) - 1
                ceiling = criterion.choices[last].ceiling
                if ceiling != self.top_level:
                    place = ("dimensions", d, "criteria", c, "choices", last, "ceiling")
                    sentence = (
                        f"is {ceiling}; the last choice must reach the top level, {self.top_level}"
                    )
                    flaws.append(Flaw(place, sentence))
        return flaws

    @property
    def key(self) -> str:
        """The name of this very edition, `mlops@2020-01`."""
        return f"{self.id}@{self.edition}"

    @property
    def top_level(self) -> int:
        """The number of the highest level."""
        return len(self.levels) - 1

    def level(self, number: int) -> Level:
        """The level with this number. Raises LookupError when there is none."""
        if 0 <= number <= self.top_level:
            return self.levels[number]
        raise LookupError(f"{self.key} has no level {number}")

    def dimension(self, dimension_id: str) -> Dimension:
        """The dimension with this id. Raises LookupError when there is none."""
        for dimension in self.dimensions:
            if dimension.id == dimension_id:
                return dimension
        raise LookupError(f"{self.key} has no dimension {dimension_id!r}")

    def dimension_of(self, path: str) -> Dimension:
        """The dimension that a criterion's path lies in. Raises LookupError when there is none."""
        return self.dimension(path.partition("/")[0])

    def criterion(self, path: str) -> Criterion:
        """The criterion at `people/data-scientists`. Raises LookupError when there is none."""
        dimension = self.dimension_of(path)
        for criterion in dimension.criteria:
            if dimension.path(criterion) == path:
                return criterion
        raise LookupError(f"{self.key} has no criterion {path!r}")

    def paths(self) -> tuple[str, ...]:
        """The paths of all criteria, in the rubric's order."""
        return tuple(path for dimension in self.dimensions for path in dimension.paths())

    def paths_of(self, dimension_id: str) -> tuple[str, ...]:
        """The paths of this dimension's criteria. Raises LookupError when there is none."""
        return self.dimension(dimension_id).paths()
