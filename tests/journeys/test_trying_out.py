"""What if: a modal that shows the levels of other answers, and saves nothing."""

import threading
from datetime import timedelta

from sqlalchemy import func, select
from world import BOTH, CHANNEL, ONCE, PEOPLE, World

from sandbox import View
from storage import models as tables


def closed_on_level(rung: World, level: int) -> None:
    rung.invite()
    rung.set_up()
    rung.ask("ana", "start")
    for name in PEOPLE:
        rung.answer(name, rung.on_level(level))
    rung.travel(timedelta(hours=1))
    rung.wait_for(f"Level {level}:")


def open_modal(rung: World, name: str, words: str = "whatif") -> View:
    person = rung.person(name)
    person.command(f"/maturity {words}", channel=CHANNEL)
    rung.slack.wait_until(lambda: person.view())
    return shown(rung, name)


def shown(rung: World, name: str) -> View:
    view = rung.person(name).view()
    assert view is not None
    return view


def says(rung: World, name: str, words: str) -> None:
    """The modal says so before long."""
    rung.slack.wait_until(lambda: words in "\n".join(shown(rung, name).texts()))


def suppose(rung: World, name: str, path: str, choice: str, where: View | None = None) -> None:
    rung.person(name).choose(f"whatif:{path}", choice, where=where)


def rows(rung: World) -> list[int]:
    every = (tables.Answer, tables.Score, tables.Message, tables.CheckIn, tables.Participant)
    with rung.database.transaction() as session:
        return [session.scalar(select(func.count()).select_from(t)) or 0 for t in every]


@BOTH
def test_choices_show_their_levels_and_nothing_is_saved(rung: World) -> None:
    closed_on_level(rung, 2)
    before = rows(rung)
    view = open_modal(rung, "bo")
    assert "as it is today" in "\n".join(view.texts())
    suppose(rung, "bo", "model-release/process", "automatic")
    suppose(rung, "bo", "model-release/owner", "cd-pipeline")
    says(rung, "bo", "Model release    2 → 3")
    says(rung, "bo", "as it is today")
    suppose(rung, "bo", "model-creation/compute", "unmanaged")
    says(rung, "bo", "With these choices: level 1")
    rung.person("bo").click(action_id="whatif_reset")
    says(rung, "bo", "Model release    2, unchanged")
    suppose(rung, "bo", "model-release/process", "automatic")
    says(rung, "bo", "Model release    2, unchanged")  # the owner holds it still
    rung.person("bo").close_view()
    assert rows(rung) == before
    assert "Level 2" in rung.ask("bo").text


@ONCE
def test_of_choices_made_at_once_the_last_one_is_shown(rung: World) -> None:
    closed_on_level(rung, 2)
    first = open_modal(rung, "bo", "what if")
    suppose(rung, "bo", "model-release/process", "automatic")
    says(rung, "bo", "What would hold it there")
    # The second choice still carries the hash of what was shown before the first.
    newer = shown(rung, "bo")
    newer.body["hash"] = first.hash
    suppose(rung, "bo", "model-release/owner", "cd-pipeline", where=newer)
    says(rung, "bo", "Model release    2 → 3")


@ONCE
def test_a_choice_in_a_modal_that_is_closed_or_was_overtaken_is_no_error(rung: World) -> None:
    closed_on_level(rung, 2)
    view = open_modal(rung, "bo")
    rung.slack.faults.add("views.update", "error:hash_conflict", times=2)
    suppose(rung, "bo", "model-release/process", "automatic")
    rung.slack.wait_for_events()
    assert len(rung.person("bo").stack()) == 1
    threads = [
        threading.Thread(target=suppose, args=(rung, "bo", path, choice))
        for path, choice in (
            ("model-release/process", "manual"),
            ("model-release/process", "automatic"),
            ("model-release/owner", "cd-pipeline"),
        )
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rung.person("bo").close_view()
    suppose(rung, "bo", "model-release/owner", "cd-pipeline", where=view)
    rung.slack.wait_for_events()
    assert rung.person("bo").view() is None


@ONCE
def test_a_team_without_a_level_begins_with_nothing_chosen(rung: World) -> None:
    rung.invite()
    rung.set_up()
    view = open_modal(rung, "cleo")
    assert "The team has no level yet." in "\n".join(view.texts())
    for path in rung.rubric.paths():
        suppose(rung, "cleo", path, rung.rubric.criterion(path).choices[-1].id)
    says(rung, "cleo", "With these choices: level 4")


@ONCE
def test_only_full_members_of_the_channel_may_try(rung: World) -> None:
    closed_on_level(rung, 2)
    rung.slack.workspace.add_person("gus", guest="multi")
    rung.slack.workspace.join("gus", CHANNEL)
    assert "only full members" in rung.ask("gus", "whatif").text
    rung.slack.workspace.add_channel("elsewhere", members=["ana"])
    forged = open_modal(rung, "bo")
    other = rung.slack.workspace.channel("elsewhere").id
    mine = rung.slack.workspace.channel(CHANNEL).id
    forged.body["private_metadata"] = forged.private_metadata.replace(mine, other)
    suppose(rung, "bo", "model-release/process", "automatic", where=forged)
    rung.slack.wait_until(lambda: len(rung.person("bo").stack()) == 2)
    assert "Join the channel first" in "\n".join(shown(rung, "bo").texts())
    rung.person("bo").close_view()
    forged.body["private_metadata"] = "nonsense"
    suppose(rung, "bo", "model-release/process", "automatic", where=forged)
    rung.slack.wait_until(lambda: len(rung.person("bo").stack()) == 2)
    assert "out of date" in "\n".join(shown(rung, "bo").texts())


@ONCE
def test_in_a_thread_the_command_is_named(rung: World) -> None:
    closed_on_level(rung, 2)
    rung.person("bo").mention(CHANNEL, "@Rung what if we automate the release?")
    rung.wait_for("Type `/maturity whatif` in the channel.")
