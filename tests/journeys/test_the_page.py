"""What the browser's page asks of the stand-in, over HTTP, with the real bot behind it."""

import http.client
import json
from collections.abc import Iterator
from typing import Any

import pytest
from world import CHANNEL, World

pytestmark = [
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
    pytest.mark.parametrize("transport", ["socket"]),
]
JSON = {"Content-Type": "application/json"}
HOSTILE = "<script>alert(1)</script> & <!channel> *bold*"


class Browser:
    """Asks as the page does, for one person."""

    def __init__(self, rung: World, name: str) -> None:
        self._port = int(rung.slack.page_url.rstrip("/").rpartition(":")[2])
        self._rung = rung
        self.id = rung.slack.workspace.user(name).id
        self.channel = rung.slack.workspace.channel(CHANNEL).id

    def request(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        sent = None if body is None else (body if isinstance(body, bytes) else json.dumps(body))
        connection.request(method, path, sent, {**(JSON if body is not None else {}), **headers})
        answer = connection.getresponse()
        told = answer.status, answer.read(), dict(answer.getheaders())
        connection.close()
        return told

    def get(self, path: str) -> Any:
        status, body, _ = self.request("GET", path)
        assert status == 200, body
        return json.loads(body)

    def scene(self, place: str = "", thread: str = "") -> Any:
        return self.get(f"/client/scene?as={self.id}&place={place or self.channel}&thread={thread}")

    def act(self, do: str, **what: Any) -> Any:
        body = {"as": self.id, "do": do, "channel": self.channel, **what}
        return json.loads(self.request("POST", "/client/act", body)[1])

    def modal(self) -> Any:
        """The modal on top, once it is there."""
        return self._rung.slack.wait_until(lambda: (self.scene()["stack"] or [None])[-1])

    def button(self, message: Any, text: str) -> dict[str, Any]:
        """Where a button of a message is, as `press` names it."""
        block, element = next(
            (block, element)
            for block in message["blocks"]
            for element in block.get("elements", [])
            if element.get("text", {}).get("text") == text
        )
        place = {"channel": self.channel, "ts": message["ts"]}
        return {
            "message": place, "block_id": block["block_id"], "action_id": element["action_id"]
        }  # fmt: skip


@pytest.fixture
def ana(rung: World) -> Browser:
    return Browser(rung, "ana")


@pytest.fixture
def settings(rung: World, ana: Browser) -> Any:
    """The settings form, opened by Ana's command."""
    rung.invite()
    assert ana.act("command", text="/maturity setup") == {"ok": True}
    return ana.modal()


def test_the_page_and_its_files_are_served_with_a_policy_that_lets_no_foreign_script_run(ana):
    for path in ("/", "/client/first"):
        status, _, headers = ana.request("GET", path)
        assert status == 200
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize(
    "path", ["/page/../sandbox.py", "/page/..%2f..%2fapp.py", "/page/nothing.js", "/page/"]
)
def test_only_files_of_the_page_are_served(ana, path):
    assert ana.request("GET", path)[0] == 404


@pytest.mark.parametrize(
    ("headers", "sentence"),
    [
        ({"Host": "rung.example.org"}, "Open the page by the address that the demo printed."),
        ({"Origin": "https://evil.example"}, "Another page may not act here."),
        ({"Content-Type": "text/plain"}, "Send JSON."),
    ],
)
def test_another_page_in_the_same_browser_can_neither_look_nor_act(ana, headers, sentence):
    body = {"as": ana.id, "do": "say", "channel": ana.channel, "text": "hi"}
    status, told, _ = ana.request("POST", "/client/act", body, **headers)
    assert (status, json.loads(told)) == (403, {"error": sentence})
    assert ana.scene()["messages"] == []


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b"[" * 100_000])
def test_a_body_that_is_no_object_is_answered_with_a_sentence(ana, body):
    status, told, _ = ana.request("POST", "/client/act", body)
    assert (status, json.loads(told)) == (400, {"error": "Send a JSON object."})


def test_a_scene_shows_somebody_what_they_may_see_and_nothing_else(rung, ana):
    workspace = rung.slack.workspace
    workspace.add_person("gil", guest="multi")
    workspace.add_channel("secret", members=["bo"], private=True)
    workspace.add_channel("lobby", members=["gil"])
    rung.person("bo").say("secret", "psst")
    secret = workspace.channel("secret").id
    assert {c["name"] for c in ana.scene()["channels"]} == {CHANNEL, "lobby", "directmessage"}
    assert ana.scene(place=secret)["messages"] == []
    assert [m["text"] for m in Browser(rung, "bo").scene(place=secret)["messages"]] == ["psst"]
    guest = Browser(rung, "gil").scene(place="home")
    assert {c["name"] for c in guest["channels"]} == {"lobby", "directmessage"}


def test_somebody_or_somewhere_unknown_is_told_so(ana):
    status, told, _ = ana.request("GET", "/client/scene?as=nobody&place=home")
    assert (status, json.loads(told)) == (404, {"error": "nobody is called nobody."})


def test_what_somebody_types_is_kept_as_text_with_mentions_of_people_and_channels(rung, ana):
    ana.act("say", text=f"{HOSTILE} @bo in #{CHANNEL}, not a@bo.example")
    bo, channel = rung.slack.workspace.user("bo").id, ana.channel
    (said,) = ana.scene()["messages"]
    assert said["text"] == (
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;!channel&gt; *bold* "
        f"<@{bo}> in <#{channel}>, not a@bo.example"
    )


def test_a_reply_is_in_the_thread_and_not_in_the_channel(ana):
    ana.act("say", text="first")
    first = ana.scene()["messages"][0]
    ana.act("say", text="second", thread=first["ts"])
    assert [m["text"] for m in ana.scene(thread=first["ts"])["thread"]] == ["first", "second"]
    assert [m["text"] for m in ana.scene()["messages"]] == ["first"]


def test_a_command_is_answered_to_the_person_alone(rung, ana):
    rung.invite()
    assert ana.act("command", text="/maturity help") == {"ok": True}
    answers = rung.slack.wait_until(
        lambda: [m for m in ana.scene()["messages"] if m.get("ephemeral")]
    )
    assert "Here is what you can ask me" in answers[0]["text"]
    assert not any(m.get("ephemeral") for m in Browser(rung, "bo").scene()["messages"])


@pytest.mark.parametrize(
    ("do", "what", "sentence"),
    [
        ("command", {"text": "/nonsense now"}, "/nonsense now is not a command here"),
        ("command", {"text": "/invite @nobody"}, "Nobody here is called nobody."),
        ("say", {"text": "  "}, "Write something first."),
        ("press", {"view": "V1", "block_id": "b", "action_id": "a"}, "This is no longer there."),
        ("dance", {}, "This is no longer there."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(ana, do, what, sentence):
    assert ana.act(do, **what) == {"ok": False, "error": sentence}


def test_the_bot_is_invited_with_slacks_own_command(rung, ana):
    assert ana.act("command", text="/invite @Rung") == {"ok": True}
    assert rung.wait_for("Hello").user == rung.slack.workspace.bot_user_id


def test_what_was_typed_in_a_form_survives_a_choice_that_changes_the_form(rung, ana, settings):
    typed = {"days_open": "3", "cadence": "weekly"}
    pressed = {"view": settings["id"], "block_id": "cadence", "action_id": "cadence"}
    assert ana.act("press", **pressed, value="monthly_on_day", values=typed) == {"ok": True}
    rung.slack.wait_until(lambda: "day" in ana.modal()["state"]["values"])
    values = ana.modal()["state"]["values"]
    assert values["days_open"]["days_open"]["value"] == "3"
    assert values["cadence"]["cadence"]["selected_option"]["value"] == "monthly_on_day"


def test_an_external_menu_is_filled_by_the_bot(ana, settings):
    where = {"view": settings["id"], "block_id": "zone", "action_id": "zone"}
    offered = ana.act("options", **where, query="lisb")
    assert [option["value"] for option in offered["options"]] == ["Europe/Lisbon"]


def test_a_form_is_submitted_and_its_faults_come_back_beside_the_fields(rung, ana, settings):
    view = settings["id"]
    refused = ana.act("submit", view=view, values={"days_open": "99"})
    assert list(refused["errors"]) == ["days_open"]
    unfit = ana.act("submit", view=view, values={"days_open": "many", "minimum": "4"})
    assert unfit == {
        "ok": False, "error": "Not a number: many.", "errors": {"days_open": "Not a number: many."}
    }  # fmt: skip
    empty = ana.act("submit", view=view, values={"days_open": None})
    assert (empty["ok"], empty["missing"]) == (False, ["days_open"])
    assert ana.act("submit", view=view, values={"days_open": "3"}) == {"ok": True, "errors": {}}
    assert ana.modal()["title"]["text"] == "Check-ins are set up"
    assert ana.act("close", view=ana.modal()["id"]) == {"ok": True}
    assert ana.scene()["stack"] == []
    assert rung.wait_for("set up maturity check-ins")


def test_a_button_opens_its_modal_for_the_person_who_pressed(rung, ana):
    rung.invite()
    hello = ana.scene()["messages"][0]
    assert ana.act("press", **ana.button(hello, "Set up check-ins")) == {"ok": True}
    assert ana.modal()["callback_id"] == "settings"
    assert Browser(rung, "bo").scene()["stack"] == []


def test_the_home_tab_is_published_for_whoever_opens_it(ana):
    assert ana.scene(place="home")["home"] is None
    assert ana.act("open_home") == {"ok": True}
    assert ana.scene(place="home")["home"]["type"] == "home"


def test_the_inspector_tells_every_request_both_ways_and_what_was_wrong_with_it(rung, ana):
    rung.invite()
    told = ana.get("/client/requests?after=0")
    names = {(request["way"], request["name"]) for request in told["requests"]}
    assert {("slack", "member_joined_channel"), ("app", "chat.postMessage")} <= names
    rung.slack.faults.add("chat.postMessage", "error:is_archived")
    ana.act("say", text="@rung help")
    rung.slack.wait_until(
        lambda: (
            not all(r["ok"] for r in ana.get(f"/client/requests?after={told['last']}")["requests"])
        )
    )
    later = ana.get(f"/client/requests?after={told['last']}")["requests"]
    assert all(request["n"] > told["last"] for request in later)
    assert "is_archived" in {request["error"] for request in later}


def test_no_token_is_shown_in_the_inspector(rung, ana):
    rung.invite()
    shown = ana.request("GET", "/client/requests")[1].decode()
    assert "chat.postMessage" in shown
    assert rung.slack.bot_token not in shown
    assert rung.slack.app_token not in shown


def test_news_of_a_change_reaches_the_page_at_once(rung, ana):
    for version in _versions(ana, 2):
        before = ana.scene()["version"]
        assert version <= before
        rung.person("bo").say(CHANNEL, "news")
        assert ana.scene()["version"] > before


def _versions(browser: Browser, count: int) -> Iterator[int]:
    connection = http.client.HTTPConnection("127.0.0.1", browser._port, timeout=10)
    connection.request("GET", "/client/news")
    answer = connection.getresponse()
    for _ in range(count):
        line = answer.readline()
        assert line.startswith(b"data: ")
        answer.readline()
        yield int(line.removeprefix(b"data: "))
    connection.close()


def test_where_time_cannot_be_moved_the_page_is_told_so(ana):
    assert ana.scene()["clock"] == []
    status, told, _ = ana.request("POST", "/client/clock", {"to": "day"})
    assert (status, json.loads(told)) == (400, {"error": "Time cannot be moved here."})


def test_while_the_scene_is_being_set_nobody_can_act(rung, ana):
    rung.slack.client.busy = "Playing a year of check-ins"
    assert ana.scene()["busy"] == "Playing a year of check-ins"
    assert ana.act("say", text="hi") == {"ok": False, "error": "Please wait a moment."}
