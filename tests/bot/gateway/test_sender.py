"""What becomes of a post or an edit, for every way in which Slack can answer."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.gateway.slack import (
    ChartRefused,
    Later,
    Outcome,
    Post,
    Refused,
    Sender,
    Sent,
    Unknown,
)

POST = Post(channel="C1", text="Hello", key="hello:C1")
CHART = Post(channel="C1", text="Hello", key="hello:C1", has_chart=True)
RESET, SILENCE = "reset", "silence"
Answers = Callable[..., "Slack"]


class Slack:
    """Answers on order: (status, headers, body), RESET or SILENCE; remembers what it was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.closing = threading.Event()
        slack = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                slack.answer(self)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        is_json = "json" in request.headers["Content-Type"]
        self.asked.append((request.path.rsplit("/", 1)[1], json.loads(body) if is_json else {}))
        answer = self.answers.pop(0)
        if answer == SILENCE:
            self.closing.wait(5)
        if answer in (RESET, SILENCE):
            request.connection.shutdown(socket.SHUT_RDWR)
            return
        status, headers, text = answer
        request.send_response(status)
        for name, value in {"Content-Length": str(len(text)), **headers}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(text.encode())

    def post(self, post: Post = POST) -> Outcome:
        return self.sender().post(1, post)

    def edit(self, post: Post = POST) -> Outcome:
        return self.sender().update(1, post, "C1", "1.5")

    def sender(self) -> Sender:
        address = f"http://127.0.0.1:{self.server.server_port}/api/"
        client = WebClient("xoxb-sandbox-1", base_url=address, retry_handlers=[], timeout=1)
        client.timeout = 0.2  # type: ignore[assignment]
        return Sender(lambda _workspace_id: client, backoff=3)

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def answering() -> Iterator[Answers]:
    slacks: list[Slack] = []

    def start(*answers: Any) -> Slack:
        slacks.append(Slack(*answers))
        return slacks[-1]

    yield start
    for slack in slacks:
        slack.close()


def ok(**more: Any) -> tuple[int, dict[str, str], str]:
    return 200, {"Content-Type": "application/json"}, json.dumps({"ok": True, **more})


def error(name: str, status: int = 200) -> tuple[int, dict[str, str], str]:
    return status, {"Content-Type": "application/json"}, json.dumps({"ok": False, "error": name})


def limited(**headers: str) -> tuple[int, dict[str, str], str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return 429, named, json.dumps({"ok": False, "error": "ratelimited"})


HTML = "<html><body>Something went wrong</body></html>"


def test_a_post_carries_its_key_and_unfurls_nothing(answering: Answers) -> None:
    slack = answering(ok(channel="C1", ts="1.5"))
    assert slack.post() == Sent("C1", "1.5")
    ((method, asked),) = slack.asked
    assert method == "chat.postMessage"
    assert asked["metadata"] == {
        "event_type": "rung_message",
        "event_payload": {"key": "hello:C1"},
    }
    assert (asked["unfurl_links"], asked["unfurl_media"]) == (False, False)
    assert "thread_ts" not in asked
    assert "reply_broadcast" not in asked


def test_a_reply_is_shown_in_the_channel_only_when_it_is_in_a_thread(answering: Answers) -> None:
    slack = answering(*[ok(channel="C1", ts="1.5")] * 2)
    slack.post(Post(channel="C1", text="x", key="k", thread_ts="1.1", broadcast=True))
    slack.post(Post(channel="C1", text="x", key="k", broadcast=True))
    in_thread, alone = (asked for _, asked in slack.asked)
    assert (in_thread["thread_ts"], in_thread["reply_broadcast"]) == ("1.1", True)
    assert "reply_broadcast" not in alone


@pytest.mark.parametrize(
    "answer",
    [
        RESET,
        SILENCE,
        (500, {}, HTML),
        (502, {}, HTML),
        (503, {}, ""),
        error("internal_error", 500),
        (200, {"Content-Type": "text/html"}, HTML),
        (200, {}, ""),
        (200, {}, "{}"),
        (200, {}, "null"),
        (200, {"Content-Length": "500"}, '{"ok": tr'),
        (200, {"Content-Type": "application/json; charset=utf-8"}, '{"ok": true, "ts'),
        (404, {}, HTML),
        ok(channel="C1"),
        ok(channel="C1", ts=""),
        ok(channel="C1", ts=None),
        *map(error, ["fatal_error", "internal_error", "service_unavailable", "request_timeout"]),
    ],
    ids=str,
)
def test_whoever_cannot_tell_whether_it_landed_says_so(answering: Answers, answer: Any) -> None:
    assert isinstance(answering(answer).post(), Unknown)


def test_what_cannot_be_told_is_logged_without_the_text_of_the_answer(answering: Answers) -> None:
    assert answering((200, {}, HTML)).post() == Unknown("Slack answered 200")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "30"}, 30),
        ({"retry_after": "7"}, 7),
        ({"Retry_After": "1"}, 1),
        ({"Retry_After": "0"}, 1),
        ({"Retry_After": "-5"}, 1),
        ({"Retry_After": "in a while"}, 1),
        ({"Retry_After": "²"}, 1),
        ({"Retry_After": "999999999"}, 3600),
        ({}, 1),
    ],
    ids=str,
)
def test_a_rate_limit_is_waited_out_for_as_long_as_slack_says_and_a_second_at_least(
    answering: Answers, headers: dict[str, str], seconds: float
) -> None:
    assert answering(limited(**headers)).post() == Later(seconds, "chat.postMessage")
    assert answering(limited(**headers)).edit() == Later(seconds, "chat.update")


def test_a_rate_limit_in_a_page_of_html_is_one_too(answering: Answers) -> None:
    answer = (429, {"Retry-After": "2"}, HTML)
    assert answering(answer).post() == Later(2, "chat.postMessage")


def test_where_nobody_listens_nothing_was_posted() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/api/"
    client = WebClient("xoxb-sandbox-1", base_url=address, retry_handlers=[], timeout=1)
    assert Sender(lambda _: client, backoff=3).post(1, POST) == Later(3)


@pytest.mark.parametrize("name", ["channel_not_found", "is_archived", "a_name_nobody_knows_yet"])
def test_a_refusal_is_a_refusal_also_under_a_name_that_is_new(
    answering: Answers, name: str
) -> None:
    assert answering(error(name)).post() == Refused(name)
    assert answering(error(name)).edit() == Refused(name)


@pytest.mark.parametrize("name", ["invalid_blocks", "invalid_blocks_format", "invalid_attachments"])
def test_refused_blocks_are_the_charts_fault_where_there_is_one(
    answering: Answers, name: str
) -> None:
    assert answering(error(name)).post(CHART) == ChartRefused()
    assert answering(error(name)).edit(CHART) == ChartRefused()
    assert answering(error(name)).post(POST) == Refused(name)


TO_A_PERSON = Post(channel="U1", text="Hello", key="hello:U1")


def test_a_message_to_a_person_goes_into_their_direct_messages(answering: Answers) -> None:
    slack = answering(ok(channel={"id": "D1"}), ok(channel="D1", ts="1.5"))
    assert slack.post(TO_A_PERSON) == Sent("D1", "1.5")
    assert [method for method, _ in slack.asked] == ["conversations.open", "chat.postMessage"]
    assert slack.asked[1][1]["channel"] == "D1"


@pytest.mark.parametrize("answer", [RESET, SILENCE, (500, {}, HTML), ok(), error("fatal_error")],
                         ids=str)  # fmt: skip
def test_where_no_direct_messages_could_be_opened_nothing_was_posted(
    answering: Answers, answer: Any
) -> None:
    slack = answering(answer)
    assert slack.post(TO_A_PERSON) == Later(3)
    assert len(slack.asked) == 1


def test_opening_direct_messages_has_refusals_and_rates_of_its_own(answering: Answers) -> None:
    assert answering(error("user_disabled")).post(TO_A_PERSON) == Refused("user_disabled")
    resting = answering(limited(Retry_After="4")).post(TO_A_PERSON)
    assert resting == Later(4, "conversations.open")
