"""People who command, press, fill in and submit, against a tiny Bolt app."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sandbox_forms import NAME, Connect, actions, button, field, modal, options, words
from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient
from websockets.sync.client import connect

from sandbox import AppFailed, CannotAct, FormIncomplete, Message, Sandbox
from sandbox.person import Person

FORM = modal(
    NAME,
    field("role", "Role", {"type": "static_select", "options": options("Dev", "Ops")}),
    field(
        "days",
        "Days",
        {"type": "checkboxes", "options": options("Monday", "Friday")},
        optional=True,
    ),
    field("who", "Who", {"type": "multi_users_select", "max_selected_items": 2}, optional=True),
    field("time", "Time", {"type": "timepicker", "initial_time": "09:00"}),
    field(
        "open",
        "Open for",
        {"type": "number_input", "is_decimal_allowed": False, "max_value": "9"},
        optional=True,
    ),
    field("team", "Team", {"type": "external_select", "min_query_length": 0}, optional=True),
)


class Bot:
    """Opens FORM from a button, and answers as the test sets."""

    def __init__(self, app: App) -> None:
        self.answer: dict[str, Any] = {}
        self.submitted: list[dict[str, Any]] = []
        self.pressed: list[dict[str, Any]] = []
        self.closed = 0
        self.view = FORM
        app.action("open")(self.open)
        app.action("note")(self.note)
        app.action("pick")(self.note)
        app.action("freq_value")(self.note)
        app.view("form")(self.submit)
        app.view_closed("form")(self.close)
        app.options("team_value")(self.suggest)
        app.command("/maturity")(self.command)
        app.event("app_mention")(self.mentioned)
        app.event("app_home_opened")(self.home)

    def open(self, ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=self.view)

    def note(self, ack: Ack, body: dict[str, Any]) -> None:
        self.pressed.append(body)
        ack()

    def submit(self, ack: Ack, body: dict[str, Any]) -> None:
        self.submitted.append(body["view"]["state"]["values"])
        ack(**self.answer)

    def close(self, ack: Ack) -> None:
        self.closed += 1
        ack()

    def suggest(self, ack: Ack, payload: dict[str, Any]) -> None:
        teams = ["Alpha", "Beta"]
        ack(options=options(*[team for team in teams if payload["value"].lower() in team.lower()]))

    def command(self, ack: Ack, respond: Respond) -> None:
        ack()
        respond(text="pick one", blocks=[actions(button("Open", "open"), button("Note", "note"))])

    def mentioned(self, event: dict[str, Any], client: WebClient) -> None:
        client.chat_postMessage(channel=event["channel"], text="tip", thread_ts=event["ts"])

    def home(self, event: dict[str, Any], client: WebClient) -> None:
        view = {"type": "home", "blocks": [actions(button("Open", "open"))]}
        client.views_publish(user_id=event["user"], view=view)


@pytest.fixture(params=["socket", "http"])
def bot(request: pytest.FixtureRequest, app: App, over_socket: Connect, over_http: Connect) -> Bot:
    made = Bot(app)
    {"socket": over_socket, "http": over_http}[request.param](app)
    return made


@pytest.fixture
def ana(sandbox: Sandbox) -> Person:
    return sandbox.person("ana")


def open_form(sandbox: Sandbox, ana: Person) -> None:
    reply = ana.command("/maturity", channel="ml-platform")
    ana.click(reply.message(), text="Open")
    sandbox.wait_until(ana.view)


def test_a_command_is_answered_over_its_response_url(bot: Bot, ana: Person) -> None:
    reply = ana.command("/maturity status", channel="ml-platform")
    assert reply.text == "pick one"
    assert reply.texts() == ["Open", "Note"]
    assert reply.message().ephemeral_to == ana.id


def test_a_form_is_opened_filled_and_submitted(bot: Bot, sandbox: Sandbox, ana: Person) -> None:
    open_form(sandbox, ana)
    ana.fill({"Name": "Ana", "Role": "ops", "Days": ["Monday"], "Who": ["bo"], "open": 5})
    ana.fill({"Team": "Beta"})
    ana.submit()
    [values] = bot.submitted
    assert values["name"]["name_value"]["value"] == "Ana"
    assert values["role"]["role_value"]["selected_option"]["text"]["text"] == "Ops"
    assert [o["value"] for o in values["days"]["days_value"]["selected_options"]] == ["monday"]
    assert values["who"]["who_value"]["selected_users"] == [sandbox.workspace.user("bo").id]
    assert values["time"]["time_value"]["selected_time"] == "09:00"
    assert values["open"]["open_value"]["value"] == "5"
    assert values["team"]["team_value"]["selected_option"]["value"] == "beta"
    assert ana.view() is None


def test_required_fields_are_asked_for_by_the_client(
    bot: Bot, sandbox: Sandbox, ana: Person
) -> None:
    open_form(sandbox, ana)
    ana.fill({"Time": None})
    with pytest.raises(FormIncomplete) as caught:
        ana.submit()
    assert caught.value.labels == ["Name", "Role", "Time"]
    assert bot.submitted == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"Name": "x" * 11},
        {"Name": "two\nlines"},
        {"Role": "Boss"},
        {"Days": ["Sunday"]},
        {"Who": ["nobody"]},
        {"Who": ["ana", "bo", "rung"]},
        {"Time": "25:00"},
        {"Open for": "five"},
        {"Open for": 10},
        {"Team": "Gamma"},
        {"Colour": "red"},
    ],
)
def test_a_person_cannot_fill_in_what_the_client_does_not_offer(
    bot: Bot, sandbox: Sandbox, ana: Person, wrong: dict[str, Any]
) -> None:
    open_form(sandbox, ana)
    with pytest.raises(CannotAct):
        ana.fill(wrong)


def filled(sandbox: Sandbox, ana: Person) -> None:
    open_form(sandbox, ana)
    ana.fill({"Name": "Ana", "Role": "Dev"})


def test_errors_stay_beside_their_fields(bot: Bot, sandbox: Sandbox, ana: Person) -> None:
    filled(sandbox, ana)
    bot.answer = {"response_action": "errors", "errors": {"name": "already taken"}}
    assert ana.submit().errors == {"name": "already taken"}
    shown = ana.view()
    assert shown is not None
    assert shown.state["name"]["name_value"]["value"] == "Ana"


def test_an_update_keeps_the_view_and_a_push_lies_on_it(
    bot: Bot, sandbox: Sandbox, ana: Person
) -> None:
    filled(sandbox, ana)
    [before] = ana.stack()
    bot.answer = {"response_action": "update", "view": {**FORM, "title": words("Page two")}}
    ana.submit()
    [after] = ana.stack()
    assert (after.id, after.title) == (before.id, "Page two")
    bot.answer = {"response_action": "push", "view": modal(NAME, title="On top")}
    ana.submit()
    assert [view.title for view in ana.stack()] == ["Page two", "On top"]
    bot.answer = {"response_action": "clear"}
    ana.fill({"Name": "Ana"})
    ana.submit()
    assert ana.stack() == []


def test_an_ack_takes_effect_before_what_the_app_calls_after_it(
    sandbox: Sandbox, client: WebClient, ana: Person
) -> None:
    trigger = sandbox.triggers.issue(ana.id)
    opened = client.views_open(trigger_id=trigger, view=modal({**NAME, "optional": True}))
    url = client.apps_connections_open(app_token=sandbox.app_token)["url"]
    with connect(url) as link, ThreadPoolExecutor(1) as pool:
        link.recv()
        submitted = pool.submit(ana.submit)
        envelope = json.loads(link.recv())
        working = {"response_action": "update", "view": modal(NAME, title="Working")}
        link.send(json.dumps({"envelope_id": envelope["envelope_id"], "payload": working}))
        client.views_update(view_id=opened["view"]["id"], view=modal(NAME, title="Done"))
        submitted.result()
    assert [view.title for view in ana.stack()] == ["Done"]


def test_a_choice_in_a_message_is_told_with_the_state_of_the_message(
    bot: Bot, sandbox: Sandbox, client: WebClient, channel: str, ana: Person
) -> None:
    menu = {"type": "static_select", "action_id": "pick", "options": options("A", "B")}
    client.chat_postMessage(channel=channel, text="?", blocks=[actions(menu)])
    [message] = sandbox.workspace.messages("ml-platform")
    ana.choose("pick", "B", where=message)
    [body] = bot.pressed
    assert body["actions"][0]["selected_option"]["value"] == "b"
    assert body["state"]["values"]["actions"]["pick"]["selected_option"]["value"] == "b"


def test_an_app_without_the_scope_has_no_commands_and_hears_no_mentions(
    sandbox: Sandbox, ana: Person
) -> None:
    sandbox.scopes.difference_update({"commands", "app_mentions:read"})
    with pytest.raises(CannotAct, match="no commands"):
        ana.command("/maturity", channel="ml-platform")
    ana.mention("ml-platform", "@Rung tips")
    sandbox.wait_for_events()
    assert sandbox.acks == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "no such block"}},
        {"response_action": "update", "view": modal(NAME, title="x" * 25)},
    ],
)
def test_a_wrong_answer_to_a_submission_is_a_failure(
    bot: Bot, sandbox: Sandbox, ana: Person, answer: dict[str, Any]
) -> None:
    filled(sandbox, ana)
    bot.answer = answer
    with pytest.raises(AppFailed, match="refused"):
        ana.submit()
    assert len(ana.stack()) == 1


def test_an_old_copy_of_a_form_can_be_submitted_again(
    bot: Bot, sandbox: Sandbox, ana: Person
) -> None:
    filled(sandbox, ana)
    copy = ana.view()
    ana.submit()
    ana.submit(copy)
    assert len(bot.submitted) == 2


def test_closing_a_form_is_told_to_an_app_that_asked(
    bot: Bot, sandbox: Sandbox, ana: Person
) -> None:
    open_form(sandbox, ana)
    ana.close_view()
    assert bot.closed == 0
    bot.view = {**FORM, "notify_on_close": True}
    open_form(sandbox, ana)
    ana.close_view()
    assert (bot.closed, ana.view()) == (1, None)


def test_a_press_says_what_was_pressed_and_where(
    bot: Bot, sandbox: Sandbox, client: WebClient, channel: str, ana: Person
) -> None:
    blocks = [
        actions(button("Yes", "open", "1")),
        actions(button("Yes", "note", "2"), block_id="b"),
    ]
    client.chat_postMessage(channel=channel, text="?", blocks=blocks)
    [message] = sandbox.workspace.messages("ml-platform")
    with pytest.raises(CannotAct, match="2 fit"):
        ana.click(message, text="Yes")
    ana.click(message, value="2")
    [body] = bot.pressed
    assert (body["actions"][0]["value"], body["actions"][0]["block_id"]) == ("2", "b")
    assert body["message"]["ts"] == body["container"]["message_ts"] == message.ts
    assert body["user"]["team_id"] == body["team"]["id"] == sandbox.workspace.team_id


def test_a_stale_copy_of_a_message_can_be_pressed(
    bot: Bot, sandbox: Sandbox, client: WebClient, channel: str, ana: Person
) -> None:
    posted = client.chat_postMessage(
        channel=channel, text="?", blocks=[actions(button("Yes", "note"))]
    )
    [stale] = sandbox.workspace.messages("ml-platform")
    client.chat_update(channel=channel, ts=posted["ts"], text="closed")
    ana.click(stale, text="Yes")
    assert len(bot.pressed) == 1
    [now] = sandbox.workspace.messages("ml-platform")
    with pytest.raises(CannotAct, match="0 fit"):
        ana.click(now, text="Yes")


def test_a_choice_in_a_view_is_told_at_once_and_kept(
    bot: Bot, sandbox: Sandbox, ana: Person
) -> None:
    menu = {"type": "static_select", "action_id": "pick", "options": options("A", "B")}
    section = {"type": "section", "block_id": "s", "text": words("Pick"), "accessory": menu}
    freq = field(
        "freq",
        "How often",
        {"type": "radio_buttons", "options": options("Weekly", "Monthly")},
        dispatch_action=True,
    )
    bot.view = modal(section, freq)
    open_form(sandbox, ana)
    ana.choose("pick", "B")
    ana.fill({"How often": "Weekly"})
    assert [body["actions"][0]["selected_option"]["value"] for body in bot.pressed] == [
        "b",
        "weekly",
    ]
    assert bot.pressed[1]["view"]["state"]["values"]["s"]["pick"]["selected_option"]["value"] == "b"
    ana.submit()
    assert bot.submitted[0]["freq"]["freq_value"]["selected_option"]["value"] == "weekly"


def test_a_mention_is_answered_in_its_thread(bot: Bot, sandbox: Sandbox, ana: Person) -> None:
    said = ana.mention("ml-platform", "@Rung tips")
    thread = sandbox.wait_until(lambda: sandbox.workspace.thread("ml-platform", said.ts)[1:])
    assert [message.text for message in thread] == ["tip"]


def test_the_home_tab_is_published_when_it_is_opened(
    bot: Bot, sandbox: Sandbox, ana: Person
) -> None:
    home = ana.open_home()
    ana.click(home, text="Open")
    sandbox.wait_until(ana.view)
    assert [view.title for view in ana.stack()] == ["Form"]
    assert sandbox.acks[-1].payload["container"] == {"type": "view", "view_id": home.id}


def test_a_note_that_only_another_sees_cannot_be_pressed(
    bot: Bot, sandbox: Sandbox, ana: Person
) -> None:
    note = ana.command("/maturity", channel="ml-platform").message()
    with pytest.raises(CannotAct, match="somebody else"):
        sandbox.person("bo").click(note, text="Note")
    ana.click(note, text="Note")
    assert bot.pressed[0]["container"]["is_ephemeral"]
    assert "message" not in bot.pressed[0]


def test_the_departed_do_nothing(sandbox: Sandbox) -> None:
    sandbox.workspace.add_person("gone", deleted=True)
    sandbox.workspace.channel("ml-platform").members.append(sandbox.workspace.user("gone").id)
    with pytest.raises(CannotAct, match="no account"):
        sandbox.person("gone").command("/maturity", channel="ml-platform")


def test_an_app_without_that_command_is_not_asked(ana: Person) -> None:
    with pytest.raises(CannotAct, match="not a command"):
        ana.command("/imaturity", channel="ml-platform")


def test_a_home_tab_that_never_comes_is_a_failure(ana: Person) -> None:
    with pytest.raises(AppFailed, match="no Home tab"):
        ana.open_home(timeout=0.05)


class Answers:
    """Keeps the response URL of every press."""

    def __init__(self, app: App) -> None:
        self.urls: list[str] = []
        app.action("note")(self.pressed)

    def pressed(self, ack: Ack, context: BoltContext) -> None:
        self.urls.append(str(context.response_url))
        ack()


@pytest.fixture
def pressed(
    sandbox: Sandbox, client: WebClient, app: App, over_socket: Connect, channel: str, ana: Person
) -> WebhookClient:
    answers = Answers(app)
    over_socket(app)
    client.chat_postMessage(channel=channel, text="?", blocks=[actions(button("Yes", "note"))])
    ana.click(sandbox.workspace.messages("ml-platform")[0], text="Yes")
    return WebhookClient(answers.urls[0])


def shown(sandbox: Sandbox) -> list[Message]:
    return sandbox.workspace.messages("ml-platform")


def test_a_response_can_replace_or_delete_what_was_pressed(
    sandbox: Sandbox, pressed: WebhookClient
) -> None:
    pressed.send(text="done", replace_original=True)
    assert [(message.text, message.blocks) for message in shown(sandbox)] == [("done", [])]
    pressed.send(delete_original=True)
    assert shown(sandbox) == []


def test_a_response_can_be_for_everybody(sandbox: Sandbox, pressed: WebhookClient) -> None:
    pressed.send(text="look", response_type="in_channel")
    assert [message.text for message in shown(sandbox)] == ["?", "look"]


def test_a_refused_response_changes_nothing_and_costs_no_use(
    sandbox: Sandbox, pressed: WebhookClient, ana: Person
) -> None:
    for _ in range(6):
        assert pressed.send(text="x", blocks=[{"type": "divider"}] * 51).status_code == 400
    assert pressed.send_dict({"text": "x", "colour": "red"}).status_code == 400
    assert ana.ephemerals("ml-platform") == []
    assert pressed.send(text="fine").status_code == 200
