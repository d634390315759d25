"""Rubric files: what is read, and how every mistake is told."""

import os
import re
from pathlib import Path

import pytest
from rubric_builders import RUBRICS, SMALL

from rubric.catalogue import UnknownRubric
from rubric.loader import MOST_BYTES, InvalidRubric, bundled, load, schema


def _faults(tmp_path: Path, text: str | bytes) -> list[str]:
    """What is wrong with the text, without the folder."""
    path = tmp_path / "small.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InvalidRubric) as refusal:
        load(path)
    assert all("\n" not in fault for fault in refusal.value.faults)
    return [fault.removeprefix(f"{tmp_path}{os.sep}") for fault in refusal.value.faults]


def _changed(old: str, new: str) -> str:
    assert SMALL.count(old) == 1
    return SMALL.replace(old, new)


def _line_of(text: str, words: str) -> int:
    return text.count("\n", 0, text.index(words)) + 1


def test_a_good_file_becomes_a_rubric(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    rubric = load(path)
    assert rubric.key == "small@1"
    assert rubric.top_level == 2
    assert rubric.level(1).name == "Some"
    assert rubric.paths() == rubric.paths_of("people") == ("people/talk",)
    assert rubric.dimension_of("people/talk") == rubric.dimension("people")
    criterion = rubric.criterion("people/talk")
    assert criterion.choice("often").ceiling == 2
    assert criterion.tip("often").how == ("Meet", "Speak", "Listen")


@pytest.mark.parametrize("path", ["", "talk", "people", "people/", "people/x", "x/talk", "a/b/c"])
def test_a_path_the_rubric_does_not_have_is_a_lookup_error(tmp_path: Path, path: str) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    rubric = load(tmp_path / "small.yaml")
    with pytest.raises(LookupError):
        rubric.criterion(path)


def test_ids_levels_and_tips_the_rubric_does_not_have_are_lookup_errors(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    rubric = load(tmp_path / "small.yaml")
    for number in (-1, 3):
        with pytest.raises(LookupError):
            rubric.level(number)
    with pytest.raises(LookupError):
        rubric.criterion("people/talk").choice("x")
    with pytest.raises(LookupError):
        rubric.criterion("people/talk").tip("never")


CHOICES = "dimensions.people.criteria.talk.choices"
LONG_TIP = f"how: [{'a' * 900}, {'b' * 900}, {'c' * 900}]"


@pytest.mark.parametrize(
    ("old", "new", "at", "fault"),
    [
        ("ceiling: 0", "ceiling: 3", "choices:", f"{CHOICES}: ceilings fall from 3 to 2; order"),
        (
            "ceiling: 2",
            "ceiling: 1",
            "ceiling: 1",
            f"{CHOICES}.often.ceiling: is 1; the last choice must reach the top level, 2",
        ),
        (
            "ceiling: 2",
            "ceiling: 3",
            "ceiling: 3",
            f"{CHOICES}.often.ceiling: is 3; the last choice must reach the top level, 2",
        ),
        ("id: often", "id: never", "id: never\n", f"{CHOICES}.never.id: never is already"),
        ("id: often", "id: Often!", "id: Often!", f"{CHOICES}.Often!.id: is no id; write a-z"),
        ("id: often", f"id: {'a' * 41}", "id: aaaa", "is too long; shorten it to 40 characters"),
        ("{number: 1,", "{number: 2,", "{number: 2,", "levels.1.number: is 2; number this level 1"),
        ("name: Often", f"name: {'x' * 76}", "name: xx", f"{CHOICES}.often.name: has 76 char"),
        ("name: Often", f"name: '{'&' * 16}'", "name: '&", "has 80 characters as Slack counts"),
        (
            "name: Often",
            f"name: Often\n            description: '{'<' * 19}'",
            "description:",
            f"{CHOICES}.often.description: has 76 characters as Slack counts them; shorten it",
        ),
        ("name: Talk", f"name: {'x' * 41}", "name: xx", "talk.name: has 41 characters"),
        ("How do you talk?", "x" * 2001, "question:", "talk.question: has 2001 characters"),
        ("short_name: All", f"short_name: {'x' * 21}", "short_name: xx", "levels.2.short_name"),
        ("short_name: People", f"short_name: {'x' * 21}", "short_name: xx", "people.short_name"),
        ("name: Often", "name: '  '", "name: '  '", f"{CHOICES}.often.name: is empty; write"),
        ("name: Often", "name: 5", "name: 5", "often.name: must be text; put it in quotes"),
        ("name: Often", "name:", "name:\n", "often.name: must be text; put it in quotes"),
        ("name: Often", "nam: Often", "nam: Often", "often.nam: is not a known key; remove it"),
        ("name: Often", "ours: 1", "ours: 1", "often.ours: must be true or false"),
        ("ceiling: 0", "ceiling: '0'", "{id: never", "never.ceiling: must be a whole number"),
        ("ceiling: 0", "ceiling: .nan", "{id: never", "never.ceiling: must be a whole number"),
        ("ceiling: 0", "ceiling: true", "{id: never", "never.ceiling: must be a whole number"),
        ("ceiling: 0", "ceiling: -1", "{id: never", "never.ceiling: must not be negative"),
        ("ceiling: 0", f"ceiling: {'9' * 9999}", "{id: never", "must be a whole number"),
        ("[Meet, Speak, Listen]", "[Meet, Speak]", "how:", "often.tip.how: has 2 entries, 3 to 5"),
        ("[Meet, Speak, Listen]", "[a, b, c, d, e, f]", "how:", "tip.how: has 6 entries, 3 to 5"),
        ("[Meet, Speak, Listen]", "Meet", "how:", "often.tip.how: must be a list; begin"),
        ("[Meet, Speak, Listen]", "[a, 1, c]", "how:", "often.tip.how.1: must be text"),
        ("how: [Meet, Speak, Listen]", LONG_TIP, "tip:", "often.tip: has 2725 characters in all"),
        (
            "ceiling: 0}",
            "ceiling: 0, tip: {title: a, why: b, how: [c, d, e], done_when: f}}",
            "{id: never",
            f"{CHOICES}.never.tip: the lowest choice is not a step up; remove its tip",
        ),
        ("source: made for tests", "", "id: small", "1: source: is missing; add it"),
        ('edition: "1"', "edition: 1", "edition: 1", "edition: must be text"),
    ],
)
def test_a_mistake_is_told_with_file_line_place_and_remedy(
    tmp_path: Path, old: str, new: str, at: str, fault: str
) -> None:
    text = _changed(old, new)
    assert any(
        told.startswith(f"small.yaml:{_line_of(text, at)}: ") and fault in told
        for told in _faults(tmp_path, text)
    )


def test_a_missing_tip_is_told_at_its_choice(tmp_path: Path) -> None:
    text = SMALL[: SMALL.index("            tip:")]
    assert _faults(tmp_path, text) == [
        f"small.yaml:{_line_of(text, '- id: often')}: {CHOICES}.often.tip:"
        " is missing; add the tip that tells how to get here"
    ]


def test_not_applicable_takes_one_of_slacks_ten_options(tmp_path: Path) -> None:
    more = "".join(f"          - {{id: n{i}, name: N, ceiling: 0}}\n" for i in range(7))
    text = SMALL.replace("          - id: often", f"{more}          - id: often")
    told = _faults(tmp_path, text)
    assert f"{CHOICES}: has 9 entries, 2 to 8 are allowed; remove some" in told[0]
    told = _faults(tmp_path, text.replace("may_be_not_applicable: true", ""))
    assert not any("are allowed" in fault for fault in told)


@pytest.mark.parametrize("field", ["levels", "dimensions"])
def test_an_empty_list_is_refused(tmp_path: Path, field: str) -> None:
    shortened = re.sub(rf"{field}:\n( .*\n)+", f"{field}: []\n", SMALL)
    assert any(f"{field}: has 0 entries" in fault for fault in _faults(tmp_path, shortened))


def test_several_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = SMALL.replace("name: Small", "name: 1").replace("ceiling: 0", "ceiling: x")
    assert [fault.split(": ")[1] for fault in _faults(tmp_path, text)] == [
        "name",
        f"{CHOICES}.never.ceiling",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("id: a\nname: b\nid: c\n", "3: the key id is here twice; remove one"),
        ("id: &x a\nname: *x\n", "1: anchors and aliases are not read; write the value out"),
        ("id: a\nname: *x\n", "2: anchors and aliases are not read; write the value out"),
        ("id: a\nname: !!python/object:os.system b\n", "2: tags are not read; remove it"),
        ("id: a\n? [b]\n: c\n", "2: a key must be one word; write `key: value`"),
        ("id: " + "[" * 100_000, "1: nested more than 20 deep; a rubric needs far less"),
        ("id: " + "{" * 100_000, "1: nested more than 20 deep; a rubric needs far less"),
        ("- " * 20_000, "1: nested more than 20 deep; a rubric needs far less"),
        ("", "1: the file is empty; write a rubric"),
        ("# nothing\n", "1: the file is empty; write a rubric"),
        ("id: a\n\x00", "2: character U+0000 is not allowed in YAML; remove it"),
        ('id: a\nname: "\\UFFFFFFFF"\n', "2: an escape or a number is out of range; remove it"),
        ('id: a\nname: "\\UD800"\n', "2: not YAML: "),
        ('id: a\nname: "\\uD800"\n', "2: half a surrogate pair is no character; write the char"),
        ("id: a\nname: [\n", "3: not YAML: "),
        ("id: a\n--- \nid: b\n", "2: not YAML: "),
        (b"id: a\nname: \xff\n", "2: not UTF-8; save the file as UTF-8"),
        ("x" * (MOST_BYTES + 1), f"1: larger than {MOST_BYTES} bytes; shorten it"),
        ("just text", "1: must hold keys and values; write them as `key: value`"),
        ("[a]", "1: must hold keys and values; write them as `key: value`"),
    ],
)
def test_what_is_no_plain_yaml_is_refused_at_its_line(
    tmp_path: Path, text: str | bytes, fault: str
) -> None:
    assert _faults(tmp_path, text)[0].startswith(f"small.yaml:{fault}")


def test_every_repeated_key_is_told(tmp_path: Path) -> None:
    faults = _faults(tmp_path, "id: a\nid: b\nlevels:\n  - {number: 0, number: 1}\n")
    assert [fault.split(": ")[1] for fault in faults] == [
        "the key id is here twice; remove one",
        "the key number is here twice; remove one",
    ]


def test_a_key_with_line_breaks_or_escape_codes_stays_on_its_line(tmp_path: Path) -> None:
    faults = _faults(tmp_path, SMALL + '"a\\nb\\e[31m": 1\n')
    assert r"'a\nb\x1b[31m': is not a known key" in faults[0]


def test_words_that_only_old_yaml_reads_otherwise_are_texts(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL.replace('"1"', "2020-01-01").replace("name: Often", "name: no"))
    rubric = load(path)
    assert rubric.edition == "2020-01-01"
    assert rubric.criterion("people/talk").choice("often").name == "no"


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(InvalidRubric, match=r"cannot be read: .*; check it"):
            load(path)


def test_rubrics_of_a_folder_stand_beside_the_bundled_ones(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    (tmp_path / "next.yml").write_text(SMALL.replace('"1"', '"2"').replace("true", "false"))
    (tmp_path / "notes.txt").write_text("no rubric")
    found = bundled(tmp_path)
    assert [rubric.key for rubric in found] == ["mlops@2020-01", "small@1", "small@2"]
    assert found.get("small").key == "small@1"
    assert found.get("small@2").edition == "2"
    assert found.get("mlops") == found.get("mlops@2020-01")


@pytest.mark.parametrize("name", ["", "mlop", "mlops@", "mlops@2021-01", "@", "a\nb", "x" * 500])
def test_an_unknown_name_is_answered_with_those_there_are(name: str) -> None:
    with pytest.raises(UnknownRubric) as refusal:
        RUBRICS.get(name)
    sentence = refusal.value.sentence
    assert sentence.endswith("; use one of mlops, mlops@2020-01.")
    assert sentence.isprintable()
    assert len(sentence) < 150


def test_two_files_with_the_same_edition_clash(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(SMALL)
    with pytest.raises(InvalidRubric) as refusal:
        bundled(tmp_path)
    assert refusal.value.faults == (
        f"{tmp_path / 'b.yaml'}:2: edition: small@1 is already in {tmp_path / 'a.yaml'};"
        " write another edition",
    )


def test_two_default_editions_of_a_rubric_clash(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SMALL)
    (tmp_path / "b.yaml").write_text(SMALL.replace('"1"', '"2"'))
    with pytest.raises(InvalidRubric) as refusal:
        bundled(tmp_path)
    assert refusal.value.faults == (
        f"{tmp_path / 'b.yaml'}:3: default: small has its default in {tmp_path / 'a.yaml'};"
        " write false in one",
    )


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("id: 1\nid: 2\n")
    with pytest.raises(InvalidRubric) as refusal:
        bundled(tmp_path)
    assert [fault.count("here twice") for fault in refusal.value.faults] == [1, 1]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidRubric, match="no such folder; create it or correct its name"):
        bundled(tmp_path / "none")


def test_the_schema_lets_an_editor_complete_and_check() -> None:
    found = schema()
    assert found["$schema"].endswith("2020-12/schema")
    assert set(found["required"]) >= {"id", "edition", "levels", "dimensions"}
    assert found["additionalProperties"] is False
    choice = found["$defs"]["Choice"]["properties"]
    assert choice["name"]["maxLength"] == 75
    assert "highest level" in choice["ceiling"]["description"]
    assert found["$defs"]["Tip"]["properties"]["how"]["minItems"] == 3
