"""What happens to channels and people while the bot is there, and what the app hears of it."""

from __future__ import annotations

from typing import Any

import pytest
from recorder import Recorder
from slack_sdk import WebClient

from sandbox import CannotAct, Sandbox

WANTED = {"member_left_channel", "channel_shared", "channel_unshared"}


@pytest.fixture
def told(sandbox: Sandbox, recorder: Recorder) -> Any:
    """The events that the app was told, once nothing is under way."""
    sandbox.subscriptions |= WANTED

    def events() -> list[dict[str, Any]]:
        sandbox.wait_for_events()
        return [delivery.payload["event"] for delivery in sandbox.acks]

    return events


def test_a_channel_made_private_keeps_its_id_and_nobody_is_told(
    sandbox: Sandbox, client: WebClient, channel: str, told: Any
) -> None:
    sandbox.workspace.make_private("ml-platform")
    assert told() == []
    shown = client.conversations_info(channel=channel)["channel"]
    assert (shown["id"], shown["is_private"], shown["is_channel"]) == (channel, True, False)
    sandbox.workspace.archive("ml-platform", by="ana")
    assert told()[-1]["type"] == "group_archive"


def test_sharing_a_channel_is_told_and_shown_and_so_is_its_end(
    sandbox: Sandbox, client: WebClient, channel: str, told: Any
) -> None:
    ws = sandbox.workspace
    ws.share("ml-platform", with_team="T0PARTNER1")
    assert client.conversations_info(channel=channel)["channel"]["is_ext_shared"] is True
    ws.unshare("ml-platform", with_team="T0PARTNER1")
    assert client.conversations_info(channel=channel)["channel"]["is_ext_shared"] is False
    began, ended = sorted(told(), key=lambda event: event["event_ts"])
    assert (began["type"], began["connected_team_id"]) == ("channel_shared", "T0PARTNER1")
    assert (ended["type"], ended["is_ext_shared"]) == ("channel_unshared", False)


def test_who_leaves_is_told_where_the_bot_is_and_the_app_wants_it(
    sandbox: Sandbox, told: Any
) -> None:
    ws = sandbox.workspace
    ws.add_channel("elsewhere", members=["bo"])
    ws.leave("bo", "elsewhere")
    ws.leave("bo", "ml-platform")
    [event] = told()
    assert (event["type"], event["user"]) == ("member_left_channel", ws.user("bo").id)
    sandbox.subscriptions -= WANTED
    ws.leave("ana", "ml-platform")
    assert len(told()) == 1


def test_a_closed_account_is_in_no_channel_and_does_nothing(
    sandbox: Sandbox, client: WebClient
) -> None:
    bo = sandbox.person("bo")
    sandbox.workspace.deactivate("bo")
    assert bo.id not in sandbox.workspace.channel("ml-platform").members
    assert client.users_info(user=bo.id)["user"]["deleted"] is True
    with pytest.raises(CannotAct):
        bo.command("/maturity", channel="ml-platform")


def test_after_an_uninstallation_there_is_no_command_any_more(
    sandbox: Sandbox, recorder: Recorder
) -> None:
    sandbox.uninstall()
    sandbox.wait_for_events()
    with pytest.raises(CannotAct, match="not installed"):
        sandbox.person("ana").command("/maturity", channel="ml-platform")
