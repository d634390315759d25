"""Modals, Homes, the answers to a submission, and suggested options."""

from __future__ import annotations

from typing import Any

import pytest
from blockkit_payloads import Item, field, home, modal, mrkdwn, options, plain, section

from sandbox.blockkit import Refused, check_options, check_response_action, check_view

FULL_MODAL = modal(
    field(block_id="why"),
    close=plain("Cancel"),
    clear_on_close=True,
    notify_on_close=False,
    private_metadata="",
    callback_id="answers",
    external_id="e1",
)


def test_a_full_modal_and_a_full_home_are_taken() -> None:
    check_view(FULL_MODAL, expected="modal")
    check_view(home(field(), private_metadata="{}", callback_id="h", external_id="e"))


def _without(view: Item, *names: str) -> Item:
    return {name: value for name, value in view.items() if name not in names}


WRONG: dict[str, tuple[Item, str]] = {
    "input_without_submit": (
        _without(FULL_MODAL, "submit"),
        "must define `submit` to use an `input` block [json-pointer:/view/blocks/0/input]",
    ),
    "modal_without_title": (
        _without(FULL_MODAL, "title"),
        "missing required field: title [json-pointer:/view]",
    ),
    "title_in_mrkdwn": (
        modal(title=mrkdwn()),
        "unsupported type: mrkdwn [json-pointer:/view/title/type]",
    ),
    "no_blocks": (
        modal() | {"blocks": []},
        "no fewer than 1 items allowed [json-pointer:/view/blocks]",
    ),
    "home_with_submit": (
        home(submit=plain()),
        "invalid additional property: submit [json-pointer:/view]",
    ),
    "home_with_title": (
        home(title=plain()),
        "invalid additional property: title [json-pointer:/view]",
    ),
    "field_of_a_stored_view": (
        modal(id="V1"),
        "invalid additional property: id [json-pointer:/view]",
    ),
    "unknown_type": (
        modal() | {"type": "workflow_step"},
        "unsupported type: workflow_step [json-pointer:/view/type]",
    ),
    "repeated_block_id": (
        modal(section(block_id="b"), section(block_id="b")),
        "`block_id` must be unique: b [json-pointer:/view/blocks/1/block_id]",
    ),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_a_wrong_view_is_refused_with_a_pointer_to_the_fault(case: tuple[Item, str]) -> None:
    view, expected = case
    with pytest.raises(Refused) as caught:
        check_view(view)
    assert caught.value.error == "invalid_arguments"
    assert any(expected in line for line in caught.value.messages), caught.value.messages


def test_a_view_of_another_type_than_expected_is_refused() -> None:
    with pytest.raises(Refused, match="unsupported type: home"):
        check_view(home(), expected="modal")
    with pytest.raises(Refused, match="unsupported type: modal"):
        check_view(modal(), expected="home")


def test_submit_is_not_needed_without_an_input_block() -> None:
    check_view(_without(modal(section()), "submit"))


SUBMITTED = modal(section(block_id="intro"), field(block_id="why"), field(block_id="team/when"))


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"response_action": "errors", "errors": {"why": "Say why", "team/when": "Say when"}},
        {"response_action": "update", "view": modal()},
        {"response_action": "push", "view": modal()},
        {"response_action": "clear"},
    ],
)
def test_a_sound_answer_to_a_submission_is_taken(payload: Item) -> None:
    check_response_action(payload, SUBMITTED)


ANSWERS: dict[str, tuple[Any, str]] = {
    "unknown_action": ({"response_action": "close"}, "[json-pointer:/response_action]"),
    "no_action": ({"errors": {"why": "x"}}, "[json-pointer:/response_action]"),
    "not_an_object": ([1], "[json-pointer:/response_action]"),
    "errors_without_any": (
        {"response_action": "errors", "errors": {}},
        "no fewer than 1 items allowed [json-pointer:/errors]",
    ),
    "errors_missing": ({"response_action": "errors"}, "missing required field: errors"),
    "error_on_no_block": (
        {"response_action": "errors", "errors": {"gone": "x"}},
        "invalid additional property: gone [json-pointer:/errors]",
    ),
    "error_on_a_section": (
        {"response_action": "errors", "errors": {"intro": "x"}},
        "invalid additional property: intro [json-pointer:/errors]",
    ),
    "empty_error": (
        {"response_action": "errors", "errors": {"why": ""}},
        "must be more than 0 characters [json-pointer:/errors/why]",
    ),
    "error_on_a_block_with_a_slash": (
        {"response_action": "errors", "errors": {"team/when": 5}},
        "must provide a string [json-pointer:/errors/team~1when]",
    ),
    "errors_with_view": (
        {"response_action": "errors", "errors": {"why": "x"}, "view": modal()},
        "invalid additional property: view",
    ),
    "update_without_view": ({"response_action": "update"}, "missing required field: view"),
    "push_of_a_home": (
        {"response_action": "push", "view": home()},
        "unsupported type: home [json-pointer:/view/type]",
    ),
    "update_to_a_wrong_view": (
        {"response_action": "update", "view": modal(title=plain("x" * 25))},
        "must be less than 25 characters [json-pointer:/view/title/text]",
    ),
    "clear_with_more": (
        {"response_action": "clear", "view": modal()},
        "invalid additional property: view",
    ),
}


@pytest.mark.parametrize("case", ANSWERS.values(), ids=ANSWERS)
def test_a_wrong_answer_to_a_submission_is_refused(case: tuple[Any, str]) -> None:
    payload, expected = case
    with pytest.raises(Refused) as caught:
        check_response_action(payload, SUBMITTED)
    assert caught.value.error == "invalid_arguments"
    assert any(expected in line for line in caught.value.messages), caught.value.messages


GROUP = {"label": plain(), "options": options()}


@pytest.mark.parametrize(
    "payload",
    [{"options": []}, {"options": options()}, {"option_groups": [GROUP]}, {"option_groups": []}],
)
def test_suggested_options_or_groups_are_taken(payload: Item) -> None:
    check_options(payload)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        None,
        {"options": options(), "option_groups": [GROUP]},
        {"options": [{"text": mrkdwn(), "value": "a"}]},
        {"options": options(1) + options(1)},
        {"option_groups": [GROUP, GROUP]},
        {"options": options(), "more": True},
    ],
)
def test_other_answers_to_a_suggestion_are_refused(payload: object) -> None:
    with pytest.raises(Refused, match="invalid_arguments"):
        check_options(payload)
