"""From the schedule to the tips, and what a second month says about the first."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from world import ONCE, PEOPLE, World

from sandbox import Message

FIRST = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)  # the first Monday, 09:00 in Berlin
SECOND = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

BOTH_DATABASES = pytest.mark.parametrize(
    ("database_url", "transport"),
    [("sqlite", "http"), ("postgresql", "socket")],
    indirect=["database_url"],
)


def invitations(rung: World) -> list[Message]:
    """The check-ins' channel messages, open or closed."""
    return [m for m in rung.channel() if m.text.startswith("Maturity check-in")]


def wait_for_invitations(rung: World, count: int) -> list[Message]:
    """As many check-ins' channel messages as expected, once they are there, and no more."""
    found = rung.until(lambda: len(said := invitations(rung)) >= count and said)
    assert found
    assert len(found) == count
    return found


def everyone_answers(rung: World, choices: dict[str, str]) -> None:
    for name in PEOPLE:
        rung.answer(name, choices)


def first_month(rung: World) -> None:
    """A month that ended on level 2."""
    rung.invite()
    rung.set_up()
    rung.travel(FIRST)
    everyone_answers(rung, rung.on_level(2))
    rung.travel(timedelta(hours=1))
    rung.wait_for("Maturity check-in, closed")


def elements(node: Any, kind: str) -> Iterator[dict[str, Any]]:
    """Every element of a kind in some blocks."""
    if isinstance(node, list):
        for item in node:
            yield from elements(item, kind)
    elif isinstance(node, dict):
        if node.get("type") == kind:
            yield node
        for item in node.values():
            yield from elements(item, kind)


def test_a_month_goes_from_the_schedule_to_the_tips(rung: World) -> None:
    rung.invite()
    rung.set_up()
    rung.wait_for("set up maturity check-ins")
    rung.travel(FIRST - MINUTE)
    assert not invitations(rung)
    rung.travel(FIRST)
    invitation = rung.invitation()
    assert "0 of 4 people have answered." in invitation.text

    for count, name in enumerate(PEOPLE[:-1], 1):
        rung.answer(name, rung.on_level(2))
        assert rung.wait_for(f"{count} of 4 people have answered.").ts == invitation.ts
    rung.travel(timedelta(minutes=30))
    rung.answer(PEOPLE[-1], rung.on_level(2))
    assert rung.wait_for("Everyone has answered, thank you.").ts == invitation.ts

    rung.travel(timedelta(minutes=59))
    assert "closed" not in rung.message_at(invitation.ts).text
    rung.travel(MINUTE)
    rung.until(lambda: len(rung.thread(invitation.ts)) == 6)

    closed = rung.wait_for("Maturity check-in, closed")
    assert closed.ts == invitation.ts
    assert "Level 2: Automated Training." in closed.text
    assert "4 of 4 people answered." in closed.text
    assert not list(elements(closed.blocks, "button"))

    _, summary, *tips = rung.thread(invitation.ts)
    assert summary.body["subtype"] == "thread_broadcast"
    assert summary.text.startswith("Level 2: Automated Training")
    for line in ("People: 2", "Model Creation: 3 (2–3)", "Model Release: 2",
                 "Application Integration: 2 (1–2)", "What holds you at level 2:", "Next steps:",
                 "There is nothing to compare with yet"):  # fmt: skip
        assert line in summary.text
    assert "What moved" not in summary.text
    assert not list(elements(summary.blocks, "data_visualization"))
    names = [dimension.name for dimension in rung.rubric.dimensions]
    assert sorted(tip.text.split(": next steps")[0] for tip in tips) == sorted(names)
    assert all("How:" in tip.text and "Done when:" in tip.text for tip in tips)
    assert all(tip.body.get("subtype") != "thread_broadcast" for tip in tips)

    in_channel = [m for m in rung.channel() if m.thread_ts in (None, m.ts)]
    assert [m.ts for m in in_channel if m.ts >= invitation.ts] == [invitation.ts]
    assert f"opens <!date^{int(SECOND.timestamp())}^" in rung.ask("bo", "status").text

    rung.tick()
    assert len(rung.thread(invitation.ts)) == 6
    assert len(invitations(rung)) == 1


@BOTH_DATABASES
def test_a_second_month_says_what_moved_and_scores_what_was_answered_last(rung: World) -> None:
    first_month(rung)
    choices = rung.on_level(2)
    rung.travel(SECOND)
    wait_for_invitations(rung, 2)
    still_open = rung.invitation()

    ana = rung.person("ana")
    ana.click(rung.invitation(), action_id="answer")
    page = rung.slack.wait_until(ana.view)
    assert page is not None
    questions = list(elements(page.blocks, "radio_buttons"))
    assert len(questions) == 3
    assert all(q["initial_option"]["value"] == choices[q["action_id"]] for q in questions)
    ana.click(text="Nothing has changed since 2 Feb 2026")
    rung.slack.wait_until(lambda: (view := ana.view()) and view.title == "Thank you")
    rung.wait_for("1 of 4 people have answered.")

    moved = rung.on_level(2, process="automatic", owner="cd-pipeline", application_tests="none")
    rung.answer("dan", choices)
    rung.answer("bo", moved)
    dan = rung.person("dan")
    dan.click(rung.invitation(), action_id="answer")
    again = rung.slack.wait_until(dan.view)
    assert again is not None
    assert "Your answers are saved; change what you like." in again.texts()
    assert not any("Nothing has changed" in text for text in again.texts())
    dan.close_view()
    rung.answer("dan", moved)
    rung.wait_for("3 of 4 people have answered.")
    rung.answer("cleo", moved)
    rung.travel(timedelta(hours=1))

    summary = rung.wait_for("What moved:")
    name = {path: rung.rubric.criterion(path).choice for path in choices}
    process, tests = "model-release/process", "application-integration/application-tests"
    before, after = (name[process](c).name for c in ("manual", "automatic"))
    had, has = (name[tests](c).name for c in ("unit", "none"))
    for line in (
        "Model Release: 3, up from 2",
        "Application Integration: 0, down from 2",
        "People: 2, unchanged",
        "Overall level: down from 2",
        f"Release process (Model Release) went up: from “{before}” to “{after}”",
        f"went down: from “{had}” to “{has}”",
    ):
        assert line in summary.text
    (chart,) = elements(summary.blocks, "data_visualization")
    lines = {s["name"]: [point["value"] for point in s["data"]] for s in chart["chart"]["series"]}
    assert lines["Model release"] == [2, 3]
    assert [len(points) for points in lines.values()] == [2, 2, 2, 2]

    reply = ana.click(still_open, action_id="answer")
    assert "has closed, so answers can no longer be changed" in reply.text
    view = ana.view()
    assert view is None or view.title == "Thank you"


@BOTH_DATABASES
def test_a_check_in_closes_at_its_deadline_with_those_who_answered(rung: World) -> None:
    rung.invite()
    rung.set_up(days_open="7")
    rung.travel(FIRST)
    for name in PEOPLE[:3]:
        rung.answer(name, rung.on_level(1))
    rung.travel(FIRST + timedelta(days=7) - MINUTE)
    assert "closed" not in invitations(rung)[0].text
    rung.travel(MINUTE)
    assert "3 of 4 people answered." in rung.wait_for("Maturity check-in, closed").text
    assert "Level 1: DevOps but no MLOps" in rung.wait_for("What holds you at level 1").text
    rung.tick()
    assert len(invitations(rung)) == 1


@ONCE
def test_an_admin_opens_and_closes_by_hand_and_others_are_told_who_may(rung: World) -> None:
    rung.invite()
    rung.set_up()
    assert "No check-in is open" in rung.ask("ana", "close").text
    rung.ask("bo", "start")
    bo = f"<@{rung.person('bo').id}>"
    assert f"Started by {bo}." in rung.invitation().text
    assert "already open" in rung.ask("cleo", "start").text
    for name in PEOPLE[:3]:
        rung.answer(name, rung.on_level(2))
    assert "Only the team's admins can close a check-in" in rung.ask("bo", "close").text
    assert "is closed" in rung.ask("ana", "close").text
    closed = rung.wait_for("Maturity check-in, closed")
    assert f"Closed by <@{rung.person('ana').id}>." in closed.text
    rung.travel(FIRST)
    wait_for_invitations(rung, 2)


@ONCE
def test_a_paused_team_is_not_asked_until_it_resumes(rung: World) -> None:
    rung.invite()
    rung.set_up()
    assert "Only the team's admins" in rung.ask("bo", "pause").text
    ana = f"<@{rung.person('ana').id}>"
    rung.ask("ana", "pause")
    rung.wait_for(f"{ana} paused the check-ins")
    assert "already paused" in rung.ask("ana", "pause").text
    told = rung.ask("bo").text
    assert "Check-ins are paused" in told
    assert ana in told  # as a name, not as markup that was escaped
    rung.travel(FIRST + MINUTE)
    assert not invitations(rung)
    rung.ask("ana", "resume")
    resumed = rung.wait_for(f"{ana} resumed the check-ins")
    assert f"<!date^{int(SECOND.timestamp())}^" in resumed.text
    assert "not paused" in rung.ask("ana", "resume").text
    rung.travel(SECOND)
    wait_for_invitations(rung, 1)


@BOTH_DATABASES
def test_a_round_more_than_three_days_late_is_missed_and_the_admins_are_told_once(
    rung: World,
) -> None:
    rung.invite()
    rung.set_up()
    rung.travel(FIRST + timedelta(days=5))
    rung.tick()
    ana = rung.person("ana")
    (told,) = rung.until(ana.direct_messages)
    assert "could not be opened within 3 days" in told.text
    assert f"The next one opens <!date^{int(SECOND.timestamp())}^" in told.text
    assert not rung.person("bo").direct_messages()
    assert not invitations(rung)
    rung.travel(SECOND)
    wait_for_invitations(rung, 1)
    assert len(ana.direct_messages()) == 1


@ONCE
def test_a_round_less_than_three_days_late_is_posted_and_keeps_its_deadline(rung: World) -> None:
    rung.invite()
    rung.set_up()
    rung.travel(FIRST + timedelta(days=3) - MINUTE)
    deadline = int((FIRST + timedelta(days=5)).timestamp())
    assert f"Open until <!date^{deadline}^" in rung.invitation().text
    assert not rung.person("ana").direct_messages()


@BOTH_DATABASES
def test_two_rounds_are_never_open_at_once(rung: World) -> None:
    rung.invite()
    rung.set_up()
    rung.travel(FIRST - timedelta(days=1))
    rung.ask("ana", "start")
    rung.invitation()
    rung.travel(FIRST)
    assert len(invitations(rung)) == 1
    rung.ask("ana", "close")
    rung.wait_for("Maturity check-in, closed")
    rung.travel(MINUTE)
    rung.invitation()
    assert [m.text.startswith("Maturity check-in, closed") for m in invitations(rung)] == [
        True,
        False,
    ]
