"""Payloads of other shapes, of other times and of nobody: taken in both transports, and no error.

Each of the first test's was once an error of ours that `make fuzz` found.
"""

import copy
import io
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from forging import BUTTONS, interaction, listeners_end, opened, page_of, send, settings_of, stored
from sqlalchemy import delete
from world import CHANNEL, World

from sandbox import payloads
from storage import models as tables

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def _no_error_of_ours(rung: World, operators_log: io.StringIO) -> Iterator[None]:
    yield
    rung.slack.wait_for_events()
    assert listeners_end(rung)
    assert [line for line in operators_log.getvalue().splitlines() if '"ERROR"' in line] == []
    assert [d for d in rung.slack.acks if d.status is not None and d.status >= 500] == []


def press(rung: World, action_id: str, value: Any = "1") -> dict[str, Any]:
    """A press of a button in the channel, as Slack would send it."""
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
    channel = rung.slack.workspace.channel(CHANNEL)
    url = f"{rung.slack.api_url[:-5]}/response/gone"
    where = payloads.in_message(rung.channel()[-1], channel, url)
    return interaction(rung, "bo", "block_actions", actions=[action], **where)


def without(payload: dict[str, Any], *path: Any) -> dict[str, Any]:
    """A copy of a payload that lacks what is at the path."""
    changed = copy.deepcopy(payload)
    holder: Any = changed
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]
    return changed


def test_payloads_of_another_shape_are_acknowledged_and_no_error_of_ours(rung: World) -> None:
    opened(rung)
    before = stored(rung)
    good = press(rung, "answer")
    command = dict(
        next(d.payload for d in rung.slack.acks if d.payload.get("text") == "setup"),
        text="tips", response_url=good["response_url"],
    )  # fmt: skip
    mention = {"type": "app_mention", "user": rung.person("bo").id, "text": "x", "ts": "1.1"}
    event = payloads.event(rung.slack.workspace, rung.now, mention, shared=False)
    wrong = [
        *(without(good, *path) for path in (
            ("actions",), ("actions", 0), ("actions", 0, "action_id"), ("actions", 0, "block_id"),
            ("trigger_id",), ("response_url",), ("user",), ("container",), ("channel",), ("team",),
            ("message",),
        )),
        *(good | change for change in (
            {"actions": [["answer"]]}, {"actions": [{"action_id": ["answer"]}]}, {"actions": {}},
            {"team": "T1"}, {"team": {"id": ["T1"]}}, {"team": {"id": "T0OTHER"}}, {"team": None},
            {"team": None, "enterprise": {"id": "E1"}, "is_enterprise_install": True},
            {"user": "U1"}, {"team": None, "user": {"id": rung.person("bo").id, "team_id": ["T1"]}},
            {"user": []}, {"channel": "C1"}, {"trigger_id": {"a": 1}},
            {"container": "view"}, {"type": ["block_actions"]}, {"view": []}, {"actions": None},
        )),
        *(without(command, name) for name in command if name != "command"),
        *(command | {name: "\u202e\x00"} for name in ("text", "user_id", "channel_id", "team_id")),
        *(event | change for change in (
            {"event": ""}, {"event": None}, {"event": []}, {"event": {"type": ["x"]}},
            {"event": {}}, {"event": mention | {"channel": None}}, {"authorizations": None},
            {"event": mention | {"channel": CHANNEL, "text": [], "ts": {}}},
            {"authorizations": "x"}, {"authorizations": [{"team_id": "\u0660"}]},
            {"authorizations": [{}]}, {"authorizations": []}, {"team_id": None},
        )),
    ]  # fmt: skip
    for payload in wrong:
        ack = rung.person("bo").send_raw(payload, kind_of(payload))
        assert ack.ok or ack.status == 400, (payload, ack)
    assert stored(rung) == before


def kind_of(payload: dict[str, Any]) -> str:
    if "event" in payload or "authorizations" in payload:
        return "events_api"
    return "slash_commands" if "command" in payload else "interactive"


def test_a_form_that_was_closed_meanwhile_is_no_error(rung: World) -> None:
    rung.invite()
    view = settings_of(rung, "ana")
    rung.person("ana").close_view()
    chosen = {"type": "static_select", "action_id": "cadence", "block_id": "cadence"}
    assert send(rung, "ana", "block_actions", actions=[chosen], **payloads.in_view(view)).ok


def test_every_button_is_harmless_with_every_value_and_after_its_time(rung: World) -> None:
    opened(rung)
    before = stored(rung)
    for action_id in BUTTONS:
        for value in ("9" * 40, "999999 a/b c", ["1"]):
            assert rung.person("bo").send_raw(press(rung, action_id, value)).ok, (action_id, value)
    assert stored(rung) == before


def test_what_belongs_to_a_team_that_is_gone_does_nothing(rung: World) -> None:
    opened(rung)
    page, value = page_of(rung, "bo"), "1"
    for action_id in ("answer", "why", "unchanged", "take_on:1", "fell:worse", "skip_round"):
        rung.person("bo").send_raw(press(rung, action_id, value))
    with rung.database.transaction() as session:
        session.execute(delete(tables.Team))
    for action_id in BUTTONS:
        assert rung.person("bo").send_raw(press(rung, action_id, value)).ok, action_id
    ack = send(rung, "bo", "view_submission", view=page.body)
    assert "no longer there" in str(ack.body)
    for words in ("", "status", "start", "target release 3", "export", "overview"):
        rung.person("ana").command(f"/maturity {words}".rstrip(), channel=CHANNEL)
    assert not any(stored(rung).values())


def test_whatever_comes_from_an_archived_channel_or_a_dm_is_no_error(rung: World) -> None:
    opened(rung)
    page, before = page_of(rung, "bo"), stored(rung)
    direct = {"channel": {"id": "D0SBX"}, "container": {"type": "message", "channel_id": "D0SBX"}}
    for action_id in BUTTONS:
        assert rung.person("bo").send_raw(press(rung, action_id) | direct).ok, action_id
    rung.slack.workspace.channel(CHANNEL).archived = True
    for action_id in ("answer", "why", "share", "set_up", "take_on:1"):
        assert rung.person("bo").send_raw(press(rung, action_id)).ok, action_id
    assert send(rung, "bo", "view_submission", view=page.body).ok
    assert stored(rung)["check_in"] == before["check_in"]


def test_nothing_is_posted_elsewhere_though_the_payload_cannot_be_read(rung: World) -> None:
    opened(rung)
    rung.slack.ack_window = 0.3  # what is refused is not acknowledged over Socket Mode
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0.3)
        address = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/response/x"
        for payload in (press(rung, "answer"), without(press(rung, "answer"), "actions")):
            for change in ({"event": ""}, {"team": "T1"}, {}):
                sent = payload | change | {"response_url": address}
                rung.person("bo").send_raw(sent, "interactive")
        with pytest.raises(TimeoutError):
            elsewhere.accept()


def test_what_is_no_object_at_all_is_acknowledged(rung: World) -> None:
    opened(rung)
    if rung.transport == "http":  # see test_bad_input: there it is a body that cannot be read
        return
    deep: Any = "deep"
    for _ in range(400):
        deep = [deep]
    for payload in ("text", {}, {"type": deep}, {"type": float("nan")}, {"a": {"type": deep}}):
        assert rung.person("bo").send_raw(payload, "slash_commands").ok, payload
