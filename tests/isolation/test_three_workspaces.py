"""Three workspaces that share the ids of people and channels: nothing of one is seen in another.

One story is told in each: every command, button, form and file, with contents that only this
workspace has. Then all of it is done again elsewhere, with the foreign ids. In the end one forgets
a person, one its team, and one takes the app out, until only time erases what is left.
"""

import urllib.request
from collections.abc import Callable, Iterator

import pytest
from replaying import Heard, all_kinds, deliveries_of, dump, pairs, read_by, replay, told_others
from sqlalchemy import func, select
from statement_guard import Guard
from three_workspaces import There, Three, three_workspaces
from workspace_changes import (
    CHANGES,
    LONG_AFTER,
    come_and_go,
    forget_person,
    forget_team,
)
from workspace_story import tell
from world import PEOPLE

from bot.domain.commands import Verb
from storage.database import Database
from storage.models import Workspace

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
    for there in three.places:
        for change in CHANGES:
            _leaves_others_alone(three, there, change)
    _do_it_again_with_foreign_ids(three, heard)
    for there in three.places:
        _asks_everything(three, there)
    _operators_see_no_contents(three)
    _end(three)
    assert heard.registered - heard.ran == set()


def _do_it_again_with_foreign_ids(three: Three, heard: Heard) -> None:
    done = {there.name: all_kinds(deliveries_of(three, there)) for there in three.places}
    for source, target in pairs(three):

        def do_it_again(_: There, source: There = source, target: There = target) -> None:
            heard.count_from_here()
            for delivery in done[source.name]:
                replay(delivery, source, target)
            heard.wait_for(len(done[source.name]))
            for person in map(target.person, PEOPLE):
                if person.view():
                    person.close_all()

        _leaves_others_alone(three, target, do_it_again)


def _leaves_others_alone(three: Three, there: There, change: Callable[[There], None]) -> None:
    """What one workspace does changes no row of another, and nothing of them is seen or said."""
    others = [other for other in three.places if other is not there]
    before, since = [dump(three, other) for other in others], _now(three)
    change(there)
    _settle(three)
    three.watched()
    assert [dump(three, other) for other in others] == before
    assert told_others(three, there, since) == []
    assert _foreign_marks(three, there, since) == set()


def _end(three: Three) -> None:
    first, second, third = three.places
    _leaves_others_alone(three, first, forget_person)
    _leaves_others_alone(three, third, forget_team)
    _leaves_others_alone(three, third, come_and_go)
    kept = dump(three, second)["answer"]
    assert kept
    three.slack.faults.add("chat.postMessage", "429")
    three.travel(LONG_AFTER)
    three.watched()
    assert dump(three, first)["answer"] == []
    assert dump(three, second)["answer"] == kept
    with three.database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Workspace)) == 2


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
    assert there.has.word.lower() in read_by(three, there, since)
    assert _foreign_marks(three, there, since) == set()


def _foreign_marks(three: Three, there: There, since: tuple[int, int]) -> set[str]:
    read = read_by(three, there, since)
    foreign = {mark for other in three.places if other is not there for mark in other.has.marks()}
    return {mark for mark in foreign if mark in read}


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
