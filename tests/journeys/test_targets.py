"""Targets: set by an admin, followed in status and summary, celebrated once."""

from datetime import timedelta

from sqlalchemy import update
from world import BOTH, PEOPLE, World

from sandbox import Message
from storage import models as tables


def close(rung: World, level: int) -> Message:
    """A whole round in which everybody stands on a level; its summary."""
    count = len(rung.channel())
    assert "on its way" in rung.ask("ana", "start").text
    rung.until(lambda: any("Open until" in m.text for m in rung.channel()[count:]))
    for name in PEOPLE:
        rung.answer(name, rung.on_level(level))
    rung.travel(timedelta(hours=1))
    return rung.until(lambda: summary_since(rung, count))


def summary_since(rung: World, count: int) -> Message | None:
    said = [m for m in rung.channel()[count:] if m.text.startswith("Level ")]
    return said[-1] if said else None


def waiting_for(rung: World, words: str) -> Message:
    rung.tick()
    return rung.wait_for(words)


@BOTH
def test_a_target_is_set_followed_reached_once_and_lost(rung: World) -> None:
    rung.invite()
    rung.set_up()
    close(rung, 1)
    refused = rung.ask("bo", "target release 3 by 31 Dec").text
    assert "Only the team's admins can set targets." in refused
    assert "already" in rung.ask("ana", "target release 1").text
    assert "I can't read the day `soon`" in rung.ask("ana", "target release 3 by soon").text
    told = rung.ask("ana", "target release 3 by 31 Dec").text
    assert told.startswith("The target is set: Model Release at level 3 by 31 Dec 2026.")
    ana = rung.person("ana").id
    waiting_for(rung, f"<@{ana}> set a target: Model Release at level 3 by 31 Dec 2026.")
    assert "Target: Model Release 3 by 31 Dec 2026: 3 steps away" in rung.ask("bo").text
    assert "3 steps lead there, all needed:" in rung.ask("bo", "target").text

    assert "Model Release 3 by 31 Dec 2026: 2 steps away" in close(rung, 2).text
    assert "Target reached: Model Release 3. Well done, all of you!" in close(rung, 3).text
    assert "arget" not in close(rung, 4).text
    assert "Target" not in rung.ask("bo").text
    assert "Reached in the check-in that closed" in rung.ask("bo", "target").text
    assert "arget" not in close(rung, 2).text
    assert "below it again since: you are at 2 now." in rung.ask("bo", "target").text
    assert "arget" not in close(rung, 3).text

    assert "is off" in rung.ask("ana", "target release off").text
    waiting_for(rung, f"<@{ana}> turned off the target for Model Release, which was 3.")
    assert "No target is set." in rung.ask("bo", "target").text


@BOTH
def test_a_day_that_passes_and_a_command_that_comes_twice(rung: World) -> None:
    rung.invite()
    rung.set_up()
    assert "target for" not in rung.texts()
    assert "level 2" in rung.ask("dan", "target overall 2 by 2026-02-01").text  # a workspace admin
    waiting_for(rung, "overall at level 2 by 1 Feb 2026")
    (sent,) = [d for d in rung.slack.acks if "target overall" in str(d.payload.get("text"))]
    assert rung.person("dan").send_raw(sent.payload).ok
    rung.slack.wait_for_events()
    rung.tick()
    assert sum("overall at level 2" in m.text for m in rung.channel()) == 1
    rung.travel(timedelta(days=20))
    assert "1 Feb 2026, has passed; a new one is just as good" in close(rung, 1).text
    assert "1 Feb 2026, has passed; a new one is just as good" in rung.ask("bo").text
    assert "No target is set" not in rung.ask("bo", "target").text


@BOTH
def test_a_target_whose_dimension_is_no_longer_asked_about_can_be_turned_off(rung: World) -> None:
    rung.invite()
    rung.set_up()
    assert "is set" in rung.ask("ana", "target release 3").text
    with rung.database.transaction() as session:  # as if it were from an older edition
        session.execute(update(tables.Target).values(dimension="old-part"))
    assert "old-part 3 cannot be measured any more" in rung.ask("bo", "target").text
    close(rung, 3)
    assert "`/maturity target old-part off` ends it." in rung.ask("bo").text
    assert "no longer cover `old-part`" in rung.ask("ana", "target old-part 4").text
    assert "The target for old-part is off." in rung.ask("ana", "target old-part off").text
    assert "has no target" in rung.ask("ana", "target release off").text
    assert "No target is set." in rung.ask("bo", "target").text
