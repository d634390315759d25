"""What people type after the slash command, or to the bot in a mention."""

from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.commands import Command, Verb, parse, parse_mention

DIMENSIONS = (
    ("people", "People"),
    ("model-creation", "Model Creation"),
    ("model-release", "Model Release"),
    ("application-integration", "Application Integration"),
)
MODELS = ("model-creation", "model-release")
STATUS = Command(Verb.STATUS)


@pytest.mark.parametrize("verb", Verb)
def test_every_verb_is_understood_by_its_name(verb: Verb) -> None:
    assert parse(verb.value, DIMENSIONS) == Command(verb)
    assert parse_mention(f"<@U123> {verb.value}", DIMENSIONS) == Command(verb)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b", "\ufeff \u2060", "!", "…", "please"])
def test_a_text_that_says_nothing_asks_for_the_status(text: str) -> None:
    assert parse(text, DIMENSIONS) == STATUS
    assert parse_mention(f"<@U123> {text}", DIMENSIONS) == STATUS


@pytest.mark.parametrize(
    "text",
    [
        "TIPS Model Release",
        "  tips   model\u00a0release  ",
        "tips “model release”",
        "tips ‘model-release’!",
        "`tips` model_release.",
        "ti\u200bps\ufeff model release",
        "ｔｉｐｓ model release",
        "/tips model release",
        "tips for model release, please",
        "please: tips on the model release",
        "tips model release &amp; more",
        "tips <#C123|general> model release",
    ],
)
def test_case_punctuation_and_invisible_characters_do_not_matter(text: str) -> None:
    assert parse(text, DIMENSIONS) == Command(Verb.TIPS, dimension="model-release")


@pytest.mark.parametrize(
    ("words", "dimension"),
    [
        ("people", "people"),
        ("peo", "people"),
        ("model-release", "model-release"),
        ("modelrelease", "model-release"),
        ("release", "model-release"),
        ("rel", "model-release"),
        ("model r", "model-release"),
        ("mod cre", "model-creation"),
        ("app", "application-integration"),
        ("integration", "application-integration"),
        ("app int", "application-integration"),
    ],
)
@pytest.mark.parametrize("verb", [Verb.STATUS, Verb.TIPS, Verb.EXPLAIN])
def test_a_dimension_is_found_by_id_name_or_clear_beginning(
    verb: Verb, words: str, dimension: str
) -> None:
    assert parse(f"{verb} {words}", DIMENSIONS) == Command(verb, dimension=dimension)


def test_a_beginning_that_fits_several_dimensions_is_reported_as_unclear() -> None:
    assert parse("explain model", DIMENSIONS) == Command(Verb.EXPLAIN, ambiguous=MODELS)


def test_a_whole_name_wins_over_a_longer_one_that_begins_with_it() -> None:
    dimensions = (("release-notes", "Release notes"), ("release", "Release"))
    assert parse("tips release", dimensions).dimension == "release"
    assert parse("tips release notes", dimensions).dimension == "release-notes"


def test_a_short_word_of_a_name_is_found_by_the_whole_word_only() -> None:
    dimensions = (("ci", "CI"), ("cicd-tools", "Tools"), ("ml-code", "ML code"))
    assert parse("tips ci", dimensions) == Command(Verb.TIPS, dimension="ci")
    assert parse("tips ml", dimensions) == Command(Verb.TIPS, dimension="ml-code")
    assert parse("tips c", dimensions) == Command(Verb.TIPS, unknown_dimension="c")


def test_the_middle_of_a_word_names_no_dimension() -> None:
    assert parse("tips lease", DIMENSIONS) == Command(Verb.TIPS, unknown_dimension="lease")


def test_an_unknown_dimension_is_given_back_cut_to_forty_characters() -> None:
    assert parse("tips Foo bar", DIMENSIONS) == Command(Verb.TIPS, unknown_dimension="foo bar")
    assert parse(f"tips {'x' * 99}", DIMENSIONS).unknown_dimension == "x" * 40


def test_a_team_without_dimensions_knows_none() -> None:
    assert parse("tips people", ()) == Command(Verb.TIPS, unknown_dimension="people")


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("start now please", Verb.START),
        ("start now, folks", Verb.START),
        ("close the round", Verb.CLOSE),
        ("history of release", Verb.HISTORY),
        ("help me", Verb.HELP),
        ("set up", Verb.SETUP),
        ("Set-up", Verb.SETUP),
    ],
)
def test_further_words_after_a_verb_without_dimension_are_let_pass(text: str, verb: Verb) -> None:
    assert parse(text, DIMENSIONS) == Command(verb)


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("statsu", Verb.STATUS),
        ("stat", Verb.STATUS),
        ("strat", Verb.START),
        ("colse", Verb.CLOSE),
        ("pasue", Verb.PAUSE),
        ("resum", Verb.RESUME),
        ("setp", Verb.SETUP),
        ("tip", Verb.TIPS),
        ("explian", Verb.EXPLAIN),
        ("hist", Verb.HISTORY),
        ("hlep", Verb.HELP),
    ],
)
def test_a_slip_is_answered_with_the_nearest_command(word: str, nearest: Verb) -> None:
    assert parse(word, DIMENSIONS) == Command(Verb.HELP, unknown=word, nearest=nearest)


@pytest.mark.parametrize("word", ["frobnicate", "h", "👍", "привет", "42", "нет", "नमस्ते"])
def test_a_word_like_no_command_is_answered_with_help_alone(word: str) -> None:
    assert parse(word, DIMENSIONS) == Command(Verb.HELP, unknown=word)


def test_an_unknown_word_is_cut_to_forty_characters() -> None:
    assert parse("y" * 500, DIMENSIONS) == Command(Verb.HELP, unknown="y" * 40)


def test_only_the_first_unknown_word_of_a_slash_command_is_given_back() -> None:
    assert parse("frobnicate the status", DIMENSIONS) == Command(Verb.HELP, unknown="frobnicate")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("<@U123> tips model release", Command(Verb.TIPS, dimension="model-release")),
        ("<@U123|rung> status", STATUS),
        ("<@U123>: status?", STATUS),
        ("why is release 1?", Command(Verb.EXPLAIN, dimension="model-release")),
        ("<@U1> why are we so low?", Command(Verb.EXPLAIN)),
        ("<@U1> why is the model at 2", Command(Verb.EXPLAIN, ambiguous=MODELS)),
        ("how do we get better at people?", Command(Verb.TIPS, dimension="people")),
        ("<@U1> how are we doing?", STATUS),
        ("<@U1> how’s release?", Command(Verb.STATUS, dimension="model-release")),
        ("hey <@U1>, what’s the status of people?", Command(Verb.STATUS, dimension="people")),
        ("can you explain why release is 1?", Command(Verb.EXPLAIN, dimension="model-release")),
        ("show us the history <@U1>", Command(Verb.HISTORY)),
        ("<@U1> please start now", Command(Verb.START)),
        ("<@U1> set up", Command(Verb.SETUP)),
    ],
)
def test_a_mention_may_be_a_command_or_a_question(text: str, command: Command) -> None:
    assert parse_mention(text, DIMENSIONS) == command


def test_two_dimensions_in_one_question_are_reported_as_unclear() -> None:
    found = parse_mention("why is release lower than people?", DIMENSIONS)
    assert found == Command(Verb.EXPLAIN, ambiguous=("people", "model-release"))


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("close the gap in release", Verb.CLOSE),
        ("start a new round", Verb.START),
        ("don t pause yet", None),
    ],
)
def test_a_sentence_never_changes_anything(text: str, nearest: Verb | None) -> None:
    found = parse_mention(f"<@U1> {text}", DIMENSIONS)
    assert found == Command(Verb.HELP, unknown=text, nearest=nearest)


@pytest.mark.parametrize(
    ("text", "unknown", "nearest"),
    [
        ("<@U1> staus", "staus", Verb.STATUS),
        ("<@U1> good morning!", "good morning", None),
        ("<@U1> &lt;3", "3", None),
    ],
)
def test_a_mention_that_is_not_understood_is_given_back_whole(
    text: str, unknown: str, nearest: Verb | None
) -> None:
    found = parse_mention(text, DIMENSIONS)
    assert found == Command(Verb.HELP, unknown=unknown, nearest=nearest)


TEXTS = st.text(max_size=200) | st.lists(
    st.sampled_from([*Verb, "why", "how", "model", "release", "set", "up", "<@U1>", "<", "&lt;"])
).map(" ".join)
NAMES = st.lists(st.tuples(st.text(max_size=20), st.text(max_size=30)), max_size=5)


@given(TEXTS, NAMES | st.just(list(DIMENSIONS)))
@example("\ud800", [])
@example("&#99999;", [("", "")])
def test_any_text_is_answered_with_a_command_that_fits_the_rubric(
    text: str, dimensions: list[tuple[str, str]]
) -> None:
    ids = {id_ for id_, _ in dimensions}
    for command in (parse(text, dimensions), parse_mention(text, dimensions)):
        assert command.dimension is None or command.dimension in ids
        assert ids.issuperset(command.ambiguous)
        assert len(command.unknown or "") <= 40
        assert len(command.unknown_dimension or "") <= 40
        assert command.unknown is None or command.verb is Verb.HELP


@pytest.mark.parametrize(
    "piece", ["a", "tips ", "<", "why model ", "\u200b", "ﷺ", "<@U1> ", "&lt;"]
)
def test_a_very_long_text_is_answered_at_once(piece: str) -> None:
    begun = process_time()
    parse(piece * 100_000, DIMENSIONS)
    parse_mention(piece * 100_000, DIMENSIONS)
    assert process_time() - begun < 0.5
