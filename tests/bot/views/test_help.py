import pytest
from builders import HOSTILE, RUBRIC, assert_golden, assert_inert, assert_takeable, buttons

from bot.domain.commands import Command, Verb, parse
from bot.views.help import GROUPS, help_text, no_team
from bot.views.text import Message

DIMENSIONS = [(d.id, d.name) for d in RUBRIC.dimensions]


def told(typed: str, slash: str = "/maturity") -> Message:
    rendered = help_text(parse(typed, DIMENSIONS), slash, DIMENSIONS)
    assert_takeable(rendered)
    return rendered


def test_help_lists_every_command_and_what_it_takes():
    rendered = told("help")
    usages = [usage for group in GROUPS.values() for usage, _ in group]
    assert {usage.split()[0] for usage in usages} == set(Verb)
    assert len(set(usages)) == len(usages)
    for usage in usages:
        assert f"• `{usage}` " in rendered.text
    assert_golden("help", rendered)


def test_an_unknown_word_is_answered_with_the_nearest_command():
    assert told("statsu").text.startswith("I don't know `statsu`. Did you mean `/maturity status`?")
    assert told("frobnicate").text.startswith("I don't know `frobnicate`.\n")


def test_a_mention_is_answered_in_its_own_words():
    assert "Did you mean `@Rung status`?" in told("statsu", slash="@Rung").text


def test_an_ambiguous_dimension_is_asked_back():
    text = told("tips model").text
    assert text.startswith("Do you mean Model Creation or Model Release?")
    assert "`/maturity tips model-creation` or `/maturity tips model-release`" in text


def test_an_unknown_dimension_is_answered_with_those_there_are():
    text = told("explain frob").text
    assert "I don't know a dimension `frob`." in text
    assert "People, Model Creation, Model Release and Application Integration" in text
    assert "`/maturity explain people`" in text


def test_without_the_teams_dimensions_the_answer_is_still_whole():
    unknown = Command(Verb.TIPS, unknown_dimension="frob")
    assert "`/maturity status` shows those there are" in help_text(unknown).text
    either = Command(Verb.TIPS, ambiguous=("model-creation", "model-release"))
    assert "model creation or model release" in help_text(either).text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_was_typed_stays_text(hostile):
    for made in (told(hostile), told(f"tips {hostile}")):
        assert_inert(made)
    typed = Command(Verb.HELP, unknown=hostile[:80])
    assert_inert(help_text(typed))
    assert help_text(typed).text.split("\n")[0].count("`") == 2


def test_a_channel_without_a_team_is_told_how_to_set_one_up():
    rendered = no_team("C0NEW")
    assert_takeable(rendered)
    assert "<#C0NEW>" in rendered.text
    assert buttons(rendered) == [("set_up", "C0NEW")]
