"""Triggers, stacks, hashes and Home tabs."""

from __future__ import annotations

from typing import Any

import pytest
from sandbox_forms import NAME, field, modal, options
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Sandbox

HOME = {"type": "home", "blocks": [{"type": "divider"}]}


def refused(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


@pytest.fixture
def ana(sandbox: Sandbox) -> str:
    return sandbox.workspace.user("ana").id


def test_a_trigger_opens_one_view(sandbox: Sandbox, client: WebClient, ana: str) -> None:
    trigger = sandbox.triggers.issue(ana)
    view = client.views_open(trigger_id=trigger, view=modal(NAME))["view"]
    assert view["id"] == view["root_view_id"]
    assert view["state"]["values"] == {
        "name": {"name_value": {"type": "plain_text_input", "value": None}}
    }
    again = refused(client.views_open, trigger_id=trigger, view=modal(NAME))
    assert again == "exchanged_trigger_id"


def test_a_refused_view_leaves_the_trigger_good(
    sandbox: Sandbox, client: WebClient, ana: str
) -> None:
    trigger = sandbox.triggers.issue(ana)
    long = modal(NAME, title="x" * 25)
    assert refused(client.views_open, trigger_id=trigger, view=long) == "invalid_arguments"
    client.views_open(trigger_id=trigger, view=modal(NAME))


def test_at_most_three_views_lie_on_each_other(
    sandbox: Sandbox, client: WebClient, ana: str
) -> None:
    def trigger() -> str:
        return sandbox.triggers.issue(ana)

    assert refused(client.views_push, trigger_id=trigger(), view=modal(NAME)) == "not_found"
    first = client.views_open(trigger_id=trigger(), view=modal(NAME))["view"]
    second = client.views_push(trigger_id=trigger(), view=modal(NAME))["view"]
    client.views_push(trigger_id=trigger(), view=modal(NAME))
    assert (second["root_view_id"], second["previous_view_id"]) == (first["id"], first["id"])
    assert len(sandbox.person("ana").stack()) == 3
    fourth = refused(client.views_push, trigger_id=trigger(), view=modal(NAME))
    assert fourth == "push_limit_reached"


def test_an_update_with_an_old_hash_is_refused(
    sandbox: Sandbox, client: WebClient, ana: str
) -> None:
    view = client.views_open(trigger_id=sandbox.triggers.issue(ana), view=modal(NAME))["view"]
    known = {"view_id": view["id"], "hash": view["hash"]}
    client.views_update(view=modal(NAME, title="Two"), **known)
    assert refused(client.views_update, view=modal(NAME, title="Three"), **known) == "hash_conflict"
    shown = sandbox.person("ana").view()
    assert shown is not None
    assert shown.title == "Two"


def test_a_view_is_found_by_an_external_id_that_is_nobody_elses(
    sandbox: Sandbox, client: WebClient, ana: str
) -> None:
    mine = modal(NAME, external_id="mine")
    client.views_open(trigger_id=sandbox.triggers.issue(ana), view=mine)
    client.views_update(external_id="mine", view=mine)
    pushed = refused(client.views_push, trigger_id=sandbox.triggers.issue(ana), view=mine)
    assert pushed == "duplicate_external_id"
    assert refused(client.views_update, external_id="other", view=mine) == "not_found"


def test_a_closed_view_cannot_be_updated(sandbox: Sandbox, client: WebClient, ana: str) -> None:
    view = client.views_open(trigger_id=sandbox.triggers.issue(ana), view=modal(NAME))["view"]
    sandbox.person("ana").close_view()
    assert refused(client.views_update, view_id=view["id"], view=modal(NAME)) == "not_found"


def test_what_was_typed_stays_where_the_field_stays_the_same(
    sandbox: Sandbox, client: WebClient, ana: str
) -> None:
    role = field("role", "Role", {"type": "static_select", "options": options("Dev", "Ops")})
    person = sandbox.person("ana")
    opened = client.views_open(trigger_id=sandbox.triggers.issue(ana), view=modal(NAME, role))
    person.fill({"Name": "Ana", "Role": "Ops"})
    renamed = {**role, "block_id": "role2"}
    client.views_update(view_id=opened["view"]["id"], view=modal(NAME, renamed))
    shown = person.view()
    assert shown is not None
    assert shown.state["name"]["name_value"]["value"] == "Ana"
    assert shown.state["role2"]["role_value"]["selected_option"] is None


def test_a_home_tab_is_published_per_person_and_guarded_by_its_hash(
    sandbox: Sandbox, client: WebClient, ana: str
) -> None:
    first = client.views_publish(user_id=ana, view=HOME)["view"]
    client.views_publish(user_id=ana, view=HOME, hash=first["hash"])
    old = {"user_id": ana, "view": HOME, "hash": first["hash"]}
    assert refused(client.views_publish, **old) == "hash_conflict"
    assert sandbox.workspace.home("ana") is not None
    assert sandbox.workspace.home("bo") is None
    assert refused(client.views_publish, user_id="U0NOBODY", view=HOME) == "invalid_arguments"
    assert refused(client.views_publish, user_id=ana, view=modal(NAME)) == "invalid_arguments"
