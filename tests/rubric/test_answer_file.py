"""The file that `score` reads, and what it prints."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubric_builders import MLOPS, RUBRICS, people

from rubric.recommendations import recommend
from rubric.report import as_json, as_text
from rubric.respondents import InvalidAnswers, read
from rubric.scoring import Respondent, score


def _file(answers: Any, **changes: Any) -> bytes:
    data = {"rubric": "mlops", "respondents": [{"role": "other", "answers": answers}], **changes}
    return json.dumps(data).encode()


def _faults(content: bytes, rubric_name: str | None = None) -> tuple[str, ...]:
    with pytest.raises(InvalidAnswers) as refusal:
        read(content, RUBRICS, rubric_name)
    assert refusal.value.faults
    assert all(fault.isprintable() for fault in refusal.value.faults)
    return refusal.value.faults


def test_a_good_file_gives_the_rubric_and_the_people() -> None:
    found = read(_file({"people/data-engineers": "not_applicable"}), RUBRICS)
    assert found.rubric.key == "mlops@2020-01"
    assert found.respondents == (
        Respondent(role="other", answers={"people/data-engineers": "not_applicable"}),
    )


def test_a_role_may_be_left_out_and_a_byte_order_mark_is_passed_over() -> None:
    content = b'\xef\xbb\xbf{"rubric": "mlops", "respondents": [{"answers": {}}]}'
    assert read(content, RUBRICS).respondents == (Respondent(answers={}),)


def test_a_given_rubric_takes_the_place_of_the_files() -> None:
    assert read(_file({}, rubric="gone"), RUBRICS, "mlops@2020-01").rubric.id == "mlops"
    assert "rubric: There is no rubric gone" in _faults(_file({}), "gone")[0]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "line 1 column 1: not JSON: Expecting value; mend it"),
        (b"{", "line 1 column 2: not JSON: "),
        (b"\xff", "not UTF-8; save the file as UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"NaN", "the file: must be an object; write { … }"),
        (b"[]", "the file: must be an object; write { … }"),
        (b"9" * 10_000, "the file: must be an object; write { … }"),
        (b'{"respondents": []}', "rubric: must be the name of a rubric in quotes"),
        (b'{"rubric": NaN, "respondents": []}', "rubric: must be the name of a rubric in quotes"),
        (b'{"rubric": "mlops"}', "respondents: must be a list of people"),
        (b'{"rubric": "mlops", "respondents": {}}', "respondents: must be a list of people"),
        (b'{"rubric": "mlops", "respondents": [1]}', "respondents[0]: must be an object"),
        (b'{"rubric": "mlops", "respondents": [{}]}', "respondents[0].answers: must be an object"),
        (_file([]), "respondents[0].answers: must be an object; write { … }"),
        (_file({}, rubric="mlops@1"), "rubric: There is no rubric mlops@1; use one of mlops"),
        (_file({}, rubric=None), "rubric: must be the name of a rubric in quotes"),
        (_file({}, rubrik="mlops"), "the file: the key rubrik is not known; remove it"),
        (_file({"people": "siloed"}), "answers: people: mlops@2020-01 has no such criterion"),
        (_file({"a\nb\ud800": "x"}), r"'a\nb\ud800': mlops@2020-01 has no such criterion"),
        (
            _file({"people/data-scientists": "with-both"}),
            "answers: people/data-scientists: with-both is not offered; write one of siloed, "
            "with-data-engineers, with-software-engineers, dont_know",
        ),
        (
            _file({"people/data-scientists": "not_applicable"}),
            "people/data-scientists: not_applicable is not offered",
        ),
        (_file({"model-release/process": float("nan")}), "process: NaN is no text; write one of"),
        (_file({"model-release/process": None}), "process: null is no text; write one of manual"),
        (_file({"model-release/process": ["manual"]}), 'process: ["manual"] is no text'),
        (_file({"model-release/process": 10**400}), "process: Infinity is no text"),
        (
            b'{"rubric": "mlops", "respondents": [{"role": 1, "answers": {}}]}',
            "respondents[0].role: must be text or null",
        ),
        (
            b'{"rubric": "mlops", "rubric": "mlops", "respondents": []}',
            "the file: the key rubric is here twice; remove one",
        ),
        (
            b'{"rubric": "mlops", "respondents": [{"answers": {"model-release/process": "manual",'
            b' "model-release/process": "automatic"}}]}',
            "respondents[0].answers: the key model-release/process is here twice; remove one",
        ),
    ],
)
def test_a_bad_file_is_refused_with_a_line_that_says_what_to_do(content: bytes, fault: str) -> None:
    faults = _faults(content)
    assert len(faults) == 1
    assert fault in faults[0]


def test_all_faults_are_told_at_once() -> None:
    people_of = [
        {"role": 5, "answers": {"people/data-scientists": "x", "gone": "y"}},
        {"answers": {"model-release/process": 1}, "mood": "good"},
        "nobody",
    ]
    faults = _faults(json.dumps({"rubric": "mlops", "respondents": people_of, "a": 1}).encode())
    assert [fault.split(": ")[0] for fault in faults] == [
        "the file",
        "respondents[0].role",
        "respondents[0].answers",
        "respondents[0].answers",
        "respondents[1]",
        "respondents[1].answers",
        "respondents[2]",
    ]
    assert len(_faults(_file([], rubric="gone"))) == 2


@given(people(MLOPS))
def test_every_team_that_answers_what_is_offered_is_read_back(team: list[Respondent]) -> None:
    data = {"rubric": "mlops", "respondents": [p.model_dump(mode="json") for p in team]}
    assert list(read(json.dumps(data).encode(), RUBRICS).respondents) == team


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["rubric", "respondents", "answers", "role"]), inner)
    ),
    max_leaves=8,
)


@given(JSON)
def test_any_json_is_read_or_refused(data: Any) -> None:
    with suppress(InvalidAnswers):
        read(json.dumps(data).encode(), RUBRICS)


def test_the_printed_json_is_the_contracts() -> None:
    lowest = {p: MLOPS.criterion(p).choices[0].id for p in MLOPS.paths_of("people")}
    profile = score(MLOPS, [Respondent(answers={**lowest, "model-release/process": "manual"})])
    printed = as_json(profile, recommend(MLOPS, profile))
    assert json.loads(json.dumps(printed)) == printed
    assert list(printed) == ["overall", "provisional", "dimensions", "recommendations"]
    assert (printed["overall"], printed["provisional"]) == (1, True)
    assert list(printed["dimensions"]) == [d.id for d in MLOPS.dimensions]
    assert printed["dimensions"]["people"] == {
        "level": 1,
        "band": [0, 1],
        "holding": ["people/data-scientists", "people/data-engineers"],
        "unknown": [],
    }
    assert printed["dimensions"]["model-release"]["band"] == [2, 2]
    assert printed["dimensions"]["model-creation"]["level"] is None
    assert printed["dimensions"]["model-creation"]["band"] is None
    assert printed["recommendations"][0] == {
        "criterion": "people/data-scientists",
        "from": "siloed",
        "to": "with-data-engineers",
        "effect": [1, 2],
    }


def test_the_printed_text_tells_levels_what_holds_them_and_the_next_steps() -> None:
    answers = {p: MLOPS.criterion(p).choices[-1].id for p in MLOPS.paths()}
    answers |= {"model-creation/retraining": "scheduled", "model-release/owner": "dont_know"}
    profile = score(MLOPS, [Respondent(answers=answers)])
    lines = as_text(MLOPS, profile, recommend(MLOPS, profile)).splitlines()
    assert lines[0].endswith("(mlops@2020-01), respondents: 1")
    assert lines[1] == "Overall: 3 – Automated Model Deployment (provisional)"
    retraining = MLOPS.criterion("model-creation/retraining")
    at = lines.index(f"{MLOPS.dimension('model-creation').name}: 3 (2–3)")
    assert lines[at + 1] == f"  held by: {retraining.name}"
    assert f"  unknown: {MLOPS.criterion('model-release/owner').name}" in lines
    step = next(line for line in lines if line.startswith("1. "))
    assert step.endswith(f"{retraining.name}: {retraining.tip('metric-triggered').title}")
    assert lines[-1].startswith("Provisional: ")


def test_the_printed_text_of_nobody_says_not_measured() -> None:
    lines = as_text(MLOPS, score(MLOPS, []), ()).splitlines()
    assert lines[1] == "Overall: not measured (provisional)"
    assert "Next steps" not in lines
