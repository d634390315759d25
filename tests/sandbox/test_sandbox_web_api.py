"""Tokens, scopes, methods, arguments, channels and messages, through slack_sdk."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Sandbox

BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Answer"}, "action_id": "answer"}


def refusal(call: Any, **arguments: Any) -> Any:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response


def post(url: str, body: bytes, media: str, token: str = "") -> dict[str, Any]:
    headers = {"Content-Type": media} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(url, body, headers)
    with urllib.request.urlopen(request, timeout=5) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


def test_opening_a_connection_takes_only_the_app_token(sandbox: Sandbox, client: WebClient) -> None:
    answer = refusal(client.apps_connections_open, app_token=sandbox.bot_token)
    assert answer["error"] == "not_allowed_token_type"
    assert client.apps_connections_open(app_token=sandbox.app_token)["url"].startswith("ws://127.")


def test_a_token_may_come_in_a_form_body(sandbox: Sandbox) -> None:
    form = f"token={sandbox.bot_token}".encode()
    assert post(f"{sandbox.api_url}auth.test", form, "application/x-www-form-urlencoded")["ok"]


def test_auth_test_says_whose_token_it_is(sandbox: Sandbox, client: WebClient) -> None:
    answer = client.auth_test()
    assert answer["user_id"] == sandbox.workspace.bot_user_id
    assert answer["team_id"] == sandbox.workspace.team_id
    assert "chat:write" in answer.headers["x-oauth-scopes"]


def test_a_missing_scope_is_named(sandbox: Sandbox, client: WebClient, channel: str) -> None:
    sandbox.scopes.discard("chat:write")
    answer = refusal(client.chat_postMessage, channel=channel, text="hi")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
    assert "chat:write" not in answer["provided"].split(",")


def test_private_channels_need_their_own_scope(sandbox: Sandbox, client: WebClient) -> None:
    ws = sandbox.workspace
    secret = ws.add_channel("secret", members=["ana", ws.bot_user_id], private=True)
    sandbox.scopes.discard("groups:read")
    assert refusal(client.conversations_info, channel=secret)["needed"] == "groups:read"


def test_a_disguise_needs_a_scope_nobody_asked_for(client: WebClient, channel: str) -> None:
    answer = refusal(client.chat_postMessage, channel=channel, text="hi", username="Santa")
    assert answer["needed"] == "chat:write.customize"


@pytest.mark.parametrize(
    "arguments",
    [
        {"colour": "red"},
        {"text": 5},
        {"blocks": "not json"},
        {"unfurl_links": "perhaps"},
        {"thread_ts": 1602251441.001700},
        {"metadata": []},
    ],
)
def test_unknown_and_wrong_typed_arguments_are_refused_with_their_name(
    client: WebClient, channel: str, arguments: dict[str, Any]
) -> None:
    body = {"channel": channel, "text": "hi", **arguments}
    answer = refusal(client.api_call, api_method="chat.postMessage", json=body)
    assert answer["error"] == "invalid_arguments"
    [name] = arguments
    assert name in answer["response_metadata"]["messages"][0]


def test_a_missing_argument_is_refused(client: WebClient) -> None:
    answer = refusal(client.api_call, api_method="users.info")
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: user"]


@pytest.mark.parametrize(
    ("body", "media", "error"),
    [
        (b"{", "application/json", "invalid_json"),
        (b"[]", "application/json", "json_not_object"),
        (b"[" * 100_000, "application/json", "invalid_json"),
        (b"\xff\xfe", "application/json", "invalid_charset"),
        (b"channel=a&channel=b", "application/x-www-form-urlencoded", "invalid_form_data"),
        (b"<xml/>", "text/xml", "invalid_post_type"),
    ],
)
def test_bodies_that_cannot_be_read_are_refused(
    sandbox: Sandbox, body: bytes, media: str, error: str
) -> None:
    answer = post(f"{sandbox.api_url}chat.postMessage", body, media, sandbox.bot_token)
    assert answer == {"ok": False, "error": error}


def test_a_post_reaches_the_channel_with_ids_on_its_blocks(
    sandbox: Sandbox, client: WebClient, channel: str
) -> None:
    blocks = [{"type": "actions", "elements": [BUTTON]}]
    answer = client.chat_postMessage(channel=channel, text="hello", blocks=blocks)
    [message] = sandbox.workspace.messages("ml-platform")
    assert (message.ts, message.text) == (answer["ts"], "hello")
    assert message.user == sandbox.workspace.bot_user_id
    assert message.blocks[0]["block_id"]


def test_time_stamps_grow_even_on_a_frozen_clock() -> None:
    from datetime import UTC, datetime

    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with Sandbox(clock=lambda: noon, rate_scale=0) as frozen:
        channel = frozen.workspace.add_channel("ml", members=[frozen.workspace.bot_user_id])
        client = WebClient(frozen.bot_token, base_url=frozen.api_url, retry_handlers=[])
        stamps = [client.chat_postMessage(channel=channel, text="hi")["ts"] for _ in range(3)]
    assert stamps == sorted(set(stamps))
    assert all(ts.startswith(f"{int(noon.timestamp())}.") for ts in stamps)


def test_a_user_id_as_channel_opens_the_direct_messages(
    sandbox: Sandbox, client: WebClient
) -> None:
    ana = sandbox.person("ana")
    answer = client.chat_postMessage(channel=ana.id, text="psst")
    assert answer["channel"].startswith("D")
    assert [message.text for message in ana.direct_messages()] == ["psst"]
    assert client.conversations_open(users=ana.id)["channel"]["id"] == answer["channel"]


def test_a_thread_counts_its_replies_and_a_broadcast_shows_in_the_channel(
    sandbox: Sandbox, client: WebClient, channel: str
) -> None:
    first = client.chat_postMessage(channel=channel, text="first")["ts"]
    sandbox.person("bo").say("ml-platform", "hidden", thread_ts=first)
    client.chat_postMessage(channel=channel, text="shown", thread_ts=first, reply_broadcast=True)
    thread = client.conversations_replies(channel=channel, ts=first)["messages"]
    assert [message["text"] for message in thread] == ["first", "hidden", "shown"]
    assert thread[0]["reply_count"] == 2
    history = client.conversations_history(channel=channel)["messages"]
    assert [message["text"] for message in history] == ["shown", "first"]


def test_an_update_replaces_text_and_blocks_and_keeps_metadata(
    sandbox: Sandbox, client: WebClient, channel: str
) -> None:
    key = {"event_type": "rung", "event_payload": {"key": "k1"}}
    blocks = [{"type": "actions", "elements": [BUTTON]}]
    posted = client.chat_postMessage(channel=channel, text="one", blocks=blocks, metadata=key)
    client.chat_update(channel=channel, ts=posted["ts"], text="two")
    [message] = sandbox.workspace.messages("ml-platform")
    assert (message.text, message.blocks, message.metadata) == ("two", [], key)


def test_metadata_is_shown_only_to_those_who_ask(client: WebClient, channel: str) -> None:
    key = {"event_type": "rung", "event_payload": {"key": "k1"}}
    client.chat_postMessage(channel=channel, text="one", metadata=key)
    [plain] = client.conversations_history(channel=channel)["messages"]
    [full] = client.conversations_history(channel=channel, include_all_metadata=True)["messages"]
    assert "metadata" not in plain
    assert full["metadata"] == key


def test_a_deleted_thread_start_leaves_a_tombstone(client: WebClient, channel: str) -> None:
    first = client.chat_postMessage(channel=channel, text="first")["ts"]
    client.api_call("chat.postMessage", json={"channel": channel, "text": "x", "thread_ts": first})
    client.chat_delete(channel=channel, ts=first)
    history = client.conversations_history(channel=channel)["messages"]
    assert [message.get("subtype") for message in history] == ["tombstone"]


def test_history_holds_to_its_window_and_its_pages(client: WebClient, channel: str) -> None:
    posts = [client.chat_postMessage(channel=channel, text=str(n))["ts"] for n in range(4)]

    def texts(**window: Any) -> list[str]:
        answer = client.conversations_history(channel=channel, **window)
        return [message["text"] for message in answer["messages"]]

    assert texts(oldest=posts[1]) == ["3", "2"]
    assert texts(oldest=posts[1], inclusive=True) == ["3", "2", "1"]
    assert texts(latest=posts[1]) == ["0"]
    pages = client.conversations_history(channel=channel, limit=3)
    assert [len(page["messages"]) for page in pages] == [3, 1]


def test_members_come_in_pages(sandbox: Sandbox, client: WebClient, channel: str) -> None:
    pages = client.conversations_members(channel=channel, limit=2)
    found = [member for page in pages for member in page["members"]]
    assert found == sandbox.workspace.channel("ml-platform").members


def test_the_bot_lists_only_what_it_can_see(sandbox: Sandbox, client: WebClient) -> None:
    ws = sandbox.workspace
    ws.add_channel("hidden", members=["ana"], private=True)
    ws.add_channel("shown", members=["ana", ws.bot_user_id], private=True)
    both = ["public_channel", "private_channel"]
    listed = client.conversations_list(types=both)["channels"]
    assert {channel["name"] for channel in listed} == {"ml-platform", "shown"}
    of_bo = client.users_conversations(user=ws.user("bo").id, types=both)["channels"]
    assert [channel["name"] for channel in of_bo] == ["ml-platform"]
    assert refusal(client.conversations_list, types="im")["needed"] == "im:read"


def test_people_are_described_with_zone_role_and_locale(
    sandbox: Sandbox, client: WebClient
) -> None:
    ws = sandbox.workspace
    guest = ws.add_person("gil", guest="single")
    stranger = ws.add_person("sam", stranger=True)
    ana = client.users_info(user=ws.user("ana").id, include_locale=True)["user"]
    assert (ana["tz"], ana["is_admin"], ana["locale"]) == ("Europe/Madrid", True, "en-US")
    assert client.users_info(user=guest)["user"]["is_ultra_restricted"]
    outside = client.users_info(user=stranger, include_locale=True)["user"]
    assert outside["is_stranger"]
    assert "locale" not in outside
    assert outside["team_id"] != ws.team_id
    assert refusal(client.users_info, user="U0NOBODY")["error"] == "user_not_found"


def test_an_ephemeral_note_is_seen_by_one_member_and_kept_by_no_history(
    sandbox: Sandbox, client: WebClient, channel: str
) -> None:
    ana, bo = sandbox.person("ana"), sandbox.person("bo")
    note = client.chat_postEphemeral(channel=channel, user=ana.id, text="just you")
    assert [message.text for message in ana.ephemerals("ml-platform")] == ["just you"]
    assert bo.ephemerals("ml-platform") == []
    assert sandbox.workspace.messages("ml-platform") == []
    edit = {"channel": channel, "ts": note["message_ts"], "text": "no"}
    assert refusal(client.chat_update, **edit)["error"] == "message_not_found"
    outsider = sandbox.workspace.add_person("out")
    answer = refusal(client.chat_postEphemeral, channel=channel, user=outsider, text="x")
    assert answer["error"] == "user_not_in_channel"


def test_the_log_tells_what_was_asked_and_what_was_answered(
    sandbox: Sandbox, client: WebClient, channel: str
) -> None:
    client.chat_postMessage(channel=channel, text="hi")
    call = sandbox.log[-1]
    assert (call.method, call.arguments["text"], call.ok, call.landed) == (
        "chat.postMessage",
        "hi",
        True,
        True,
    )
    assert call.started.tzinfo is not None
    assert sandbox.bot_token not in repr(sandbox.log)
