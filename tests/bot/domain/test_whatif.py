"""What other answers would give; and that whatever a modal holds is read without harm."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.whatif import MOST_TOGETHER, begin, field, go_on, noted, own_answers
from rubric.loader import bundled
from rubric.model import Rubric
from rubric.scoring import NOT_APPLICABLE, Profile, Respondent, offered, score

RUBRIC = bundled().get("mlops")
LARGE = RUBRIC.model_copy(
    update={
        "dimensions": tuple(
            d.model_copy(
                update={
                    "criteria": tuple(
                        c.model_copy(update={"id": f"{c.id}-{n}"})
                        for n in range(12)
                        for c in d.criteria
                    )[:40]
                }
            )
            for d in RUBRIC.dimensions
        )
    }
)


def answers(rubric: Rubric) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(
        {}, optional={p: st.sampled_from(offered(rubric.criterion(p))) for p in rubric.paths()}
    )


def teams(rubric: Rubric) -> st.SearchStrategy[Profile]:
    people = st.lists(st.builds(Respondent, answers=answers(rubric)), max_size=5)
    return people.map(lambda team: score(rubric, team))


def state(chosen: dict[str, str], shown: tuple[str, ...], turn: int) -> dict[str, Any]:
    """What Slack hands back of the fields on view."""
    return {
        field(path, turn): {
            f"whatif:{path}": {
                "type": "static_select",
                "selected_option": {"value": chosen[path]} if path in chosen else None,
            }
        }
        for path in shown
    }


def levels(profile: Profile) -> list[int | None]:
    return [profile.overall, *(part.level for part in profile.dimensions)]


@given(teams(RUBRIC))
def test_with_the_teams_own_answers_the_levels_are_the_teams_own(profile: Profile) -> None:
    assert levels(begin("C1", RUBRIC, profile).after) == levels(profile)


@given(teams(RUBRIC), answers(RUBRIC))
def test_what_is_chosen_in_the_modal_is_what_counts(
    profile: Profile, chosen: dict[str, str]
) -> None:
    shown = begin("C1", RUBRIC, profile, turn=3)
    found = go_on("C1", RUBRIC, profile, noted(shown), state(chosen, RUBRIC.paths(), 3))
    assert found.chosen == chosen
    assert found.own == own_answers(profile)
    expected = score(RUBRIC, [Respondent(answers=chosen)])
    assert levels(found.after) == levels(expected)


@given(teams(LARGE), answers(LARGE), st.data())
def test_of_a_large_rubric_what_is_chosen_out_of_view_counts_too(
    profile: Profile, chosen: dict[str, str], data: st.DataObject
) -> None:
    seen = begin("C1", LARGE, profile)
    assert seen.dimension == "people"
    for dimension in LARGE.dimensions:
        metadata = noted(seen) | {"dimension": dimension.id}
        seen = go_on("C1", LARGE, profile, metadata, state(chosen, dimension.paths(), 0))
        assert seen.dimension == dimension.id
    assert seen.chosen == chosen
    assert len(str(noted(seen))) < 1000


def test_only_a_rubric_too_large_for_one_modal_is_shown_in_parts() -> None:
    assert len(RUBRIC.paths()) <= MOST_TOGETHER < len(LARGE.paths())
    assert begin("C1", RUBRIC, None).dimension is None
    assert "hidden" not in noted(begin("C1", RUBRIC, None))


def test_without_a_level_nothing_is_chosen() -> None:
    fresh = begin("C1", RUBRIC, None)
    assert (fresh.chosen, fresh.after.overall) == ({}, None)


def test_what_does_not_apply_stays_so() -> None:
    person = Respondent(answers={"people/data-engineers": NOT_APPLICABLE})
    own = begin("C1", RUBRIC, score(RUBRIC, [person])).chosen
    assert own == {"people/data-engineers": NOT_APPLICABLE}


def test_a_modal_of_another_edition_begins_anew_in_fields_of_their_own() -> None:
    old = noted(begin("C1", RUBRIC, None, turn=4)) | {"rubric": "mlops@older"}
    chosen = {path: offered(RUBRIC.criterion(path))[0] for path in RUBRIC.paths()}
    found = go_on("C1", RUBRIC, None, old, state(chosen, RUBRIC.paths(), 4))
    assert (found.chosen, found.turn) == ({}, 5)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(
    st.booleans(),
    st.fixed_dictionaries(
        {"rubric": st.just(RUBRIC.key)},
        optional={
            "turn": json_values,
            "hidden": st.text(alphabet="0123456789.x٣²", max_size=300) | json_values,
            "dimension": st.sampled_from(["people", "gone"]) | json_values,
        },
    ),
    st.dictionaries(st.sampled_from([field(p, 0) for p in RUBRIC.paths()]), json_values),
)
def test_nothing_that_comes_back_is_trusted(
    large: bool, metadata: dict[str, Any], values: dict[str, Any]
) -> None:
    rubric = LARGE if large else RUBRIC
    found = go_on("C1", rubric, None, metadata, values)
    assert all(a in offered(rubric.criterion(p)) for p, a in found.chosen.items())
    assert found.dimension in {None, *(d.id for d in rubric.dimensions)}
    assert found.after.rubric == rubric.key
