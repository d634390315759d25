"""What the form says, when a step is made, and when an owner may be told."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.commitments import (
    InvalidCommitment,
    Plan,
    Step,
    is_reached,
    owner_in,
    proposed_day,
    read_plan,
    today_in,
)
from bot.domain.permissions import Actor
from bot.domain.reminding import at_work
from rubric.loader import bundled
from rubric.scoring import DONT_KNOW, NOT_APPLICABLE, Respondent, score

RUBRIC = bundled().get("mlops")
TODAY = date(2026, 2, 4)
BO = Actor("U0BO", in_channel=True)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["owner", "due", "selected_user", "selected_date"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)
ZONES = sorted(available_timezones())


def filled(day: Any, owner: Any = "U0BO") -> dict[str, Any]:
    return {
        "owner": {"owner": {"type": "users_select", "selected_user": owner}},
        "due": {"due": {"type": "datepicker", "selected_date": day}},
    }


def faults(values: object, owner: Actor | None = BO) -> dict[str, str]:
    with pytest.raises(InvalidCommitment) as caught:
        read_plan(values, owner, TODAY)
    return caught.value.errors


def team_says(path: str, *choices: str) -> Any:
    return score(RUBRIC, [Respondent(answers={path: choice}) for choice in choices])


@pytest.mark.parametrize("day", ["2026-02-04", "2026-03-04", "9999-12-31"])
def test_today_and_every_later_day_can_be_chosen(day: str) -> None:
    assert read_plan(filled(day), BO, TODAY) == Plan("U0BO", date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-02-03", "Choose today or a later day."),
        (None, "Choose a day."),
        ("soon", "Choose a day."),
        ("2026-02-30", "Choose a day."),
        (7, "Choose a day."),
    ],
)
def test_a_day_that_has_passed_or_is_none_is_told_beside_the_field(day: Any, sentence: str) -> None:
    assert faults(filled(day)) == {"due": sentence}


@pytest.mark.parametrize(
    "owner",
    [
        Actor("U0BO", in_channel=False),
        Actor("U0BO", in_channel=True, outsider=True),
        Actor("U0BO", in_channel=True, human=False),
        Actor("U0BO", in_channel=False, workspace_admin=True),
    ],
)
def test_only_full_members_of_the_channel_can_be_owners(owner: Actor) -> None:
    sentence = "Choose somebody who is a full member of this channel."
    assert faults(filled("2026-03-04"), owner) == {"owner": sentence}


def test_all_faults_are_told_at_once() -> None:
    assert set(faults(filled(None), None)) == {"owner", "due"}


@given(ANY_JSON)
def test_whatever_comes_back_is_read_without_an_error_of_ours(values: Any) -> None:
    assert isinstance(owner_in(values), str)
    with suppress(InvalidCommitment):
        assert read_plan(values, BO, TODAY).due_on >= TODAY


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.none() | st.dates(date(2020, 1, 1)))
def test_what_is_proposed_can_be_saved(today: date, due_on: date | None) -> None:
    proposed = proposed_day(today, due_on)
    assert proposed >= today
    assert due_on is None or due_on < today or proposed == due_on


@pytest.mark.parametrize(
    ("choices", "reached"),
    [
        (["versioned"] * 3, False),
        (["versioned-and-tested"] * 3, True),
        (["versioned", "versioned-and-tested", "versioned-and-tested"], True),
        (["versioned", "versioned", "versioned-and-tested"], False),
        ([DONT_KNOW] * 3, False),
    ],
)
def test_a_step_is_made_when_the_teams_answer_is_there(choices: list[str], reached: bool) -> None:
    path = "model-release/scoring-script"
    step = Step(path, "versioned-and-tested")
    assert is_reached(RUBRIC, team_says(path, *choices), step) is reached


def test_an_answer_beyond_the_step_makes_it_too() -> None:
    path = "model-release/owner"
    profile = team_says(path, "cd-pipeline")
    assert is_reached(RUBRIC, profile, Step(path, "software-engineering-team"))
    assert not is_reached(RUBRIC, profile, Step(path, "ci-cd-pipeline"))


def test_what_does_not_apply_is_not_made() -> None:
    path = "people/data-engineers"
    assert not is_reached(RUBRIC, team_says(path, NOT_APPLICABLE), Step(path, "with-both"))


@pytest.mark.parametrize(
    "step",
    [
        Step("people/gone", "with-both"),
        Step("gone/data-engineers", "with-both"),
        Step("people/data-engineers", "gone"),
        Step("people/data-engineers", "siloed"),  # the lowest: nothing leads up to it
        Step("", ""),
    ],
)
def test_a_step_that_the_edition_does_not_have_is_never_made(step: Step) -> None:
    assert not is_reached(RUBRIC, team_says("people/data-engineers", "with-both"), step)


@given(st.integers(0, 2 * 366 * 24 * 60), st.sampled_from(ZONES))
def test_owners_are_told_only_on_working_days_from_nine_to_five(minutes: int, zone: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    there = now.astimezone(ZoneInfo(zone))
    wanted = there.isoweekday() <= 5 and "09:00" <= there.strftime("%H:%M") < "17:00"
    assert at_work(now, zone) is wanted


def test_the_day_is_that_of_the_teams_zone() -> None:
    now = datetime(2026, 2, 4, 10, 30, tzinfo=UTC)
    assert today_in("Pacific/Kiritimati", now) - today_in("Pacific/Pago_Pago", now) == timedelta(2)
