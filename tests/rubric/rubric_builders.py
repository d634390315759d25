"""Small rubrics, generated rubrics, and people who answer them."""

from collections.abc import Mapping

from hypothesis import strategies as st

from rubric.loader import bundled
from rubric.model import Choice, Criterion, Dimension, Level, Rubric, Tip
from rubric.scoring import Respondent, offered

RUBRICS = bundled()
MLOPS = RUBRICS.get("mlops")

SMALL = """\
id: small
edition: "1"
default: true
name: Small
source: made for tests
levels:
  - {number: 0, name: None, short_name: None, marks: Nothing.}
  - {number: 1, name: Some, short_name: Some, marks: A little.}
  - {number: 2, name: All, short_name: All, marks: Everything.}
dimensions:
  - id: people
    name: People
    short_name: People
    summary: Who works with whom.
    criteria:
      - id: talk
        name: Talk
        question: How do you talk?
        may_be_not_applicable: true
        choices:
          - {id: never, name: Never, ceiling: 0}
          - id: often
            name: Often
            ceiling: 2
            tip:
              title: Talk
              why: It helps.
              how: [Meet, Speak, Listen]
              done_when: People talk.
"""

TIP = Tip(title="Do it", why="It helps.", how=("One", "Two", "Three"), done_when="It is done.")


def criterion(name: str, ceilings: list[int], *, may_be_not_applicable: bool = False) -> Criterion:
    """A criterion with a choice `c0`, `c1`, … per ceiling."""
    choices = tuple(
        Choice(id=f"c{i}", name=f"Choice {i}", ceiling=ceiling, tip=TIP if i else None)
        for i, ceiling in enumerate(ceilings)
    )
    return Criterion(
        id=name,
        name=name,
        question=f"How is {name}?",
        may_be_not_applicable=may_be_not_applicable,
        choices=choices,
    )


def rubric_of(dimensions: Mapping[str, list[Criterion]], top: int = 4) -> Rubric:
    """A rubric with levels 0 to `top` and these dimensions."""
    return Rubric(
        id="made",
        edition="1",
        name="Made",
        source="made for tests",
        levels=tuple(
            Level(number=n, name=f"Level {n}", short_name=f"L{n}", marks="Marks.")
            for n in range(top + 1)
        ),
        dimensions=tuple(
            Dimension(id=name, name=name, short_name=name, summary="Sum.", criteria=tuple(criteria))
            for name, criteria in dimensions.items()
        ),
    )


def team(path: str, *answers: str) -> tuple[Respondent, ...]:
    """One person per answer, each answering only this criterion."""
    return tuple(Respondent(answers={path: answer}) for answer in answers)


@st.composite
def generated_rubrics(draw: st.DrawFn) -> Rubric:
    top = draw(st.integers(1, 5))
    lower = st.lists(st.integers(0, top), min_size=1, max_size=4).map(sorted)
    return rubric_of(
        {
            f"d{d}": [
                criterion(f"k{k}", [*draw(lower), top], may_be_not_applicable=draw(st.booleans()))
                for k in range(draw(st.integers(1, 3)))
            ]
            for d in range(draw(st.integers(1, 3)))
        },
        top,
    )


def rubrics() -> st.SearchStrategy[Rubric]:
    """The bundled rubric or a generated one."""
    return st.one_of(st.just(MLOPS), generated_rubrics())


def people(rubric: Rubric, most: int = 6) -> st.SearchStrategy[list[Respondent]]:
    """Teams of any size that answer anything that is offered, or nothing."""
    answers = st.fixed_dictionaries(
        {}, optional={p: st.sampled_from(offered(rubric.criterion(p))) for p in rubric.paths()}
    )
    return st.lists(st.builds(Respondent, answers=answers), max_size=most)
