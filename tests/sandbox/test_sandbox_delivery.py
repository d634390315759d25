"""How payloads reach the app: acknowledgements, retries, connections, signatures."""

from __future__ import annotations

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest
from recorder import Recorder
from sandbox_forms import Connect
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from sandbox import AppFailed, Sandbox


@pytest.mark.parametrize("status", [404, 500, 302])
def test_anything_but_200_is_a_failure_the_person_sees(
    sandbox: Sandbox, recorder: Recorder, status: int
) -> None:
    recorder.answers = [(status, {}, b"")]
    with pytest.raises(AppFailed, match=f"status {status}"):
        sandbox.person("ana").command("/maturity", channel="ml-platform")
    assert sandbox.acks[-1].status == status


def test_an_app_that_is_down_is_a_failure(sandbox: Sandbox) -> None:
    sandbox.deliver_to("http://127.0.0.1:9/slack/events")
    with pytest.raises(AppFailed, match="connection failed"):
        sandbox.person("ana").command("/maturity", channel="ml-platform")


def test_an_answer_slack_would_refuse_is_a_failure(sandbox: Sandbox, recorder: Recorder) -> None:
    recorder.answers = [(200, {"Content-Type": "application/json"}, b'{"blocks": [{}]}')]
    with pytest.raises(AppFailed, match="refused"):
        sandbox.person("ana").command("/maturity", channel="ml-platform")


def test_a_command_may_be_answered_in_plain_text(sandbox: Sandbox, recorder: Recorder) -> None:
    recorder.answers = [(200, {"Content-Type": "text/plain"}, b"hello")]
    reply = sandbox.person("ana").command("/maturity", channel="ml-platform")
    assert reply.text == "hello"
    assert [note.text for note in sandbox.person("ana").ephemerals("ml-platform")] == ["hello"]


def test_an_app_can_ask_for_no_retry(sandbox: Sandbox, recorder: Recorder) -> None:
    recorder.answers = [(500, {"X-Slack-No-Retry": "1"}, b"")]
    sandbox.person("bo").mention("ml-platform", "@Rung tips")
    sandbox.wait_for_events()
    assert len(recorder.got) == 1


def test_an_interaction_without_a_connection_fails_and_an_event_is_tried_again(
    sandbox: Sandbox,
) -> None:
    with pytest.raises(AppFailed, match="no socket connected"):
        sandbox.person("ana").command("/maturity", channel="ml-platform")
    sandbox.person("bo").mention("ml-platform", "@Rung tips")
    sandbox.wait_for_events()
    assert len(sandbox.acks) == 5


def test_events_name_the_installation_they_are_for(sandbox: Sandbox, recorder: Recorder) -> None:
    sandbox.person("bo").mention("ml-platform", "@Rung tips")
    sandbox.wait_for_events()
    payload = sandbox.acks[-1].payload
    assert payload["authorizations"][0]["team_id"] == sandbox.workspace.team_id
    assert payload["event"]["text"] == f"<@{sandbox.workspace.bot_user_id}> tips"
    assert payload["event_id"].startswith("Ev")


def test_events_stay_away_from_channels_without_the_bot(
    sandbox: Sandbox, recorder: Recorder
) -> None:
    sandbox.workspace.add_channel("elsewhere", members=["bo"])
    sandbox.person("bo").mention("elsewhere", "@Rung tips")
    sandbox.workspace.archive("elsewhere", by="bo")
    sandbox.wait_for_events()
    assert recorder.got == []


def test_what_happens_to_a_channel_is_told(sandbox: Sandbox, recorder: Recorder) -> None:
    ws = sandbox.workspace
    ws.add_channel("new", members=["ana"])
    ws.invite_bot("new", by="ana")
    ws.rename("new", "newer")
    ws.archive("newer", by="ana")
    ws.unarchive("newer", by="ana")
    ws.change_channel_id("newer")
    ws.remove_bot("newer", by="ana")
    sandbox.wait_for_events()
    kinds = {delivery.payload["event"]["type"] for delivery in sandbox.acks}
    assert kinds == {
        "member_joined_channel",
        "channel_rename",
        "channel_archive",
        "channel_unarchive",
        "channel_id_changed",
        "channel_left",
    }


def test_hostile_payloads_are_delivered_as_they_are(sandbox: Sandbox, recorder: Recorder) -> None:
    recorder.answers = [(418, {}, b"")]
    ack = sandbox.person("bo").send_raw({"type": "block_actions", "user": None})
    assert (ack.status, ack.failure) == (418, "status 418")
    assert (
        recorder.got[0][1]
        == b"payload=%7B%22type%22%3A+%22block_actions%22%2C+%22user%22%3A+null%7D"
    )


def listener(sandbox: Sandbox, got: list[SocketModeRequest], *, ack: bool) -> SocketModeClient:
    web = WebClient(sandbox.app_token, base_url=sandbox.api_url)
    client = SocketModeClient(sandbox.app_token, web_client=web)

    def listen(used: Any, request: SocketModeRequest) -> None:
        got.append(request)
        if ack:
            used.send_socket_mode_response({"envelope_id": request.envelope_id})

    client.socket_mode_request_listeners.append(listen)
    client.connect()
    return client


def test_a_socket_that_does_not_ack_in_time_fails(sandbox: Sandbox) -> None:
    got: list[SocketModeRequest] = []
    client = listener(sandbox, got, ack=False)
    sandbox.wait_for_socket()
    sandbox.ack_window = 0.2
    with pytest.raises(AppFailed, match="no ack"):
        sandbox.person("ana").command("/maturity", channel="ml-platform")
    client.close()
    assert (got[0].type, got[0].accepts_response_payload) == ("slash_commands", True)


def test_each_envelope_goes_to_one_of_several_connections(sandbox: Sandbox) -> None:
    first: list[SocketModeRequest] = []
    second: list[SocketModeRequest] = []
    clients = [listener(sandbox, got, ack=True) for got in (first, second)]
    sandbox.wait_until(lambda: sandbox.connections == 2)
    for _ in range(4):
        sandbox.person("ana").command("/maturity", channel="ml-platform")
    for client in clients:
        client.close()
    assert (len(first), len(second)) == (2, 2)


def test_a_ticket_is_good_for_one_connection(sandbox: Sandbox, client: WebClient) -> None:
    url = client.apps_connections_open(app_token=sandbox.app_token)["url"]
    with connect(url) as socket:
        assert '"hello"' in str(socket.recv())
        with pytest.raises(InvalidStatus):
            connect(url)


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled"])
def test_an_app_told_to_go_comes_back_on_a_new_connection(
    sandbox: Sandbox, app: App, over_socket: Connect, reason: str
) -> None:
    app.command("/maturity")(lambda ack: ack("here"))
    over_socket(app)
    sandbox.disconnect_sockets(reason)
    sandbox.wait_until(lambda: [c.method for c in sandbox.log].count("apps.connections.open") >= 2)
    sandbox.wait_for_socket()
    assert sandbox.person("ana").command("/maturity", channel="ml-platform").text == "here"


def test_fifty_people_submit_at_the_same_instant(sandbox: Sandbox, recorder: Recorder) -> None:
    recorder.hold = threading.Event()
    sandbox.ack_window = 20
    people = [sandbox.workspace.add_person(f"p{n}") for n in range(50)]
    with ThreadPoolExecutor(len(people)) as pool:
        acks = [pool.submit(sandbox.person(who).send_raw, {"type": "x"}) for who in people]
        sandbox.wait_until(lambda: len(recorder.got) == len(people), timeout=20)
        recorder.hold.set()
        assert all(ack.result().ok for ack in acks)


def test_a_client_that_dies_in_the_middle_of_a_request_harms_nobody(
    sandbox: Sandbox, client: WebClient
) -> None:
    host, port = urlsplit(sandbox.api_url).netloc.split(":")
    head = "POST /api/auth.test HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(head.encode())
    assert client.auth_test()["ok"]


def test_a_frame_that_is_no_ack_acknowledges_nothing(sandbox: Sandbox, client: WebClient) -> None:
    url = client.apps_connections_open(app_token=sandbox.app_token)["url"]
    with connect(url) as link, ThreadPoolExecutor(1) as pool:
        link.recv()
        ack = pool.submit(sandbox.person("ana").send_raw, {"type": "x"})
        envelope = json.loads(link.recv())
        for junk in ("{", "[]", '{"envelope_id": "another"}', '{"envelope_id": null}'):
            link.send(junk)
        link.send(json.dumps({"envelope_id": envelope["envelope_id"]}))
        assert ack.result().ok


def test_a_connection_that_closes_before_the_ack_is_a_failure(
    sandbox: Sandbox, client: WebClient
) -> None:
    url = client.apps_connections_open(app_token=sandbox.app_token)["url"]
    with ThreadPoolExecutor(1) as pool:
        with connect(url) as link:
            link.recv()
            ack = pool.submit(sandbox.person("ana").send_raw, {"type": "x"})
            link.recv()
        assert ack.result().failure == "the connection closed before an ack"
