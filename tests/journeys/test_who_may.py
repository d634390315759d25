"""Who may do what, asked at the front door: by command, by button, and by submission."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from world import CHANNEL, World

from bot.manifest import EVENTS, OPTIONAL_SCOPES, SCOPES
from sandbox import Message, payloads
from storage import models as tables

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FULL_MEMBERS = "only full members"
JOIN = "Join the channel first"
ADMINS = "Only the team's admins"
REFUSALS = (FULL_MEMBERS, JOIN, ADMINS)
NAMES = ("ana", "bo", "dan", "eve", "gus", "gil", "sam", "rob", "olga")

# Who is who: ana set the team up, bo is a member of the channel, dan and eve are workspace admins
# (eve outside of the channel), gus and gil are guests, sam is of another organisation, rob is a
# bot, olga is a full member of the workspace who is not in the channel.
MAY: dict[str, dict[str, str]] = {
    "status": dict.fromkeys(("gus", "gil", "sam", "rob"), FULL_MEMBERS)
    | dict.fromkeys(("olga", "eve"), JOIN),
    "start": dict.fromkeys(("gus", "gil", "sam", "rob"), FULL_MEMBERS)
    | dict.fromkeys(("olga", "eve"), JOIN),
    "close": dict.fromkeys(("gus", "gil", "sam", "rob"), FULL_MEMBERS)
    | {"olga": JOIN, "bo": ADMINS},
    "pause": dict.fromkeys(("gus", "gil", "sam", "rob"), FULL_MEMBERS)
    | {"olga": JOIN, "bo": ADMINS},
    "resume": dict.fromkeys(("gus", "gil", "sam", "rob"), FULL_MEMBERS)
    | {"olga": JOIN, "bo": ADMINS},
    "setup": dict.fromkeys(("gus", "gil", "sam", "rob"), FULL_MEMBERS)
    | {"olga": JOIN, "bo": ADMINS},
    "admins": dict.fromkeys(("gus", "gil", "sam", "rob"), FULL_MEMBERS)
    | {"olga": JOIN, "bo": ADMINS},
    "sharing": dict.fromkeys(("gus", "gil", "sam", "rob"), FULL_MEMBERS)
    | {"olga": JOIN, "bo": ADMINS},
    "audit": dict.fromkeys(("gus", "gil", "sam", "rob"), FULL_MEMBERS)
    | {"olga": JOIN, "bo": ADMINS},
    "target overall 4": dict.fromkeys(("gus", "gil", "sam", "rob"), FULL_MEMBERS)
    | {"olga": JOIN, "bo": ADMINS},
    "export": dict.fromkeys(("gus", "gil", "sam", "rob"), FULL_MEMBERS)
    | dict.fromkeys(("olga", "eve"), JOIN),
}


@pytest.fixture
def people(rung: World) -> Iterator[World]:
    """The world with everybody of the table in it, and a team; every delivery must be taken."""
    workspace = rung.slack.workspace
    workspace.add_person("gus", guest="multi")
    workspace.add_person("gil", guest="single")
    workspace.add_person("sam", stranger=True)
    workspace.add_person("rob", bot=True)
    workspace.add_person("gone")
    workspace.add_person("eve", is_owner=True)
    workspace.add_person("olga")
    for name in ("gus", "gil", "sam", "rob", "gone"):
        workspace.join(name, CHANNEL)
    workspace.user("gone").deleted = True
    rung.invite()
    rung.set_up(by="ana")
    yield rung
    rung.slack.wait_for_events()
    assert [d for d in rung.slack.acks if d.status is None or d.status >= 500] == []


def command(rung: World, name: str, text: str) -> str:
    """What somebody is told who types a command, in the channel or (Slack lets them) outside."""
    person, workspace = rung.person(name), rung.slack.workspace
    if workspace.user(name).id in workspace.channel(CHANNEL).members:
        reply = person.command(f"/maturity {text}", channel=CHANNEL)
        rung.slack.wait_until(lambda: reply.answered or person.view())
        return reply.text if reply.answered else ""
    return _from_outside(rung, name, text)


def _from_outside(rung: World, name: str, text: str) -> str:
    """Whoever previews a public channel can be made to send a command from it: raw, here."""
    workspace, person = rung.slack.workspace, rung.person(name)
    url, conversation = person._response_url(workspace.channel(CHANNEL).id, None)
    payload = payloads.slash_command(
        workspace, workspace.user(name), workspace.channel(CHANNEL), f"/maturity {text}",
        rung.slack.triggers.issue(person.id), url,
    )  # fmt: skip
    assert person.send_raw(payload).ok
    rung.slack.wait_until(lambda: conversation.answers or person.view())
    return str(conversation.answers[-1].text) if conversation.answers else ""


def row_counts(rung: World) -> list[int]:
    """How many participants, answers and comments there are."""
    with rung.database.transaction() as session:
        found = (tables.Participant, tables.Answer, tables.Comment)
        return [session.scalar(select(func.count()).select_from(t)) or 0 for t in found]


def team(rung: World) -> tuple[int, str, bool]:
    """The team's revision, privacy, and whether it is paused."""
    with rung.database.transaction() as session:
        row = session.scalars(select(tables.Team)).one()
        return row.revision, row.privacy, row.paused_at is not None


def open_rounds(rung: World) -> int:
    with rung.database.transaction() as session:
        rounds = select(func.count()).select_from(tables.CheckIn)
        return session.scalar(rounds.where(tables.CheckIn.state == "open")) or 0


PREPARE: dict[str, Callable[[World], Any]] = {
    "status": lambda rung: None,
    "start": lambda rung: command(rung, "ana", "close"),
    "close": lambda rung: command(rung, "ana", "start"),
    "pause": lambda rung: command(rung, "ana", "resume"),
    "resume": lambda rung: command(rung, "ana", "pause"),
    "setup": lambda rung: None,
}


@on_sqlite
def test_each_command_is_for_those_who_may(people: World) -> None:
    wrong = []
    for text, refused in MAY.items():
        for name in NAMES:
            people.now += timedelta(seconds=1)
            PREPARE.get(text, lambda _rung: None)(people)
            before = (team(people), open_rounds(people))
            answer = command(people, name, text)
            said = next((refusal for refusal in REFUSALS if refusal in answer), "")
            changed = (team(people), open_rounds(people)) != before
            acts = text in ("start", "close", "pause") or text == "resume"
            if said != refused.get(name, "") or changed is (bool(said) or not acts):
                wrong.append((text, name, said or answer, changed))
            if view := people.person(name).view():
                assert text in ("setup", "admins"), (text, name, view.title)
                assert not said, (text, name, view.title)
                people.person(name).close_view()
    assert wrong == []


def invitation(rung: World) -> Message:
    command(rung, "ana", "start")
    return rung.invitation()


@on_sqlite
def test_only_full_members_of_the_channel_open_the_questionnaire(people: World) -> None:
    message, before = invitation(people), row_counts(people)
    for name, refusal in {
        "gus": FULL_MEMBERS, "gil": FULL_MEMBERS, "sam": FULL_MEMBERS, "rob": FULL_MEMBERS,
        "olga": JOIN, "eve": JOIN,
    }.items():  # fmt: skip
        person = people.person(name)
        assert refusal in person.click(message, action_id="answer").text, name
        assert person.view() is None, name
    assert row_counts(people) == before


def page(rung: World, message: Message) -> dict[str, Any]:
    """A page that bo has filled in, as Slack would submit it."""
    person, dimension = rung.person("bo"), rung.rubric.dimensions[0]
    person.click(message, action_id="answer")
    rung.slack.wait_until(lambda: person.view())
    lowest = {p: rung.rubric.criterion(p).choices[0].name for p in dimension.paths()}
    person.fill({"role": "Data scientist", **lowest})
    view = person.view()
    assert view is not None
    return view.body


def hand_in(rung: World, user: str, view: dict[str, Any]) -> str:
    """Submit somebody else's form as this person; what they are shown."""
    account = rung.slack.workspace.user(user)
    payload = payloads.base(rung.slack.workspace, "view_submission", account)
    ack = rung.person(user).send_raw(payload | {"trigger_id": "1.2.sandbox", "view": view})
    assert ack.ok, (user, ack)
    shown = [b["text"]["text"] for b in ack.body["view"]["blocks"] if b["type"] == "section"]
    return " ".join(shown)


@on_sqlite
def test_whoever_may_not_answer_may_not_submit_either(people: World) -> None:
    form, before = page(people, invitation(people)), row_counts(people)
    for name, refusal in {
        "gus": FULL_MEMBERS, "gil": FULL_MEMBERS, "sam": FULL_MEMBERS, "rob": FULL_MEMBERS,
        "gone": FULL_MEMBERS, "rung": FULL_MEMBERS, "olga": JOIN, "eve": JOIN,
    }.items():  # fmt: skip
        assert refusal in hand_in(people, name, form), name
    assert row_counts(people) == before
    hand_in(people, "dan", form)
    assert row_counts(people)[1] == len(people.rubric.dimensions[0].paths())


@on_sqlite
def test_whoever_may_not_change_the_settings_may_not_submit_them_either(people: World) -> None:
    ana = people.person("ana")
    ana.command("/maturity setup", channel=CHANNEL)
    people.slack.wait_until(lambda: ana.view())
    ana.fill({"privacy": "Open"})
    view = ana.view()
    assert view is not None
    before = team(people)
    for name, refusal in {
        "bo": ADMINS, "gus": FULL_MEMBERS, "sam": FULL_MEMBERS, "rob": FULL_MEMBERS,
        "gone": FULL_MEMBERS, "olga": JOIN,
    }.items():  # fmt: skip
        assert refusal in hand_in(people, name, view.body), name
    assert team(people) == before
    hand_in(people, "eve", view.body)
    assert team(people)[:2] == (before[0] + 1, "open")


@on_sqlite
def test_only_full_members_of_the_channel_set_up_a_team(people: World) -> None:
    people.slack.workspace.add_channel("other", members=["bo", "gus", "sam"])
    hello = people.invite("other", by="bo")
    for name in ("gus", "sam"):
        reply = people.person(name).click(hello, action_id="set_up")
        assert FULL_MEMBERS in reply.text
    assert JOIN in people.person("olga").click(hello, action_id="set_up").text
    people.person("bo").click(hello, action_id="set_up")
    assert people.slack.wait_until(lambda: people.person("bo").view())


@on_sqlite
def test_a_small_teams_offer_to_be_open_is_for_its_admins(people: World) -> None:
    action = {"type": "button", "action_id": "make_open", "block_id": "b", "value": "1"}
    before = team(people)
    for name in ("bo", "gus", "sam", "rob", "gone", "olga"):
        workspace = people.slack.workspace
        payload = payloads.base(workspace, "block_actions", workspace.user(name)) | {
            "trigger_id": people.slack.triggers.issue(people.person(name).id),
            "actions": [action],
            "container": {"type": "view", "view_id": "V0"},
            "view": {"id": "V0", "type": "modal", "hash": "0"},
        }
        assert people.person(name).send_raw(payload).ok, name
    assert team(people) == before


@on_sqlite
@pytest.mark.parametrize("transport", ["http"])
def test_a_workspace_admin_outside_a_private_channel_may_nothing(people: World) -> None:
    people.slack.workspace.channel(CHANNEL).private = True
    for text in MAY:
        assert JOIN in command(people, "eve", text), text
    assert ADMINS in command(people, "bo", "pause")
    assert "paused" in command(people, "dan", "pause")


@on_sqlite
@pytest.mark.parametrize("transport", ["http"])
def test_what_the_manifest_asks_for_is_enough_for_a_whole_journey(rung: World) -> None:
    rung.slack.scopes.clear()
    rung.slack.scopes.update(set(SCOPES) - set(OPTIONAL_SCOPES))
    rung.slack.subscriptions = set(EVENTS)
    rung.invite()
    rung.set_up(by="ana", options=["Start the first one now"])
    for name in ("ana", "bo", "cleo"):
        rung.answer(name, 1)
    rung.person("ana").open_home()
    rung.person("bo").mention(CHANNEL, "@Rung tips")
    rung.person("ana").command("/maturity close", channel=CHANNEL)
    rung.wait_for("Next steps")
    assert {c.error for c in rung.slack.log} <= {None}
