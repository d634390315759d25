"""The form in which a team's admins are chosen, read from any JSON."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.admins import MOST_ADMINS, Candidate, picked_in, read_admins
from bot.domain.permissions import Actor
from bot.domain.settings_form import InvalidSettings

MEMBER = Candidate("U1", "Ana", Actor("U1", in_channel=True))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


def form(users: object) -> dict[str, object]:
    return {"admins": {"admins": {"type": "multi_users_select", "selected_users": users}}}


def test_each_person_picked_counts_once() -> None:
    assert picked_in(form(["U1", "U2", "U1"])) == ("U1", "U2")


@pytest.mark.parametrize(
    ("users", "sentence"),
    [
        ([], "Pick at least one"),
        (None, "Pick at least one"),
        (["<@U1>"], "from the list"),
        ([f"U{n}" for n in range(MOST_ADMINS + 1)], "at most 10"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(users: object, sentence: str) -> None:
    with pytest.raises(InvalidSettings) as refused:
        picked_in(form(users))
    assert sentence in refused.value.errors["admins"]


@given(JSON | st.builds(form, JSON))
def test_any_json_gives_people_or_an_error_beside_the_field(values: object) -> None:
    errors: dict[str, str] = {}
    people: tuple[str, ...] = ()
    try:
        people = picked_in(values)
    except InvalidSettings as refused:
        errors = refused.errors
    assert people or set(errors) == {"admins"}


@pytest.mark.parametrize(
    "actor",
    [
        None,
        Actor("U2", in_channel=False),
        Actor("U2", in_channel=True, outsider=True),
        Actor("U2", in_channel=True, human=False),
    ],
)
def test_whoever_is_no_full_member_of_the_channel_is_refused_by_name(actor: Actor | None) -> None:
    with pytest.raises(InvalidSettings) as refused:
        read_admins([MEMBER, Candidate("U2", "Gus", actor)])
    assert refused.value.errors["admins"].endswith("take out Gus.")
    assert read_admins([MEMBER]) == ("U1",)
