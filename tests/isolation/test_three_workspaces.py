"""Three workspaces that share the ids of people and channels: nothing of one is seen in another.

One story is told in each: every command, button, form and file, with contents that only this
workspace has. Then all of it is done again elsewhere, with the foreign ids.
"""

import urllib.request
from collections.abc import Iterator

import pytest
from replaying import Heard, all_kinds, deliveries_of, dump, pairs, read_by, replay, told_others
from statement_guard import Guard
from three_workspaces import There, Three, three_workspaces
from workspace_story import tell

from bot.domain.commands import Verb
from storage.database import Database

# With many workspaces Slack delivers over HTTP; what comes in goes the same way from there on.
ON_BOTH = pytest.mark.parametrize(
    ("database_url", "transport"),
    [("sqlite", "http"), ("postgresql", "http")],
    indirect=["database_url"],
)
OPERATORS = ("/healthz", "/readyz", "/metrics")


@pytest.fixture
def three(database: Database, guard: Guard, transport: str) -> Iterator[Three]:
    """The three workspaces, in which everything has happened."""
    with three_workspaces(database, guard, transport) as made:
        tell(made)
        yield made


@ON_BOTH
def test_nothing_of_one_workspace_is_seen_or_changed_from_another(three: Three) -> None:
    assert three.bot is not None
    heard = Heard(three.bot)
    done = {there.name: all_kinds(deliveries_of(three, there)) for there in three.places}
    for source, target in pairs(three):
        others = [there for there in three.places if there is not target]
        before, since = [dump(three, there) for there in others], _now(three)
        for delivery in done[source.name]:
            replay(delivery, source, target)
        heard.wait_for(len(done[source.name]))
        _settle(three)
        assert [dump(three, there) for there in others] == before
        assert told_others(three, target, since) == []
        _reads_nothing_foreign(three, target, since)
    assert heard.registered - heard.ran == set()
    for there in three.places:
        _asks_everything(three, there)
    _operators_see_no_contents(three)


def _asks_everything(three: Three, there: There) -> None:
    since = _now(three)
    for verb in Verb:
        person = there.person("ana")
        reply = person.command(f"/maturity {verb}", channel=there.name)
        there.until(lambda: reply.answered or person.view())  # noqa: B023 - called at once
        while person.view():
            person.close_view()
    for name in ("ana", "bo", "dan"):
        there.person(name).open_home()
    _settle(three)
    _reads_nothing_foreign(three, there, since)


def _reads_nothing_foreign(three: Three, there: There, since: tuple[int, int]) -> None:
    read = read_by(three, there, since)
    foreign = {mark for other in three.places if other is not there for mark in other.has.marks()}
    assert there.has.word.lower() in read
    assert {mark for mark in foreign if mark in read} == set()


def _operators_see_no_contents(three: Three) -> None:
    assert three.bot is not None
    marks = {mark for there in three.places for mark in there.has.marks()}
    for path in OPERATORS:
        with urllib.request.urlopen(f"http://127.0.0.1:{three.bot.web.port}{path}") as answer:
            said = answer.read().decode().lower()
        assert {mark for mark in marks if mark in said} == set()


def _now(three: Three) -> tuple[int, int]:
    return len(three.slack.log), len(three.slack.acks)


def _settle(three: Three) -> None:
    """Let everything that was caused be posted and edited."""
    three.slack.wait_for_events()
    three.tick()
