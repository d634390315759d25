"""Every time limit: in time it works, a moment later it does not."""

from __future__ import annotations

import json
import threading
from typing import Any
from urllib.parse import parse_qsl

import pytest
from recorder import Recorder
from sandbox_forms import NAME, modal
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import Clock, SignatureVerifier
from slack_sdk.webhook import WebhookClient

from sandbox import AppFailed, Sandbox


class Watch(Clock):
    """A clock that stands still until a test moves it, in seconds."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds

    def now(self) -> float:
        return self.seconds


@pytest.fixture
def watch(sandbox: Sandbox) -> Watch:
    made = Watch()
    sandbox.triggers.now = made.now
    sandbox.response_urls.now = made.now
    return made


@pytest.fixture
def told(watch: Watch, sandbox: Sandbox, recorder: Recorder) -> dict[str, str]:
    """What the app is told of a command at the moment zero: trigger_id, response_url and all."""
    sandbox.person("ana").command("/maturity", channel="ml-platform")
    return dict(parse_qsl(recorder.got[0][1].decode()))


def error_of(call: Any, **arguments: Any) -> str | None:
    """The error of a call, None if it is taken."""
    try:
        call(**arguments)
    except SlackApiError as error:
        return str(error.response["error"])
    return None


@pytest.mark.parametrize(("seconds", "error"), [(3.0, None), (3.01, "expired_trigger_id")])
@pytest.mark.parametrize("method", ["views_open", "views_push"])
def test_a_trigger_lives_for_three_seconds(
    sandbox: Sandbox, client: WebClient, watch: Watch, method: str, seconds: float, error: str
) -> None:
    ana = sandbox.workspace.user("ana").id
    client.views_open(trigger_id=sandbox.triggers.issue(ana), view=modal(NAME))
    trigger = sandbox.triggers.issue(ana)
    watch.seconds = seconds
    assert error_of(getattr(client, method), trigger_id=trigger, view=modal(NAME)) == error


def test_the_trigger_of_a_command_works_once(client: WebClient, told: dict[str, str]) -> None:
    trigger = told["trigger_id"]
    assert error_of(client.views_open, trigger_id=trigger, view=modal(NAME)) is None
    for call in (client.views_open, client.views_push):
        again = error_of(call, trigger_id=trigger, view=modal(NAME))
        assert again == "exchanged_trigger_id"


def test_a_trigger_that_nobody_gave_out_is_refused(client: WebClient) -> None:
    assert error_of(client.views_open, trigger_id="1.2.3", view=modal(NAME)) == "invalid_trigger_id"


def test_a_response_url_is_good_for_five_answers(sandbox: Sandbox, told: dict[str, str]) -> None:
    url = WebhookClient(told["response_url"])
    assert [url.send(text=str(n)).status_code for n in range(5)] == [200] * 5
    sixth = url.send(text="5")
    assert (sixth.status_code, json.loads(sixth.body)["error"]) == (404, "used_url")
    notes = sandbox.person("ana").ephemerals("ml-platform")
    assert [note.text for note in notes] == ["0", "1", "2", "3", "4"]


def test_a_response_url_is_good_for_thirty_minutes(watch: Watch, told: dict[str, str]) -> None:
    url = WebhookClient(told["response_url"])
    watch.seconds = 30 * 60
    assert url.send(text="in time").status_code == 200
    watch.seconds += 0.01
    late = url.send(text="late")
    assert (late.status_code, json.loads(late.body)["error"]) == (404, "expired_url")


def test_an_ack_has_three_seconds_and_retries_come_at_once_after_one_minute_and_five() -> None:
    stand_in = Sandbox()
    assert stand_in.ack_window == 3
    assert stand_in.retry_delays == (0, 60, 300)


def test_an_ack_within_the_window_counts_and_one_after_it_does_not(
    sandbox: Sandbox, recorder: Recorder
) -> None:
    sandbox.ack_window = 0.2
    assert sandbox.person("ana").command("/maturity", channel="ml-platform").ack.ok
    recorder.hold = threading.Event()
    with pytest.raises(AppFailed, match=r"no ack in 0\.2 s"):
        sandbox.person("ana").command("/maturity", channel="ml-platform")


@pytest.mark.parametrize(
    ("seconds", "valid"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)]
)
def test_a_signature_holds_for_five_minutes_around_it(
    sandbox: Sandbox, recorder: Recorder, seconds: int, valid: bool
) -> None:
    sandbox.person("ana").command("/maturity status", channel="ml-platform")
    [(headers, body)] = recorder.got
    lower = {name.lower(): value for name, value in headers.items()}
    watch = Watch(int(lower["x-slack-request-timestamp"]) + seconds)
    assert SignatureVerifier(sandbox.signing_secret, watch).is_valid_request(body, lower) == valid
    assert not SignatureVerifier(sandbox.signing_secret, watch).is_valid_request(body + b" ", lower)
    assert not SignatureVerifier("another", watch).is_valid_request(body, lower)


def test_an_event_comes_again_three_times_and_says_why(
    sandbox: Sandbox, recorder: Recorder
) -> None:
    recorder.answers = [(500, {}, b"")] * 9
    sandbox.person("bo").mention("ml-platform", "@Rung tips")
    sandbox.wait_for_events()
    told = [(h.get("X-Slack-Retry-Num"), h.get("X-Slack-Retry-Reason")) for h, _ in recorder.got]
    assert told == [(None, None), *((f"{n}", "http_error") for n in (1, 2, 3))]
    assert len({body for _, body in recorder.got}) == 1
    assert [delivery.attempt for delivery in sandbox.acks] == [0, 1, 2, 3]


def test_an_event_comes_again_only_until_it_is_taken(sandbox: Sandbox, recorder: Recorder) -> None:
    recorder.answers = [(500, {}, b""), (503, {}, b""), (200, {}, b"")]
    sandbox.person("bo").mention("ml-platform", "@Rung tips")
    sandbox.wait_for_events()
    assert [delivery.failure for delivery in sandbox.acks] == ["status 500", "status 503", None]


def test_a_late_event_comes_again_because_of_the_time_it_took(
    sandbox: Sandbox, recorder: Recorder
) -> None:
    recorder.hold = threading.Event()
    sandbox.ack_window = 0.1
    sandbox.person("bo").mention("ml-platform", "@Rung tips")
    sandbox.wait_for_events()
    reasons = [headers.get("X-Slack-Retry-Reason") for headers, _ in recorder.got]
    assert reasons == [None, "http_timeout", "http_timeout", "http_timeout"]


def test_commands_and_interactions_come_once(sandbox: Sandbox, recorder: Recorder) -> None:
    recorder.answers = [(500, {}, b"")] * 9
    with pytest.raises(AppFailed):
        sandbox.person("ana").command("/maturity", channel="ml-platform")
    assert not sandbox.person("ana").send_raw({"type": "block_actions"}).ok
    sandbox.wait_for_events()
    assert len(recorder.got) == 2
