"""Every button pressed and every form handed in by everybody: only who may changes anything."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from test_who_may import hand_in
from world import CHANNEL, ONCE, World

from bot.manifest import EVENTS
from sandbox import payloads
from storage import models as tables

# gus is a guest, sam of another organisation, rob an app, gone was deactivated, olga is a full
# member of the workspace who is not in the channel, eve an owner of it who is not either.
NOBODY = ("gus", "sam", "rob", "gone")
OUTSIDE = ("olga", "eve")
WATCHED = (
    tables.Team, tables.CheckIn, tables.Participant, tables.Answer, tables.Comment,
    tables.Commitment, tables.Target, tables.Audit, tables.Message,
)  # fmt: skip


@pytest.fixture
def peopled(rung: World) -> Iterator[World]:
    """A private channel with a closed check-in and a step taken on, and everybody who is to try."""
    workspace = rung.slack.workspace
    workspace.channel(CHANNEL).private = True
    workspace.add_person("gus", guest="multi")
    workspace.add_person("sam", stranger=True)
    workspace.add_person("rob", bot=True)
    workspace.add_person("gone")
    workspace.add_person("eve", is_owner=True)
    workspace.add_person("olga")
    for name in NOBODY:
        workspace.join(name, CHANNEL)
    workspace.user("gone").deleted = True
    rung.slack.subscriptions = set(EVENTS)
    rung.invite()
    rung.set_up(by="ana", options=["Start the first one now"])
    for name in ("ana", "bo", "cleo"):
        rung.answer(name, rung.on_level(0))
    rung.ask("dan", "close")
    tips = rung.wait_for("next steps")
    rung.person("bo").click(tips, action_id="take_on:1")
    rung.slack.wait_until(lambda: rung.person("bo").view())
    assert not rung.person("bo").submit().errors
    rung.person("bo").close_view()
    rung.wait_for("takes on")
    rung.ask("ana", "start")
    rung.invitation()
    yield rung
    rung.slack.wait_for_events()
    assert [d for d in rung.slack.acks if d.status is None or d.status >= 500] == []


def ids(rung: World) -> dict[str, str]:
    """The ids that buttons hold."""
    with rung.database.transaction() as session:
        rounds = session.scalars(select(tables.CheckIn.id).order_by(tables.CheckIn.id)).all()
        commitment = session.scalars(select(tables.Commitment)).one()
        step = f"{commitment.criterion} {commitment.choice}"
        return {
            "team": str(session.scalars(select(tables.Team.id)).one()),
            "closed": str(rounds[0]),
            "open": str(rounds[-1]),
            "commitment": str(commitment.id),
            "step": f"{rounds[0]} {step}",
        }


def rows(rung: World) -> list[list[tuple[Any, ...]]]:
    """Everything that people can change, as it stands."""
    with rung.database.transaction() as session:
        return [
            [tuple(row) for row in session.execute(select(*t.__table__.columns).order_by(t.id))]
            for t in WATCHED
        ]


def press(rung: World, name: str, action_id: str, value: str, place: dict[str, Any]) -> None:
    """A press as Slack would deliver it, whoever it is of."""
    workspace, person = rung.slack.workspace, rung.person(name)
    pressed = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
    payload = payloads.base(workspace, "block_actions", workspace.user(name)) | {
        "trigger_id": rung.slack.triggers.issue(person.id),
        "actions": [pressed | {"action_ts": "1.000"}],
        **place,
    }
    assert person.send_raw(payload).ok, (name, action_id)


@ONCE
def test_no_button_does_anything_for_whoever_may_not(peopled: World) -> None:
    known, channel = ids(peopled), peopled.slack.workspace.channel(CHANNEL).id
    message = {"channel": {"id": channel}, "container": {"type": "message", "channel_id": channel}}
    form = {"container": {"type": "view"}, "view": {"id": "V0", "type": "modal", "hash": "0"}}
    buttons = [
        ("answer", known["open"], message), ("unchanged", known["open"], form),
        ("take_on", known["step"], message), ("commitment", known["commitment"], message),
        ("drop", known["commitment"], form), ("fell:worse", known["closed"], message),
        ("share", "status", message), ("why", known["closed"], message),
        ("set_up", channel, message), ("make_open", known["team"], form),
        ("allow_sharing", known["team"], message), ("withdraw_sharing", known["team"], message),
    ]  # fmt: skip
    admins_only = {"make_open", "allow_sharing", "withdraw_sharing", "set_up"}
    before, calls = rows(peopled), len(peopled.slack.log)
    for action_id, value, place in buttons:
        also = ("bo",) if action_id in admins_only else ()
        for name in (*NOBODY, *OUTSIDE, *also):
            press(peopled, name, action_id, value, place)
    peopled.slack.wait_for_events()
    assert rows(peopled) == before
    opened = [c for c in peopled.slack.log[calls:] if c.method == "views.open"]
    assert opened == []


def forms(rung: World) -> dict[str, dict[str, Any]]:
    """Each form as somebody who may has it before them, filled in."""
    found = {}
    ana, bo = rung.person("ana"), rung.person("bo")
    for words in ("setup", "admins"):
        ana.command(f"/maturity {words}", channel=CHANNEL)
        rung.slack.wait_until(lambda: ana.view())
        if words == "setup":
            ana.fill({"privacy": "Open"})
        else:
            ana.fill({"admins": ["bo"]})
        found[words] = ana.view().body
        ana.close_view()
    asked = {"take_on:2": "tips people", f"commitment:{ids(rung)['commitment']}": "commitments"}
    for action_id, words in asked.items():
        bo.click(rung.ask("bo", words), action_id=action_id)
        found[action_id] = rung.slack.wait_until(lambda: bo.view()).body
        bo.close_view()
    return found


@ONCE
def test_no_form_is_taken_from_whoever_may_not(peopled: World) -> None:
    filled = forms(peopled)
    peopled.travel(timedelta(seconds=1))
    before = rows(peopled)
    for name, view in filled.items():
        also = ("bo",) if name in ("setup", "admins") else ()
        for who in (*NOBODY, *OUTSIDE, *also):
            hand_in(peopled, who, view)
    assert rows(peopled) == before
    hand_in(peopled, "dan", filled["admins"])
    assert rows(peopled) != before
