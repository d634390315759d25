"""Several workspaces: one app, one connection, and nothing that leaks from one to the other."""

from __future__ import annotations

from typing import Any

import pytest
from recorder import Recorder
from sandbox_forms import NAME, Connect, modal
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Place, Sandbox


@pytest.fixture
def beta(sandbox: Sandbox) -> Place:
    place = sandbox.add_workspace("Beta")
    ws = place.workspace
    ws.add_person("cy")
    ws.add_person("di")
    ws.add_channel("ml-platform", members=["cy", "di", ws.bot_user_id])
    place.grant()
    return place


@pytest.fixture
def of_beta(sandbox: Sandbox, beta: Place) -> WebClient:
    return WebClient(beta.bot_token, base_url=sandbox.api_url, retry_handlers=[], timeout=5)


def error_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


def test_people_and_channels_share_ids_while_teams_and_bots_do_not(
    sandbox: Sandbox, beta: Place
) -> None:
    first, other = sandbox.workspace, beta.workspace
    assert first.user("ana").id == other.user("cy").id
    assert first.channel("ml-platform").id == other.channel("ml-platform").id
    assert first.app_id == other.app_id
    for name in ("team_id", "bot_id", "bot_user_id"):
        assert getattr(first, name) != getattr(other, name)
    assert sandbox.places[0].workspace is first
    assert sandbox.places[1] is beta


def test_a_token_finds_its_place(
    sandbox: Sandbox, client: WebClient, beta: Place, of_beta: WebClient, channel: str
) -> None:
    assert client.auth_test()["team_id"] == sandbox.workspace.team_id
    assert of_beta.auth_test()["team_id"] == beta.workspace.team_id
    of_beta.chat_postMessage(channel=channel, text="for Beta")
    assert sandbox.workspace.messages("ml-platform") == []
    assert [m.text for m in beta.workspace.messages("ml-platform")] == ["for Beta"]
    assert sandbox.log[-1].team == beta.workspace.team_id


def test_what_belongs_to_one_place_is_unknown_in_the_other(
    sandbox: Sandbox, client: WebClient, of_beta: WebClient
) -> None:
    ws = sandbox.workspace
    bo = sandbox.person("bo").id
    only_here = ws.add_channel("alpha-only", members=["ana", ws.bot_user_id])
    trigger = sandbox.triggers.issue(bo)
    assert error_of(of_beta.chat_postMessage, channel=only_here, text="x") == "channel_not_found"
    assert error_of(of_beta.conversations_info, channel=only_here) == "channel_not_found"
    refused = error_of(of_beta.views_open, trigger_id=trigger, view=modal(NAME))
    assert refused == "invalid_trigger_id"
    view = client.views_open(trigger_id=trigger, view=modal(NAME))["view"]
    assert error_of(of_beta.views_update, view_id=view["id"], view=modal(NAME)) == "not_found"
    file = client.files_getUploadURLExternal(filename="a.csv", length=1)
    files = [{"id": file["file_id"]}]
    assert error_of(of_beta.files_completeUploadExternal, files=files) == "file_not_found"


def test_one_connection_gets_the_deliveries_of_all_places(
    sandbox: Sandbox, recorder: Recorder, beta: Place
) -> None:
    sandbox.person("ana").mention("ml-platform", "@Rung tips")
    sandbox.wait_for_events()
    beta.person("cy").mention("ml-platform", "@Rung tips")
    sandbox.wait_for_events()
    teams = [delivery.payload["team_id"] for delivery in sandbox.acks]
    assert teams == [sandbox.workspace.team_id, beta.workspace.team_id]


def test_socket_mode_carries_every_place_and_answers_go_back_to_theirs(
    sandbox: Sandbox, beta: Place, over_socket: Connect
) -> None:
    tokens = {place.workspace.team_id: place.bot_token for place in sandbox.places}

    def authorize(team_id: str, **_: Any) -> Any:
        from slack_bolt.authorization import AuthorizeResult

        return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token=tokens[team_id])

    client = WebClient(base_url=sandbox.api_url)
    app = App(client=client, signing_secret="unused", authorize=authorize)

    @app.command("/maturity")
    def answer(ack: Any, respond: Any, command: Any) -> None:
        ack()
        respond(text=f"to {command['team_id']}", response_type="in_channel")

    over_socket(app)
    beta.person("cy").command("/maturity", channel="ml-platform")
    [message] = sandbox.wait_until(lambda: beta.workspace.messages("ml-platform"))
    assert message.text == f"to {beta.workspace.team_id}"
    assert sandbox.workspace.messages("ml-platform") == []


def test_leaving_one_place_leaves_the_other_alone(
    client: WebClient, beta: Place, of_beta: WebClient, sandbox: Sandbox, recorder: Recorder
) -> None:
    beta.uninstall(first="app_uninstalled")
    sandbox.wait_for_events()
    assert error_of(of_beta.auth_test) == "account_inactive"
    assert not beta.installed
    assert client.auth_test()["ok"]
    told = {(d.payload["team_id"], d.payload["event"]["type"]) for d in sandbox.acks}
    team = beta.workspace.team_id
    assert told == {(team, "app_uninstalled"), (team, "tokens_revoked")}


def test_a_place_without_the_app_tells_it_nothing(sandbox: Sandbox, recorder: Recorder) -> None:
    gamma = sandbox.add_workspace("Gamma")
    ws = gamma.workspace
    ws.add_person("eve")
    ws.add_channel("ml-platform", members=["eve", ws.bot_user_id])
    gamma.person("eve").mention("ml-platform", "@Rung tips")
    sandbox.wait_for_events()
    assert (gamma.installed, gamma.bot_token, sandbox.acks) == (False, "", [])
