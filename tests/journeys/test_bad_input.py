"""Wrong, stale, late, forged and garbled input: one sentence, nothing half-stored, never a 500."""

import copy
import http.client
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from forging import hand_in, interaction, opened, page_of, send, settings_of, stored
from world import CHANNEL, World

from sandbox import Message, payloads
from sandbox.http_delivery import FORM, signature
from storage import models as tables

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
over_http = pytest.mark.parametrize("transport", ["http"])

OUTDATED = "out of date"
OVER = "has closed"
ANSWERS_OF_A_PAGE = 3  # the first page, people
JSON_TYPE = "application/json"


@pytest.fixture(autouse=True)
def _every_delivery_is_taken(rung: World) -> Iterator[None]:
    """After each journey: no missing acknowledgement and no server error."""
    yield
    rung.slack.wait_for_events()
    unwell = [d for d in rung.slack.acks if d.status is None or d.status >= 500]
    assert [(d.failure, d.status, d.body, d.payload) for d in unwell] == []


def with_value(message: Message, action_id: str, value: str) -> Message:
    """A copy of a message in which one button holds another value."""
    body = copy.deepcopy(message.body)
    for block in body["blocks"]:
        for element in block.get("elements", []):
            if element.get("action_id") == action_id:
                element["value"] = value
    return replace(message, body=body)


def told(rung: World, name: str, place: Message, **button: str) -> str:
    """What somebody is told who presses a button of a message."""
    return rung.person(name).click(place, **button).text


@on_sqlite
def test_a_wrong_command_is_answered_with_what_to_do(rung: World) -> None:
    ana = rung.person("ana")

    def answer(line: str, channel: str = CHANNEL) -> str:
        return ana.command(f"/maturity {line}", channel=channel).text

    rung.slack.workspace.add_channel("secret", members=["ana"], private=True)
    assert "in your team's channel" in answer("status", "dm")
    assert "/invite" in answer("status", "secret")
    rung.invite()
    for line in ("", "status", "tips", "explain release", "history"):
        assert "/maturity setup" in answer(line)
    for line in ("start", "close", "pause", "resume"):
        assert "/maturity setup" in answer(line)
    assert "`/maturity status`" in answer("statsu")
    rung.set_up()
    assert "No check-in is open" in answer("close")
    assert "not paused" in answer("resume")
    assert "on its way" in answer("start")
    assert "already open" in answer("start")
    assert "paused" in answer("pause")
    assert "already paused" in answer("pause")
    assert "I don't know" in answer("explain kindness")
    shown = answer("<!channel> *bold* `" + "x" * 3000)
    assert "<!channel>" not in shown
    assert stored(rung) == {
        "team": 1, "check_in": 1, "participant": 4, "answer": 0, "comment": 0,
    }  # fmt: skip


@on_sqlite
def test_a_button_with_a_value_that_is_not_ours_does_nothing(rung: World) -> None:
    invitation, foreign = opened(rung), _round_elsewhere(rung)
    before = stored(rung)
    for value in ("abc", "-1", str(10**30), "1.5", "", "٣", "0"):
        words = told(rung, "bo", with_value(invitation, "answer", value), action_id="answer")
        assert "out of date" in words or "no longer there" in words
    words = told(rung, "bo", with_value(invitation, "answer", str(foreign)), action_id="answer")
    assert "no longer there" in words
    for action_id in ("why", "unchanged", "make_open"):
        for value in ("abc", str(10**30), str(foreign)):
            _press_raw(rung, "bo", invitation, action_id, value)
    assert stored(rung) == before
    assert "Internal" not in rung.texts()


def _round_elsewhere(rung: World) -> int:
    """The id of an open check-in of another workspace."""
    now = rung.now
    with rung.database.transaction() as session:
        other = tables.Workspace(slack_team_id="T0ELSEWHERE", created_at=now)
        session.add(other)
        session.flush()
        kept = {"rubric": "mlops@2020-01", "privacy": "open", "minimum": 3}
        team = tables.Team(
            workspace_id=other.id, channel_id="C0ELSEWHERE", days_open=5, picked=None,
            admins=[], created_by="U0", created_at=now, **kept,
        )  # fmt: skip
        session.add(team)
        session.flush()
        row = tables.CheckIn(
            workspace_id=other.id, team_id=team.id, period="p", state="open", due_at=now,
            opened_at=now, deadline=now + timedelta(days=5), closing_at=now + timedelta(days=5),
            **kept,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def _press_raw(rung: World, name: str, place: Message, action_id: str, value: str) -> None:
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
    channel = rung.slack.workspace.channel(place.channel)
    where = payloads.in_message(place, channel, f"{rung.slack.api_url[:-5]}/response/gone")
    ack = send(rung, name, "block_actions", actions=[action], **where)
    assert ack.ok, (action_id, value, ack)


@on_sqlite
def test_after_the_close_buttons_and_pages_are_told_that_it_is_over(rung: World) -> None:
    invitation = opened(rung)
    first_page = page_of(rung, "bo")
    rung.person("ana").command("/maturity close", channel=CHANNEL).message()
    before = stored(rung)
    assert OVER in told(rung, "cleo", invitation, action_id="answer")
    late = rung.person("bo")
    late.submit(first_page)
    view = late.view()
    assert view is not None
    assert OVER in " ".join(view.texts())
    _press_raw(rung, "bo", invitation, "unchanged", "1")
    assert stored(rung) == before


def test_a_page_submitted_from_two_devices_at_once_is_stored_once(rung: World) -> None:
    opened(rung)
    view = page_of(rung, "bo")
    with ThreadPoolExecutor(8) as devices:
        shown = list(devices.map(lambda _: hand_in(rung, "bo", view), range(8)))
    assert all('"response_action": "update"' in s for s in shown)
    assert all("Page 2 of 4" in s for s in shown)
    assert stored(rung)["answer"] == ANSWERS_OF_A_PAGE
    assert stored(rung)["participant"] == 4
    last = rung.person("bo").view()
    assert last is not None


@on_sqlite
def test_metadata_that_was_tampered_with_is_refused(rung: World) -> None:
    opened(rung)
    view, foreign = page_of(rung, "bo"), _round_elsewhere(rung)
    ours = json.loads(view.private_metadata)
    wrong: list[Any] = [
        "", "no json", "[]", "null", "3", "NaN", "[" * 2900, '{"a":' * 500,
        {}, ours | {"check_in": foreign}, ours | {"check_in": 10**30},
        *(ours | {"page": page} for page in (99, -1, True, None, "0", 1.0, [0], 10**30)),
        *(ours | {"check_in": i} for i in (-1, 0, True, None, "1", [1], {"id": 1})),
    ]  # fmt: skip
    before = stored(rung)
    for metadata in wrong:
        given = metadata if isinstance(metadata, str) else json.dumps(metadata)
        words = hand_in(rung, "bo", view, private_metadata=given)
        assert OUTDATED in words or "no longer there" in words, (given, words)
    assert OUTDATED in hand_in(rung, "bo", view, private_metadata=None)
    assert stored(rung) == before


@on_sqlite
def test_a_page_with_wrong_fields_is_told_beside_the_field_and_not_stored(rung: World) -> None:
    opened(rung)
    view = page_of(rung, "bo")
    path, other = rung.rubric.dimensions[0].paths()[:2]
    foreign = rung.rubric.criterion(other).choices[-1].id

    def changed(block: str, field: Any) -> dict[str, Any]:
        return {"values": copy.deepcopy(view.state) | {block: {block: field}}}

    def option(value: Any) -> dict[str, Any]:
        return {"type": "radio_buttons", "selected_option": {"value": value}}

    comment = next(block for block in view.state if block.startswith("comment"))
    choices: list[Any] = ["heroic", foreign, "", None, 3, [], {}]
    fields: list[Any] = [None, [], "siloed", 1, {}]
    comments: list[Any] = ["x" * 3001, 5, [], {}, True]
    states: list[Any] = [{}, None, [], {"values": None}, {"values": []}, 3]
    wrong: list[tuple[str, Any]] = [
        *((path, changed(path, option(choice))) for choice in choices),
        *((path, changed(path, field)) for field in fields),
        (path, changed(path, {"selected_option": None})),
        (path, {"values": {k: v for k, v in view.state.items() if k != path}}),
        ("role", changed("role", option("king"))),
        *((comment, changed(comment, {"value": value})) for value in comments),
        *(("role", state) for state in states),
    ]  # fmt: skip
    before = stored(rung)
    for block, state in wrong:
        answer = json.loads(hand_in(rung, "bo", view, state=state))
        assert answer["response_action"] == "errors", (state, answer)
        assert answer["errors"][block].endswith("."), (state, answer)
    assert stored(rung) == before


@on_sqlite
def test_wrong_settings_are_told_beside_the_field_and_nothing_is_stored(rung: World) -> None:
    rung.invite()
    view = settings_of(rung, "ana")

    def answer(block: str, field: Any) -> dict[str, str]:
        state = {"values": copy.deepcopy(view.state) | {block: {block: field}}}
        shown = json.loads(hand_in(rung, "ana", view, state=state))
        assert shown["response_action"] == "errors", (block, field, shown)
        return dict(shown["errors"])

    def option(value: Any) -> dict[str, Any]:
        return {"selected_option": {"value": value}}

    for block, field in [
        ("rubric", option("gone@1")), ("cadence", option("hourly")), ("nth", option("9")),
        ("weekday", option("-1")), ("zone", option("Europe/Atlantis")), ("zone", None),
        ("at", {"selected_time": "25:00"}), ("at", {"selected_time": 900}),
        ("days_open", {"value": "0"}), ("days_open", {"value": "1e9"}), ("minimum", {"value": "2"}),
        ("days_open", {"value": "9" * 400}), ("minimum", {"value": None}),
        ("asked", option("nobody")), ("privacy", option("public")), ("options", option("x")),
    ]:  # fmt: skip
        errors = answer(block, field)
        assert list(errors) == [block], (block, field, errors)
    everything = json.loads(hand_in(rung, "ana", view, state={}))
    assert {"rubric", "cadence", "at", "zone", "privacy"} <= set(everything["errors"])
    person = rung.person("ana")
    person.fill({"asked": "People I pick"})
    assert list(person.submit().errors) == ["picked"]
    assert stored(rung)["team"] == 0


@on_sqlite
def test_of_two_admins_who_save_at_once_the_second_is_told(rung: World) -> None:
    rung.invite()
    first, second = settings_of(rung, "ana"), settings_of(rung, "bo")
    rung.person("ana").submit(first)
    assert "Somebody else" in hand_in(rung, "bo", second)
    rung.person("ana").close_view()
    ana, dan = settings_of(rung, "ana"), settings_of(rung, "dan")
    with ThreadPoolExecutor(2) as devices:
        saving = [devices.submit(hand_in, rung, *who) for who in (("ana", ana), ("dan", dan))]
        shown = [save.result() for save in saving]
    assert sum("Somebody else" in s for s in shown) == 1
    assert sum("Settings saved" in s for s in shown) == 1
    assert stored(rung)["team"] == 1


@on_sqlite
def test_settings_whose_metadata_was_tampered_with_are_refused(rung: World) -> None:
    rung.invite()
    view = settings_of(rung, "ana")
    ours = json.loads(view.private_metadata)
    wrong: list[dict[str, Any]] = [
        {"channel": None}, {"channel": "C0NOWHERE"}, {"channel": ["C1"]}, {"channel": "D1"},
        {"revision": 7}, {"revision": "x"}, {"revision": [1]},
    ]  # fmt: skip
    for changes in wrong:
        given = json.dumps(ours | changes)
        shown = json.loads(hand_in(rung, "ana", view, private_metadata=given))
        assert shown["view"]["title"]["text"] == "Rung", (changes, shown)
        assert "went wrong" not in json.dumps(shown), changes
    for text in ("", "[]", "no json"):
        assert OUTDATED in hand_in(rung, "ana", view, private_metadata=text)
    assert stored(rung)["team"] == 0


@on_sqlite
def test_an_expired_trigger_opens_nothing_and_hurts_nothing(rung: World) -> None:
    invitation = opened(rung)
    rung.slack.triggers.lifetime = -1
    rung.person("bo").click(invitation, action_id="answer")
    rung.person("ana").command("/maturity setup", channel=CHANNEL)
    rung.slack.wait_until(lambda: _expired(rung) == 2)
    assert rung.person("bo").view() is None


def _expired(rung: World) -> int:
    return sum(call.error == "expired_trigger_id" for call in rung.slack.log)


@on_sqlite
def test_when_slack_does_not_answer_us_the_person_is_told_or_at_least_acknowledged(
    rung: World,
) -> None:
    invitation = opened(rung)
    rung.slack.faults.add("views.open", "drop_before")
    assert "try again" in told(rung, "bo", invitation, action_id="answer")
    rung.slack.faults.add("views.open", "drop_before")
    rung.slack.faults.add("response_url", "drop_before")
    rung.person("bo").click(invitation, action_id="answer")
    rung.slack.wait_until(lambda: _dropped(rung) == 3)


def _dropped(rung: World) -> int:
    return sum(call.fault == "drop_before" for call in rung.slack.log)


@on_sqlite
def test_unknown_events_buttons_forms_and_kinds_are_taken_and_forgotten(rung: World) -> None:
    invitation = opened(rung)
    view = page_of(rung, "bo")
    before = stored(rung)
    _press_raw(rung, "bo", invitation, "from_another_age", "1")
    answer = hand_in(rung, "bo", view, callback_id="from_another_age")
    assert OUTDATED in answer
    person = rung.person("bo")
    workspace = rung.slack.workspace
    for inner in ({"type": "from_another_age"}, {"type": "message", "text": "hi"}, {"type": None}):
        envelope = payloads.event(workspace, rung.now, inner, shared=False)
        assert person.send_raw(envelope).ok, inner
    for kind in ("message_action", "shortcut", "view_closed", "block_suggestion", "from_space"):
        assert send(rung, "bo", kind, callback_id="x", action_id="x", view=view.body).ok, kind
    assert stored(rung) == before


@on_sqlite
def test_payloads_without_what_they_should_have_are_taken(rung: World) -> None:
    invitation = opened(rung)
    view, before = page_of(rung, "bo"), stored(rung)
    channel = rung.slack.workspace.channel(CHANNEL)
    where = payloads.in_message(invitation, channel, "")
    button = {"type": "button", "action_id": "answer", "block_id": "b", "value": "1"}
    wrong: list[dict[str, Any]] = [
        {"user": None}, {"user": {}}, {"user": {"id": None}}, {"user": {"id": "U0NOBODY"}},
        {"user": {"id": "USLACKBOT"}}, {"channel": None, "container": None},
        {"message": None, "trigger_id": None}, {"team": None, "enterprise": {"id": "E1"}},
        {"actions": [button | {"value": None}]}, {"actions": [button | {"value": ["1"]}]},
    ]  # fmt: skip
    for changes in wrong:
        person = rung.person("bo")
        payload = interaction(rung, "bo", "block_actions", **(where | {"actions": [button]}))
        ack = person.send_raw(payload | changes)
        assert ack.status is not None, changes
        assert ack.status < 500, changes
    for changes in wrong[:1] + wrong[3:5]:
        ack = send(rung, "bo", "view_submission", view=view.body, **changes)
        assert ack.ok, (changes, ack)
        assert ack.body["view"]["title"]["text"] == "Rung", changes
    assert stored(rung) == before


@on_sqlite
@over_http
def test_an_answer_is_posted_nowhere_but_to_slack(rung: World) -> None:
    invitation = opened(rung)
    channel = rung.slack.workspace.channel(CHANNEL)
    button = {"type": "button", "action_id": "answer", "block_id": "b", "value": "abc"}
    before = len(rung.slack.log)
    for address in ("http://127.0.0.1.example.com/x", "http://169.254.169.254/", "file:///etc",
                    "http://["):  # fmt: skip
        where = payloads.in_message(invitation, channel, address)
        assert send(rung, "bo", "block_actions", actions=[button], **where).status == 400
    assert [c.method for c in rung.slack.log[before:]] == []


def post(rung: World, body: bytes, media: str = FORM, /, **changes: Any) -> tuple[int, str, float]:
    """The status and the text of the bot's answer to a signed request, and how long it took.

    `changes` replace headers (None: left out); `signed` is what is signed in the body's place.
    """
    signed = changes.pop("signed", body)
    then = int(time.time()) - changes.pop("age", 0)
    headers = {"Content-Type": media} | signature(rung.slack.signing_secret, then, signed)
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    kept = {name: value for name, value in headers.items() if value is not None}
    begun = time.monotonic()
    status, text = ask(rung, "POST", "/slack/events", body, kept)
    return status, text, time.monotonic() - begun


def ask(
    rung: World, method: str, path: str, body: bytes = b"", headers: dict[str, Any] | None = None
) -> tuple[int, str]:
    """The status and the text of the bot's answer to any request."""
    assert rung.bot is not None
    connection = http.client.HTTPConnection("127.0.0.1", rung.bot.web.port, timeout=20)
    try:
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8", "replace")
    finally:
        connection.close()


def fine(answer: tuple[int, str, float]) -> int:
    """The status of an answer that is no server error, tells nothing of our inside, and is fast."""
    status, text, seconds = answer
    assert status < 500, answer
    assert not [w for w in ("Traceback", "site-packages", 'File "', "Error:") if w in text], answer
    assert seconds < 5, answer
    return status


TIMESTAMP, SIGNATURE = "X_Slack_Request_Timestamp", "X_Slack_Signature"
PAYLOAD = b"payload=" + quote('{"type": "block_actions"}').encode()


@on_sqlite
@over_http
def test_a_request_that_slack_did_not_sign_is_refused(rung: World) -> None:
    for stamp in (None, "", "abc", "-1", "1e400", "1.5", "9" * 30, "\xe9", "NaN", "0"):
        assert fine(post(rung, PAYLOAD, **{TIMESTAMP: stamp})) == 401, stamp
    for proof in (None, "", "v0=", "v0=\xe9\xe8", "abc", "v1=00", "v0=" + "0" * 64, "v0=" * 900):
        assert fine(post(rung, PAYLOAD, **{SIGNATURE: proof})) == 401, proof
    assert fine(post(rung, PAYLOAD, signed=PAYLOAD + b"x")) == 401
    assert fine(post(rung, PAYLOAD, age=301)) == 401
    assert fine(post(rung, PAYLOAD, age=-301)) == 401
    challenge = json.dumps({"type": "url_verification", "challenge": "sandbox-challenge"}).encode()
    assert fine(post(rung, challenge, JSON_TYPE, **{SIGNATURE: "v0=" + "0" * 64})) == 401
    assert fine(post(rung, challenge, JSON_TYPE, **{SIGNATURE: None})) == 401
    status, text, _ = post(rung, challenge, JSON_TYPE)
    assert (status, "sandbox-challenge" in text) == (200, True)
    # What nobody signed is not read: no JSON, no text, however it looks.
    for body in (b"\xff\xfe", b"{", b"[" * 10_000, b"payload={"):
        for media in (FORM, JSON_TYPE):
            assert fine(post(rung, body, media, signed=b"other")) == 401, body[:20]


@on_sqlite
@over_http
def test_a_signed_request_that_cannot_be_read_hurts_nobody(rung: World) -> None:
    deep = "[" * 10_000 + "]" * 10_000
    nested = '{"a":' * 10_000 + "1" + "}" * 10_000
    command = {"command": "/maturity", "text": "help", "user_id": "U1", "channel_id": "C1"}
    for body, media in [
        (b"", FORM), (b"", JSON_TYPE), (b"\xff\xfe\x00", FORM), (b'{"a": "\xff"}', JSON_TYPE),
        (b"payload=%ff%fe", FORM), (b"payload=\xff", FORM), (b"payload=", FORM),
        (b"ssl_check=1&token=x", FORM), (b"ssl_check=1", FORM), (PAYLOAD + b"&" + PAYLOAD, FORM),
        (b"payload=1&payload=[]", FORM), (b"payload=NaN", FORM), (b"payload=null", FORM),
        (b"payload=%22x%22", FORM), (b"payload={", FORM), (b"payload=" + deep.encode(), FORM),
        (b"payload=" + quote(nested).encode(), FORM), (deep.encode(), JSON_TYPE),
        (nested.encode(), JSON_TYPE), (b"NaN", JSON_TYPE), (b"[]", JSON_TYPE), (b"1", JSON_TYPE),
        (b'{"type": NaN}', JSON_TYPE), (b'{"type": "event_callback"}', JSON_TYPE),
        (b'{"type": "event_callback", "event": null}', JSON_TYPE),
        (b'{"type": "event_callback", "event": []}', JSON_TYPE),
        (b'{"type": "event_callback", "event": {"type": []}}', JSON_TYPE),
        (b'{"type": "event_callback", "authorizations": 5}', JSON_TYPE),
        (b'{"type": [], "team": 5, "user": 5, "enterprise": 5}', JSON_TYPE),
        (b'{"type": "block_actions", "actions": []}', JSON_TYPE),
        (b'{"type": "block_actions", "actions": [null]}', JSON_TYPE),
        (b'{"type": "view_submission", "view": null}', JSON_TYPE),
        (b'{"type": "view_submission", "view": []}', JSON_TYPE),
        (b'{"a": 1, "a": 2, "type": "x"}', JSON_TYPE), (b"a=1&a=2&command=x&command=y", FORM),
        (urlencode(command | {"text": "\ud800"}, errors="surrogatepass").encode(), FORM),
        (urlencode({"command": "/maturity"}).encode(), FORM), (b"%", FORM), (b"\x00", FORM),
        (b"{" * 500_000, JSON_TYPE), (b"a" * 900_000, FORM),
    ]:  # fmt: skip
        answer = post(rung, body, media)
        assert fine(answer) < 500, body[:80]
    status, text = ask(rung, "GET", "/healthz")
    assert (status, text) == (200, '{"ok": true}')


@on_sqlite
@over_http
def test_requests_that_are_too_large_or_to_no_page_are_refused(rung: World) -> None:
    # It is refused by its announced length: who sends all of it may find the line cut meanwhile.
    assert ask(rung, "POST", "/slack/events", b"", {"Content-Length": "1000001"})[0] == 413
    for method, path, status in [
        ("GET", "/slack/events", 405), ("PUT", "/slack/events", 405), ("GET", "/", 404),
        ("POST", "/slack/events/", 404), ("GET", "/slack/install", 404), ("POST", "/healthz", 404),
        ("GET", "/../../etc/passwd", 404), ("GET", "/%ff", 404),
    ]:  # fmt: skip
        assert ask(rung, method, path)[0] == status, path
    for length in ("-1", "abc", "1e9"):
        answer = ask(rung, "POST", "/slack/events", b"", {"Content-Length": length})
        assert 400 <= answer[0] < 500, (length, answer)
