"""What `/maturity forget …` means, and when the channel's name was typed."""

import pytest

from bot.domain.commands import Verb, parse
from bot.domain.forgetting import Subject, is_named, subject_of


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("forget me", Subject.ME),
        ("  FORGET   me, please ", Subject.ME),
        ("please forget all about me", Subject.ME),
        ("forget my answers", Subject.ME),
        ("forget team", Subject.TEAM),
        ("forget the team!", Subject.TEAM),
        ("forget this channel", Subject.TEAM),
        ("forget", None),
        ("forget it", None),
        ("forget release", None),
        ("don't forget me", None),
        ("me forget", None),
        ("", None),
        ("forget " + "x" * 9000, None),
    ],
)
def test_only_what_is_clear_is_taken_for_a_wish_to_be_forgotten(
    text: str, subject: Subject | None
) -> None:
    assert subject_of(text) is subject


def test_forget_alone_is_a_command_that_is_explained() -> None:
    assert parse("forget", []).verb is Verb.FORGET
    assert parse("forgt", []).nearest is Verb.FORGET


@pytest.mark.parametrize(
    ("typed", "named"),
    [("ml", True), (" #ML ", True), ("m", False), ("", False), (None, False), (7, False)],
)
def test_a_channel_is_named_with_or_without_its_sign(typed: object, named: bool) -> None:
    assert is_named(typed, "ml") is named


def test_nothing_names_a_channel_without_a_name() -> None:
    assert not is_named("", "")
