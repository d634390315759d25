"""What people type after `/maturity target`."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.target_grammar import Order, Problem, Refusal, is_order, read_order

DIMENSIONS = (
    ("people", "People"),
    ("model-creation", "Model Creation"),
    ("model-release", "Model Release"),
    ("notice", "2 weeks notice"),
)
TODAY = date(2026, 9, 17)
YEAR_END = date(2026, 12, 31)


def read(text: str) -> Order | Refusal:
    return read_order(f"target {text}", DIMENSIONS, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "model-release 3",
        "release 3",
        "Model Release level 3",
        "release to level 3, please",
        "the model release = 3",
        "release: 3",
        "“release” `3`!",
        "rel\u200bease ３",
        "release at least 3.",
    ],
)
def test_a_dimension_and_a_level_are_understood(text: str) -> None:
    assert read(text) == Order("model-release", 3)


@pytest.mark.parametrize(
    "text",
    ["release 3 by 2026-12-31", "release 3 by 31 Dec", "release 3 by 31.12.2026",
     "release 3 31 dec", "release 3 on q4", "release 3 before Dec 31, 2026",
     "release level 3 until the end of the year"],
)  # fmt: skip
def test_a_day_is_understood_however_it_is_written(text: str) -> None:
    assert read(text) == Order("model-release", 3, YEAR_END)


def test_overall_is_said_by_its_name() -> None:
    assert read("overall 2 by end of june") == Order("", 2, date(2027, 6, 30))
    assert read("3") == Refusal(Problem.NO_NAME)
    assert read("by december") == Refusal(Problem.UNKNOWN_NAME, words="by december")


def test_a_target_is_turned_off_in_many_words() -> None:
    for word in ("off", "none", "remove", "OFF, please"):
        assert read(f"release {word}") == Order("model-release", None)
        assert read(f"overall {word}") == Order("", None)


def test_a_name_may_hold_a_number() -> None:
    assert read("2 weeks 3") == Order("notice", 3)


def test_what_is_missing_or_wrong_is_said() -> None:
    assert read("release") == Refusal(Problem.NO_LEVEL, dimension="model-release")
    assert read("release by 31 dec") == Refusal(Problem.NO_LEVEL, dimension="model-release")
    assert read("release 3.5") == Refusal(Problem.NO_LEVEL, dimension="model-release")
    assert read("release -1") == Order("model-release", -1)
    assert read("frob 3") == Refusal(Problem.UNKNOWN_NAME, words="frob")
    assert read("model 3") == Refusal(Problem.AMBIGUOUS, names=("model-creation", "model-release"))
    assert read("release 3 by whenever") == Refusal(Problem.NO_DAY, words="whenever")
    assert read("release 3 by 2026-09-17") == Refusal(Problem.DAY_PASSED, day=date(2026, 9, 17))
    assert read("release 3 by 2046") == Refusal(Problem.DAY_TOO_FAR, day=date(2046, 12, 31))


@pytest.mark.parametrize("text", ["target", "target, please", "our target", "status", "targets 3"])
def test_a_look_at_the_targets_is_no_order(text: str) -> None:
    assert not is_order(text)


@pytest.mark.parametrize("text", ["target release 3", "please target release off", "TARGET x"])
def test_more_words_are_an_order(text: str) -> None:
    assert is_order(text)


@given(st.text(max_size=300))
def test_no_text_is_an_error(text: str) -> None:
    is_order(text)
    is_order(f"target {text}")
    assert isinstance(read(text), Order | Refusal)
