from dataclasses import replace

from builders import (
    LEVEL_1,
    RUBRIC,
    TOP,
    assert_golden,
    assert_takeable,
    buttons,
    profile,
    texts,
    unison,
)

from bot.domain.whatif import WhatIf, begin
from bot.views.whatif import by_command, whatif
from rubric.model import Rubric
from rubric.scoring import DONT_KNOW, Respondent, score

TEAM = profile(unison(LEVEL_1))


def shown(w: WhatIf) -> str:
    view = whatif(w)
    assert_takeable(view)
    return texts(view)


def supposed(**changed: str) -> WhatIf:
    """What if some answers were others than those of a team on level 1?"""
    names = {path.split("/")[1].replace("-", "_"): path for path in RUBRIC.paths()}
    start = begin("C0TEAM", RUBRIC, TEAM)
    chosen = start.chosen | {names[name]: answer for name, answer in changed.items()}
    return replace(start, chosen=chosen)


def long_rubric() -> Rubric:
    """As large as a rubric may be, with texts as long as they may be."""
    long = {"name": "W" * 40, "question": "&" * 400}
    dimensions = [
        d.model_copy(
            update={
                "name": "D" * 75,
                "criteria": tuple(
                    c.model_copy(
                        update={
                            **long,
                            "id": f"{c.id}-{n}",
                            "choices": tuple(
                                x.model_copy(update={"name": "ö" * 75}) for x in c.choices
                            ),
                        }
                    )
                    for n in range(14)
                    for c in d.criteria
                )[:40],
            }
        )
        for d in RUBRIC.dimensions
    ]
    return RUBRIC.model_copy(update={"dimensions": tuple(dimensions)})


def test_the_modal_begins_with_the_teams_answers_and_says_that_nothing_is_saved():
    view = whatif(begin("C0TEAM", RUBRIC, TEAM))
    assert_takeable(view)
    text = texts(view)
    assert "Nothing is saved" in text
    assert "*With these choices: level 1, DevOps but no MLOps*, as it is today." in text
    assert "People           1 (0–1), unchanged" in text
    assert buttons(view) == [("whatif_reset", "reset")]
    assert "submit" not in view
    assert_golden("whatif", view)


def test_each_dimension_is_shown_before_and_after():
    text = shown(supposed(scoring_script="versioned-and-tested", owner="ci-cd-pipeline"))
    assert "Model release    1 → 2" in text
    assert "as it is today" in text
    text = shown(replace(supposed(), chosen=TOP))
    assert "People           1 (0–1) → 4" in text
    assert ". Today: level 1, DevOps but no MLOps." in text
    assert "hold it there" not in text


def test_what_would_hold_the_level_is_named():
    text = shown(supposed(data_gathering="manual"))
    assert "What would hold it there: Data gathering (Model Creation)." in text


def test_what_is_not_chosen_does_not_count_and_is_said():
    text = shown(supposed(owner=DONT_KNOW))
    assert "Not counted: 1 question for which nothing is known." in text
    assert "provisional" in text


def test_a_team_without_a_level_begins_with_nothing_chosen():
    text = shown(begin("C0TEAM", RUBRIC, None))
    assert "*With these choices: not measured*. The team has no level yet." in text
    assert "People           not measured, unchanged" in text
    assert "Today:" not in text


def test_a_rubric_of_any_size_fits_one_dimension_at_a_time():
    large = long_rubric()
    lowest = {path: large.criterion(path).choices[0].id for path in large.paths()}
    now = score(large, [Respondent(answers=lowest)])
    for dimension in large.dimensions:
        view = whatif(replace(begin("C0TEAM", large, now), dimension=dimension.id))
        assert_takeable(view)
        menus = [b for b in view["blocks"] if b.get("accessory", {}).get("type")]
        assert len(menus) == 40


def test_where_no_modal_can_be_opened_the_command_is_named():
    rendered = by_command()
    assert_takeable(rendered)
    assert "`/maturity whatif`" in rendered.text
