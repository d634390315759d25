"""How a target stands, and which levels can be aimed for."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.targets import (
    Change,
    Stage,
    Target,
    is_reached,
    levels_above,
    progress,
)
from rubric.loader import bundled
from rubric.scoring import Respondent, score

RUBRIC = bundled().get("mlops")
TODAY = date(2026, 9, 17)


def on_level(level: int, **changed: str):
    answers = {
        path: changed.get(path.split("/")[1].replace("-", "_"))
        or next(c.id for c in RUBRIC.criterion(path).choices if c.ceiling >= level)
        for path in RUBRIC.paths()
    }
    return score(RUBRIC, [Respondent(answers=answers)])


def stands(target: Target, level: int, today: date = TODAY):
    return progress(target, RUBRIC, on_level(level), today, RUBRIC)


def test_a_target_is_ahead_until_its_level_is_reached() -> None:
    target = Target("model-release", 3, None, "U1")
    assert stands(target, 2).stage is Stage.AHEAD
    assert [s.criterion for s in stands(target, 2).path.steps] == [
        "model-release/process",
        "model-release/owner",
    ]
    assert stands(target, 3).stage is Stage.REACHED
    assert stands(target, 4).path.steps == ()


def test_a_level_within_a_band_is_reached_on_its_upper_end() -> None:
    assert stands(Target("model-creation", 2, None, "U1"), 1).stage is Stage.AHEAD
    assert stands(Target("model-creation", 2, None, "U1"), 3).stage is Stage.REACHED


def test_a_target_that_was_reached_once_is_never_ahead_again() -> None:
    assert stands(Target("", 3, None, "U1", reached_in=7), 2).stage is Stage.BELOW_AGAIN
    assert stands(Target("", 3, None, "U1", reached_in=7), 3).stage is Stage.REACHED


def test_a_day_that_has_passed_matters_only_while_the_target_is_ahead() -> None:
    target = Target("", 3, TODAY, "U1")
    assert not stands(target, 2).overdue
    late = date(2026, 9, 18)
    assert stands(target, 2, late).overdue
    assert not stands(target, 3, late).overdue
    assert not stands(Target("", 3, TODAY, "U1", reached_in=7), 2, late).overdue


def test_a_dimension_or_level_that_is_no_longer_asked_about_cannot_be_measured() -> None:
    fewer = RUBRIC.model_copy(update={"dimensions": RUBRIC.dimensions[:1]})
    target = Target("model-release", 3, TODAY, "U1")
    gone = progress(target, RUBRIC, on_level(2), date(2027, 1, 1), fewer)
    assert (gone.stage, gone.overdue) == (Stage.GONE, False)
    assert stands(Target("", 9, None, "U1"), 2).stage is Stage.GONE
    new = progress(target, fewer, None, TODAY, RUBRIC)
    assert (new.stage, new.level) == (Stage.AHEAD, None)


def test_only_levels_above_the_teams_can_be_aimed_for() -> None:
    assert list(levels_above(RUBRIC, on_level(2), "model-release")) == [3, 4]
    assert list(levels_above(RUBRIC, on_level(2), "")) == [3, 4]
    assert list(levels_above(RUBRIC, on_level(4), "people")) == []
    # People cannot tell level 0 from 1, Model Creation not 2 from 3.
    assert list(levels_above(RUBRIC, None, "people")) == [2, 3, 4]
    assert list(levels_above(RUBRIC, None, "model-creation")) == [1, 2, 3, 4]
    assert list(levels_above(RUBRIC, on_level(2), "model-creation")) == [4]


def test_a_round_in_which_a_dimension_is_not_measured_reaches_nothing() -> None:
    nobody = score(RUBRIC, [])
    assert not is_reached(Target("people", 1, None, "U1"), nobody)
    assert not is_reached(Target("gone", 1, None, "U1"), on_level(4))
    assert is_reached(Target("", 4, None, "U1"), on_level(4))


bands = st.one_of(st.none(), st.tuples(st.integers(0, 9), st.integers(0, 9)))


@given(
    st.builds(
        Change,
        by=st.text(),
        dimension=st.text(),
        name=st.text(),
        band=bands,
        due_on=st.one_of(st.none(), st.dates()),
        before=bands,
    )
)
def test_a_change_comes_back_from_what_was_noted_of_it(change: Change) -> None:
    assert Change.of(change.plain()) == change
