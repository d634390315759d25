"""An organisation: one token for the workspaces that were granted, and what tells them apart."""

from __future__ import annotations

from typing import Any

import pytest
from recorder import Recorder
from sandbox_forms import NAME, modal
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import CannotAct, Organisation, Place, Sandbox


@pytest.fixture
def acme(sandbox: Sandbox) -> Organisation:
    """Acme with two workspaces, Rohan and Gondor, and the app installed in all of it."""
    org = sandbox.enterprise("Acme")
    for name in ("Rohan", "Gondor"):
        ws = sandbox.add_workspace(name, enterprise=org).workspace
        ws.add_person(f"ana-{name}".lower(), is_admin=True)
        ws.add_channel("ml", members=[f"ana-{name}".lower(), ws.bot_user_id])
    for place in org.places:
        org.grant_access(place)
    now = org.places[0].workspace.clock()
    org.installation.grant(sandbox.app, set(sandbox.app.bot_scopes), now)
    return org


@pytest.fixture
def of_acme(sandbox: Sandbox, acme: Organisation) -> WebClient:
    return WebClient(acme.bot_token, base_url=sandbox.api_url, retry_handlers=[], timeout=5)


def error_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


def test_ids_are_unique_in_an_organisation_and_its_workspaces_share_one_bot(
    acme: Organisation,
) -> None:
    rohan, gondor = (place.workspace for place in acme.places)
    assert rohan.team_id != gondor.team_id
    assert rohan.channel("ml").id != gondor.channel("ml").id
    assert not ({*rohan.users} & {*gondor.users}) - {acme.bot_user_id}
    assert rohan.bot_user_id == gondor.bot_user_id == acme.bot_user_id


def test_the_answer_to_a_code_names_the_organisation_and_no_team(
    sandbox: Sandbox, acme: Organisation
) -> None:
    now = sandbox.workspace.clock()
    answer = acme.installation.grant(sandbox.app, {"commands"}, now)
    assert (answer["team"], answer["is_enterprise_install"]) == (None, True)
    assert answer["enterprise"] == {"id": acme.id, "name": "Acme"}
    assert acme.id.startswith("E")


def test_one_token_reaches_each_workspace_by_what_a_call_names(
    acme: Organisation, of_acme: WebClient
) -> None:
    rohan, gondor = (place.workspace for place in acme.places)
    of_acme.chat_postMessage(channel=gondor.channel("ml").id, text="to Gondor")
    of_acme.chat_postMessage(channel=rohan.channel("ml").id, text="to Rohan", team_id=rohan.team_id)
    assert [m.text for m in gondor.messages("ml")] == ["to Gondor"]
    assert [m.text for m in rohan.messages("ml")] == ["to Rohan"]
    trigger = acme.places[1].triggers.issue(gondor.user("ana-gondor").id)
    view = of_acme.views_open(trigger_id=trigger, view=modal(NAME))["view"]
    assert view["team_id"] == gondor.team_id
    assert view["app_installed_team_id"] == acme.id
    assert of_acme.views_update(view_id=view["id"], view=modal(NAME))["ok"]
    wrong = error_of(
        of_acme.chat_postMessage,
        channel=gondor.channel("ml").id,
        text="astray",
        team_id=rohan.team_id,
    )
    assert wrong == "channel_not_found"


@pytest.mark.parametrize("method", ["users.list", "users.conversations", "conversations.list"])
def test_lists_need_to_be_told_which_workspace(
    acme: Organisation, of_acme: WebClient, method: str
) -> None:
    assert error_of(of_acme.api_call, api_method=method) == "missing_argument"
    gondor = acme.places[1].workspace
    answer = of_acme.api_call(method, params={"team_id": gondor.team_id})
    found = [item["id"] for item in answer.get("members") or answer.get("channels") or []]
    assert set(found) <= {*gondor.users, *gondor.channels}
    assert found
    assert error_of(of_acme.api_call, api_method=method, params={"team_id": "T0NOWHERE"}) == (
        "team_not_found"
    )


def test_the_workspaces_of_a_token_are_listed_and_can_be_taken_away(
    acme: Organisation, of_acme: WebClient
) -> None:
    rohan, gondor = acme.places
    assert of_acme.auth_test()["team_id"] == acme.id
    assert of_acme.auth_test()["is_enterprise_install"] is True
    assert [team["name"] for team in of_acme.auth_teams_list()["teams"]] == ["Rohan", "Gondor"]
    channel = gondor.workspace.channel("ml").id
    with pytest.raises(CannotAct, match="through the organisation"):
        gondor.uninstall()
    acme.revoke_access(gondor)
    assert [team["name"] for team in of_acme.auth_teams_list()["teams"]] == ["Rohan"]
    refused = error_of(of_acme.chat_postMessage, channel=channel, text="x")
    assert refused == "team_access_not_granted"
    assert (rohan.installed, gondor.installed) == (True, False)


def test_a_token_of_another_company_reaches_nothing_of_the_organisation(
    client: WebClient, acme: Organisation
) -> None:
    gondor = acme.places[1]
    trigger = gondor.triggers.issue(gondor.workspace.user("ana-gondor").id)
    refused = error_of(client.views_open, trigger_id=trigger, view=modal(NAME))
    assert refused == "invalid_trigger_id"


def test_payloads_name_the_organisation_and_the_workspace_where_it_happened(
    sandbox: Sandbox, acme: Organisation, recorder: Recorder
) -> None:
    gondor: Place = acme.places[1]
    ana = gondor.person("ana-gondor")
    ana.mention("ml", "@Rung tips")
    sandbox.wait_for_events()
    event = sandbox.acks[-1].payload
    assert (event["team_id"], event["enterprise_id"]) == (gondor.workspace.team_id, acme.id)
    assert event["authorizations"] == [
        {
            "enterprise_id": acme.id,
            "team_id": None,
            "user_id": acme.bot_user_id,
            "is_bot": True,
            "is_enterprise_install": True,
        }
    ]
    ana.command("/maturity", channel="ml")
    command = sandbox.acks[-1].payload
    assert (command["team_id"], command["enterprise_id"]) == (gondor.workspace.team_id, acme.id)
    assert command["is_enterprise_install"] == "true"


def test_leaving_an_organisation_ends_its_token_and_names_no_workspace(
    sandbox: Sandbox, acme: Organisation, of_acme: WebClient, recorder: Recorder
) -> None:
    acme.uninstall()
    sandbox.wait_for_events()
    assert error_of(of_acme.auth_test) == "account_inactive"
    assert {d.payload["event"]["type"] for d in sandbox.acks} == {
        "app_uninstalled", "tokens_revoked",
    }  # fmt: skip
    assert all(d.payload["enterprise_id"] == acme.id for d in sandbox.acks)
    assert all("team_id" not in d.payload for d in sandbox.acks)
    assert not any(place.installed for place in acme.places)
