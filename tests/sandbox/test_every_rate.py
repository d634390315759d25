"""Every rate: as many calls as Slack promises are served, one more is told when to come back."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from sandbox import Sandbox
from sandbox.methods import METHODS
from sandbox.rates import MINUTE, ONE_A_SECOND, TIER_2, TIER_3, TIER_4, Limit, RateLimited, Rates

A_MINUTE: dict[int, set[str]] = {
    # Tier 1
    1: {"apps.uninstall"},
    # Tier 1 on paper: an app may open ten connections.
    10: {"apps.connections.open"},
    # Tier 2
    20: {"auth.teams.list", "conversations.list", "users.list"},
    # Tier 3
    50: {
        "auth.revoke",
        "bots.info",
        "chat.delete",
        "chat.update",
        "conversations.history",
        "conversations.info",
        "conversations.open",
        "conversations.replies",
        "users.conversations",
    },
    # Tier 4
    100: {
        "api.test",
        "chat.postEphemeral",
        "conversations.members",
        "files.completeUploadExternal",
        "files.getUploadURLExternal",
        "users.info",
        "views.open",
        "views.publish",
        "views.push",
        "views.update",
    },
    # "Several hundred"
    300: {"auth.test", "chat.postMessage"},
    600: {"oauth.v2.access"},
}


# The token must live on for the other methods.
MILD: dict[str, dict[str, Any]] = {"auth.revoke": {"test": True}}
Answered = tuple[int, str | None, dict[str, Any]]


def call(sandbox: Sandbox, method: str, **arguments: Any) -> Answered:
    """The status, the Retry-After header and the body of an answer, with no client in between."""
    token = sandbox.app_token if METHODS[method].token == "app" else sandbox.bot_token
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    line = http.client.HTTPConnection(urlsplit(sandbox.api_url).netloc, timeout=5)
    line.request("POST", f"/api/{method}", json.dumps(arguments), headers)
    with line.getresponse() as answer:
        return answer.status, answer.headers["Retry-After"], json.load(answer)


@pytest.fixture(scope="module")
def slow() -> Iterator[Sandbox]:
    """A stand-in whose windows have their real length."""
    with Sandbox() as started:
        yield started
        assert started.errors == []


def test_every_method_has_a_rate_here() -> None:
    assert set().union(*A_MINUTE.values()) == set(METHODS)


@pytest.mark.parametrize(
    ("method", "most"), [(name, most) for most, names in A_MINUTE.items() for name in sorted(names)]
)
def test_a_method_is_served_so_often_a_minute_and_not_once_more(
    slow: Sandbox, method: str, most: int
) -> None:
    # A call that is refused for its arguments counts too.
    arguments = MILD.get(method, {})
    served = [call(slow, method, **arguments)[0] for _ in range(most)]
    assert served == [200] * most
    status, after, body = call(slow, method)
    assert (status, body) == (429, {"ok": False, "error": "ratelimited"})
    assert after is not None
    assert 1 <= int(after) <= MINUTE


def test_a_channel_takes_one_post_a_second_and_another_channel_its_own() -> None:
    with Sandbox() as started:
        bot = started.workspace.bot_user_id
        one, two = (started.workspace.add_channel(name, members=[bot]) for name in ("one", "two"))
        assert call(started, "chat.postMessage", channel=one, text="first")[2]["ok"]
        refused = call(started, "chat.postMessage", channel=one, text="second")
        assert refused == (429, "1", {"ok": False, "error": "ratelimited"})
        assert call(started, "chat.postMessage", channel=two, text="elsewhere")[2]["ok"]
        assert [message.text for message in started.workspace.messages("one")] == ["first"]
        assert started.log[1].landed is False


def test_a_limit_is_for_one_method_and_one_workspace_alone() -> None:
    with Sandbox() as here, Sandbox() as there:
        for _ in range(20):
            call(here, "users.list")
        assert call(here, "users.list")[0] == 429
        assert call(here, "conversations.list")[0] == 200
        assert call(there, "users.list")[0] == 200


@pytest.mark.parametrize("limit", [TIER_2, TIER_3, TIER_4, ONE_A_SECOND])
def test_a_window_slides_and_a_refused_call_does_not_count(limit: Limit) -> None:
    now = [0.0]
    rates = Rates(clock=lambda: now[0])
    for _ in range(limit.calls):
        rates.count("method", limit)
    now[0] = limit.seconds / 2
    for _ in range(3):
        with pytest.raises(RateLimited) as caught:
            rates.count("method", limit)
        assert caught.value.retry_after == max(1, limit.seconds / 2)
    now[0] = limit.seconds
    for _ in range(limit.calls):
        rates.count("method", limit)
    with pytest.raises(RateLimited):
        rates.count("method", limit)
