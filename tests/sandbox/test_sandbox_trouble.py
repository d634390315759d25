"""Rate limits, and faults on order."""

from __future__ import annotations

import http.client
import time
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Sandbox


def client_of(sandbox: Sandbox, timeout: int = 5) -> WebClient:
    return WebClient(
        sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[], timeout=timeout
    )


def status(call: Any, **arguments: Any) -> tuple[int, dict[str, str], Any]:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    response = caught.value.response
    return response.status_code, response.headers, response.data


def test_the_window_slides() -> None:
    with Sandbox(rate_scale=0.05) as quick:
        quick.workspace.add_channel("one", members=[quick.workspace.bot_user_id])
        client, one = client_of(quick), quick.workspace.channel("one").id
        client.chat_postMessage(channel=one, text="first")
        status(client.chat_postMessage, channel=one, text="too soon")
        edge = time.monotonic() + 0.05
        quick.wait_until(lambda: time.monotonic() > edge)
        client.chat_postMessage(channel=one, text="in time")


@pytest.mark.parametrize(
    ("kind", "code"), [("500_before", 500), ("500_after", 500), ("html_502", 502), ("429", 429)]
)
def test_a_fault_spoils_the_answer_once(
    sandbox: Sandbox, client: WebClient, channel: str, kind: str, code: int
) -> None:
    sandbox.faults.add("chat.postMessage", kind)
    assert status(client.chat_postMessage, channel=channel, text="hi")[0] == code
    landed = kind.endswith("after")
    assert len(sandbox.workspace.messages("ml-platform")) == landed
    assert (sandbox.log[-1].fault, sandbox.log[-1].landed) == (kind, landed)
    client.chat_postMessage(channel=channel, text="hi")


@pytest.mark.parametrize(("kind", "posts"), [("drop_before", 0), ("drop_after", 1)])
def test_a_dropped_connection_gives_no_answer(
    sandbox: Sandbox, client: WebClient, channel: str, kind: str, posts: int
) -> None:
    sandbox.faults.add("chat.postMessage", kind)
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        client.chat_postMessage(channel=channel, text="hi")
    sandbox.wait_until(lambda: sandbox.log[-1].duration is not None)
    assert len(sandbox.workspace.messages("ml-platform")) == posts
    assert (sandbox.log[-1].status, sandbox.log[-1].answer) == (None, None)


@pytest.mark.parametrize(("kind", "posts"), [("timeout_before", 0), ("timeout_after", 1)])
def test_a_hanging_call_runs_into_the_callers_timeout(
    sandbox: Sandbox, channel: str, kind: str, posts: int
) -> None:
    sandbox.faults.add("chat.postMessage", kind, delay=30)
    with pytest.raises(TimeoutError):
        client_of(sandbox, timeout=1).chat_postMessage(channel=channel, text="hi")
    assert len(sandbox.workspace.messages("ml-platform")) == posts


def test_a_call_can_land_after_the_caller_has_gone(sandbox: Sandbox, channel: str) -> None:
    sandbox.faults.add("chat.postMessage", "lands_late", delay=1.2)
    with pytest.raises(TimeoutError):
        client_of(sandbox, timeout=1).chat_postMessage(channel=channel, text="late")
    assert sandbox.workspace.messages("ml-platform") == []
    [message] = sandbox.wait_until(lambda: sandbox.workspace.messages("ml-platform"))
    assert message.text == "late"


def test_an_answer_can_lack_its_time_stamp(
    sandbox: Sandbox, client: WebClient, channel: str
) -> None:
    sandbox.faults.add("chat.postMessage", "ok_without_ts")
    answer = client.chat_postMessage(channel=channel, text="hi")
    assert answer.get("ts") is None
    assert len(sandbox.workspace.messages("ml-platform")) == 1


def test_an_answer_can_trickle_in(sandbox: Sandbox, client: WebClient, channel: str) -> None:
    sandbox.faults.add("chat.postMessage", "trickle", delay=0.1)
    assert client.chat_postMessage(channel=channel, text="hi")["ts"]


@pytest.mark.parametrize(("after", "sent"), [(0, "0"), (3600, "3600"), (None, None)])
def test_retry_after_can_be_anything(
    sandbox: Sandbox, client: WebClient, channel: str, after: int | None, sent: str | None
) -> None:
    sandbox.faults.add("chat.postMessage", "429", retry_after=after)
    headers = status(client.chat_postMessage, channel=channel, text="hi")[1]
    assert headers.get("Retry-After") == sent


def test_retry_after_can_be_garbage(sandbox: Sandbox, client: WebClient, channel: str) -> None:
    sandbox.faults.add("chat.postMessage", "retry_after_garbage")
    headers = status(client.chat_postMessage, channel=channel, text="hi")[1]
    assert not headers["Retry-After"].isdigit()


def test_a_fault_can_be_an_error_for_some_calls_only(
    sandbox: Sandbox, client: WebClient, channel: str
) -> None:
    elsewhere = sandbox.workspace.add_channel("two", members=[sandbox.workspace.bot_user_id])
    sandbox.faults.add(
        "*", "error:fatal_error", times=None, where=lambda args: args.get("channel") == elsewhere
    )
    client.chat_postMessage(channel=channel, text="fine")
    for _ in range(2):
        answer = status(client.chat_postMessage, channel=elsewhere, text="hi")[2]
        assert answer == {"ok": False, "error": "fatal_error"}
    sandbox.faults.clear()
    client.chat_postMessage(channel=elsewhere, text="fine again")


def test_a_fault_that_does_not_exist_cannot_be_ordered(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="no such fault"):
        sandbox.faults.add("chat.postMessage", "earthquake")


def test_trouble_by_chance_hits_a_share_of_the_calls_of_some_methods_until_it_is_cleared(
    sandbox: Sandbox, client: WebClient, channel: str
) -> None:
    sandbox.faults.scatter(["chat.postMessage"], ["ok_without_ts", "trickle"], 0.5, delay=0.01)
    for _ in range(40):
        client.chat_postMessage(channel=channel, text="hi")
        client.auth_test()
    struck = [call.fault for call in sandbox.log if call.method == "chat.postMessage"]
    assert set(struck) == {None, "ok_without_ts", "trickle"}
    assert {call.fault for call in sandbox.log if call.method == "auth.test"} == {None}
    sandbox.faults.clear()
    assert client.chat_postMessage(channel=channel, text="hi")["ts"]


def test_trouble_of_an_unknown_kind_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="no such fault: rain"):
        sandbox.faults.scatter(["chat.postMessage"], ["rain"], 0.5)
