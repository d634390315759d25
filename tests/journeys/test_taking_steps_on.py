"""From *We'll do this* to the credit in a summary; moving, dropping, and a day that has passed."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import select, update
from world import BOTH, CHANNEL, PEOPLE, World

from bot.delivery.overdue import OverdueLook
from bot.gateway.directory import Directory
from bot.services.overdue import OverdueSteps
from sandbox import Message, View, payloads
from storage import models as tables

FIRST = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)  # the first Monday, 09:00 in Berlin
SECOND = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
IN_FOUR_WEEKS = "2026-03-02"


def on_level_two(rung: World) -> Message:
    """A team that has just ended a month on level 2; the tips for Model Release."""
    rung.invite()
    rung.set_up()
    rung.travel(FIRST)
    everybody_answers(rung, rung.on_level(2))
    return rung.wait_for("Model Release: next steps")


def everybody_answers(rung: World, choices: dict[str, str]) -> None:
    for name in PEOPLE:
        rung.answer(name, choices)
    rung.travel(timedelta(hours=1))


def title(rung: World) -> str:
    """The first step of Model Release from level 2 on."""
    return rung.rubric.criterion("model-release/process").tip("automatic").title


def press(rung: World, name: str, message: Message, **which: str) -> View:
    """The form that a button opens."""
    person = rung.person(name)
    person.click(message, **which)
    return rung.slack.wait_until(lambda: person.view())


def take_on(rung: World, name: str, message: Message, **fields: Any) -> None:
    press(rung, name, message, action_id="take_on:1")
    person = rung.person(name)
    if fields:
        person.fill(fields)
    reply = person.submit()
    assert not reply.errors, reply.errors
    person.close_view()


def dated(day: str) -> str:
    """How a message shows a day: noon in Berlin, in winter."""
    noon = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    return f"<!date^{int((noon + timedelta(hours=11)).timestamp())}^"


def elements(node: Any, kind: str) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for item in node:
            yield from elements(item, kind)
    elif isinstance(node, dict):
        if node.get("type") == kind:
            yield node
        for item in node.values():
            yield from elements(item, kind)


@BOTH
def test_a_step_is_taken_on_shown_made_and_credited(rung: World) -> None:
    tips = on_level_two(rung)
    bo, cleo = rung.person("bo"), rung.person("cleo")
    press(rung, "cleo", tips, action_id="take_on:1")
    form = press(rung, "bo", tips, action_id="take_on:1")
    assert title(rung) in "\n".join(form.texts())
    assert next(elements(form.blocks, "users_select"))["initial_user"] == bo.id
    assert next(elements(form.blocks, "datepicker"))["initial_date"] == IN_FOUR_WEEKS
    assert not bo.submit().errors
    assert "Saved" in bo.view().title
    bo.close_view()

    rung.until(lambda: "Taken on: see by whom" in str(rung.message_at(tips.ts).blocks))
    told = rung.wait_for("takes on")
    assert told.text == (
        f"<@{bo.id}> takes on “{title(rung)}” (Model Release) "
        f"until {dated(IN_FOUR_WEEKS)}{{date_short}}|02 Mar 2026>."
    )
    assert told.thread_ts == tips.thread_ts
    assert told.body.get("subtype") != "thread_broadcast"
    assert f"“{title(rung)}” (Model Release), <@{bo.id}>, until" in rung.ask("ana").text

    assert not cleo.submit().errors  # she was about to, and bo was quicker
    assert f"<@{bo.id}> has this planned for" in "\n".join(cleo.view().texts())
    cleo.close_view()
    shown = press(rung, "cleo", tips, action_id="take_on:1")
    assert f"<@{bo.id}> has this planned for" in "\n".join(shown.texts())
    cleo.close_view()

    rung.travel(SECOND)
    invited = rung.invitation()
    assert f"What you have taken on:\n• “{title(rung)}” (Model Release)" in invited.text
    assert bo.id not in str(invited.blocks)
    everybody_answers(rung, rung.on_level(2, process="automatic", owner="cd-pipeline"))
    summary = rung.wait_for("What moved:")
    credit = f"• “{title(rung)}” (Model Release), by <@{bo.id}>."
    assert f"Done:\n{credit} Model Release went from 2 to 3." in summary.text
    listed = rung.ask("cleo", "commitments")
    assert "Nothing is taken on at the moment." in listed.text
    assert f"Done:\n• “{title(rung)}” (Model Release), by <@{bo.id}>, " in listed.text
    assert "has made this step already" in bo.click(tips, action_id="take_on:1").text


@BOTH
def test_a_step_that_is_taken_on_from_several_devices_at_once_is_taken_on_once(
    rung: World,
) -> None:
    form = press(rung, "bo", on_level_two(rung), action_id="take_on:1")
    with ThreadPoolExecutor(6) as devices:
        shown = list(devices.map(lambda _: hand_in(rung, "bo", form), range(6)))
    assert len(set(shown)) == 1
    assert "shows and changes it" in shown[0]
    with rung.database.transaction() as session:
        assert len(session.scalars(select(tables.Commitment)).all()) == 1
    rung.wait_for("takes on")
    rung.tick()
    assert sum("takes on" in str(m.text) for m in rung.channel()) == 1


@BOTH
def test_what_is_taken_on_can_be_moved_handed_over_and_dropped_by_the_team(rung: World) -> None:
    on_level_two(rung)
    bo, cleo = rung.person("bo"), rung.person("cleo")
    take_on(rung, "bo", rung.ask("bo", "tips release"), owner="cleo")
    rung.wait_for(f"<@{cleo.id}> takes on “{title(rung)}”")
    assert rung.wait_for("takes on").text.endswith(f"Noted by <@{bo.id}>.")

    press(rung, "ana", rung.ask("ana", "commitments"), text="Change")
    ana = rung.person("ana")
    ana.fill({"owner": "bo", "due": "2026-02-01"})
    assert ana.submit().errors == {"due": "Choose today or a later day."}
    ana.fill({"due": "2026-04-01"})
    assert not ana.submit().errors
    ana.close_view()
    assert "Noted by" in rung.wait_for(f"<@{bo.id}> takes over").text

    press(rung, "cleo", rung.ask("cleo", "commitments"), text="Change")
    cleo.click(action_id="drop")
    assert rung.slack.wait_until(lambda: (v := cleo.view()) and v.title == "Dropped")
    cleo.close_view()
    rung.wait_for(f"is no longer planned. Noted by <@{cleo.id}>.")
    assert "Nothing is taken on" in rung.ask("bo", "commitments").text
    take_on(rung, "dan", rung.ask("dan", "tips release"))
    rung.wait_for(f"<@{rung.person('dan').id}> takes on")


@BOTH
def test_an_owner_is_told_once_and_alone_that_a_day_has_passed(rung: World) -> None:
    take_on(rung, "bo", on_level_two(rung), due="2026-02-06")  # a Friday
    rung.wait_for("takes on")
    said, bo = len(rung.channel()), rung.person("bo")
    rung.travel(datetime(2026, 2, 7, 10, tzinfo=UTC))  # a Saturday
    rung.travel(datetime(2026, 2, 9, 7, 30, tzinfo=UTC))  # 08:30 in Berlin
    assert not bo.direct_messages()
    rung.travel(datetime(2026, 2, 9, 8, 30, tzinfo=UTC))
    (told,) = rung.until(bo.direct_messages)
    assert f"You have “{title(rung)}” (Model Release)" in told.text
    rung.travel(datetime(2026, 2, 10, 9, tzinfo=UTC))
    assert len(bo.direct_messages()) == 1
    assert len(rung.channel()) == said

    form = press(rung, "bo", told, text="Change")
    assert next(elements(form.blocks, "datepicker"))["initial_date"] == "2026-02-24"
    assert not bo.submit().errors
    bo.close_view()
    rung.wait_for("is now planned until")
    rung.travel(datetime(2026, 2, 24, 9, tzinfo=UTC))
    assert len(bo.direct_messages()) == 1
    rung.travel(datetime(2026, 2, 25, 9, tzinfo=UTC))
    assert rung.until(lambda: len(bo.direct_messages()) == 2)


@BOTH
def test_nobody_but_full_members_of_the_channel_takes_on_moves_or_owns_a_step(rung: World) -> None:
    tips, workspace = on_level_two(rung), rung.slack.workspace
    workspace.add_person("gus", guest="multi")
    workspace.add_person("olga")
    workspace.join("gus", CHANNEL)
    gus, olga, bo = rung.person("gus"), rung.person("olga"), rung.person("bo")
    assert "only full members" in gus.click(tips, action_id="take_on:1").text
    assert "Join the channel first" in olga.click(tips, action_id="take_on:1").text
    form = press(rung, "bo", tips, action_id="take_on:1")
    assert "only full members" in hand_in(rung, "gus", form)
    assert "Join the channel first" in hand_in(rung, "olga", form)
    elsewhere = {"check_in": 1, "criterion": "people/nothing", "choice": "automatic"}
    form.body["private_metadata"] = json.dumps(elsewhere)
    assert "The questions no longer hold this step" in hand_in(rung, "ana", form)
    for stranger in ("gus", "olga", "rung"):
        bo.fill({"owner": stranger})
        assert "full member" in bo.submit().errors["owner"]
    bo.fill({"owner": "bo"})
    assert not bo.submit().errors
    bo.close_view()
    rung.wait_for(f"<@{bo.id}> takes on")
    form = press(rung, "bo", rung.ask("bo", "commitments"), text="Change")
    assert "only full members" in hand_in(rung, "gus", form)
    assert "Join the channel first" in hand_in(rung, "olga", form)


def hand_in(rung: World, name: str, form: View) -> str:
    """Submit somebody else's form as this person; what they are shown."""
    payload = payloads.base(
        rung.slack.workspace, "view_submission", rung.slack.workspace.user(name)
    )
    ack = rung.person(name).send_raw(payload | {"trigger_id": "1.2.sandbox", "view": form.body})
    assert ack.ok
    return str(ack.body["view"]["blocks"])


@BOTH
def test_an_owner_who_has_left_the_channel_hears_nothing_of_a_day_that_has_passed(
    rung: World,
) -> None:
    take_on(rung, "bo", on_level_two(rung), due="2026-02-06")
    rung.slack.workspace.leave("bo", CHANNEL)
    rung.now = datetime(2026, 2, 9, 9, tzinfo=UTC)
    client = WebClient(rung.slack.bot_token, base_url=rung.slack.api_url)
    # A directory of its own: the bot's remembers for a few seconds who was there.
    steps = OverdueSteps(rung.database, rung.clock)
    assert OverdueLook(steps, Directory(lambda _workspace_id: client)).look() == 0
    rung.tick()
    assert not rung.person("bo").direct_messages()


@BOTH
def test_a_commitment_outlives_the_question_it_was_about(rung: World) -> None:
    take_on(rung, "bo", on_level_two(rung))
    rung.wait_for("takes on")
    with rung.database.transaction() as session:  # what a new edition without it looks like
        session.execute(update(tables.Commitment).values(criterion="old/question"))
    rung.travel(SECOND)
    assert f"• “{title(rung)}”\n" in rung.invitation().text
    everybody_answers(rung, rung.on_level(4))
    assert "Done:" not in rung.wait_for("What moved:").text
    listed = rung.ask("bo", "commitments")
    assert "The questions no longer hold it" in listed.text
    form = press(rung, "bo", listed, text="Change")
    assert "The questions no longer hold this step" in "\n".join(form.texts())
    rung.person("bo").click(action_id="drop")
    rung.wait_for("is no longer planned")
