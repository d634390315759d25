"""Tokens that expire, and the refresh tokens that are good for one use."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Place, Sandbox

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Rotating:
    """A place whose tokens rotate, and a clock."""

    def __init__(self) -> None:
        self.now = NOON
        self.slack = Sandbox(clock=lambda: self.now, rate_scale=0)
        self.slack.token_rotation = True
        self.place: Place = self.slack.add_workspace("Beta")

    def refresh(self, token: str) -> dict[str, Any]:
        """What Slack gives for a refresh token; the error of a refusal under `error`."""
        web = WebClient(base_url=self.slack.api_url, retry_handlers=[], timeout=5)
        client = {"client_id": self.slack.client_id, "client_secret": self.slack.client_secret}
        given = {**client, "grant_type": "refresh_token", "refresh_token": token}
        try:
            answer: Any = web.oauth_v2_access(**given).data  # type: ignore[arg-type]
        except SlackApiError as error:
            answer = error.response.data
        return dict(answer)

    def error_of(self, token: str) -> str | None:
        """Why a token is refused, None if it works."""
        client = WebClient(token, base_url=self.slack.api_url, retry_handlers=[], timeout=5)
        try:
            client.auth_test()
        except SlackApiError as error:
            return str(error.response["error"])
        return None

    def pair(self) -> tuple[str, str]:
        """A first access token and its refresh token."""
        access = self.place.grant()
        return access, next(iter(self.place.tokens.refresh))


@pytest.fixture
def rotating() -> Iterator[Rotating]:
    made = Rotating()
    with made.slack as slack:
        yield made
        assert slack.errors == []


def test_an_access_token_expires_after_twelve_hours(rotating: Rotating) -> None:
    access, _ = rotating.pair()
    assert access.startswith("xoxe.xoxb-")
    rotating.now += timedelta(hours=12, seconds=-1)
    assert rotating.error_of(access) is None
    rotating.now += timedelta(seconds=1)
    assert rotating.error_of(access) == "token_expired"
    assert rotating.place.installed


def test_a_refresh_gives_a_new_pair_and_leaves_the_old_token_its_time(rotating: Rotating) -> None:
    access, refresh = rotating.pair()
    rotating.now += timedelta(hours=11)
    answer = rotating.refresh(refresh)
    assert answer["ok"]
    assert refresh.startswith("xoxe-1-")
    assert answer["refresh_token"] != refresh
    assert (answer["expires_in"], answer["token_type"]) == (43_200, "bot")
    assert answer["team"]["id"] == rotating.place.workspace.team_id
    assert rotating.error_of(access) is rotating.error_of(answer["access_token"]) is None
    rotating.now += timedelta(hours=1)
    assert rotating.error_of(access) == "token_expired"
    assert rotating.error_of(answer["access_token"]) is None


def test_a_refresh_token_works_once(rotating: Rotating) -> None:
    _, refresh = rotating.pair()
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(rotating.refresh, [refresh] * 8))
    errors = [answer.get("error") for answer in answers]
    assert sorted(errors, key=str) == [None, *["invalid_refresh_token"] * 7]
    calls = [call for call in rotating.slack.log if call.method == "oauth.v2.access"]
    assert sum(call.ok for call in calls) == 1


def test_a_grace_lets_a_lost_answer_be_asked_for_again(rotating: Rotating) -> None:
    rotating.slack.app.refresh_grace = 60
    _, refresh = rotating.pair()
    assert rotating.refresh(refresh)["ok"]
    rotating.now += timedelta(seconds=59)
    assert rotating.refresh(refresh)["ok"]
    rotating.now += timedelta(seconds=1)
    assert rotating.refresh(refresh)["error"] == "invalid_refresh_token"


def test_two_access_tokens_live_side_by_side_and_a_third_ends_the_oldest(
    rotating: Rotating,
) -> None:
    first, refresh = rotating.pair()
    second = rotating.refresh(refresh)
    third = rotating.refresh(second["refresh_token"])
    assert rotating.error_of(first) == "token_revoked"
    assert rotating.error_of(second["access_token"]) is None
    assert rotating.error_of(third["access_token"]) is None


def test_revoking_one_rotating_token_leaves_the_installation(rotating: Rotating) -> None:
    access, refresh = rotating.pair()
    client = WebClient(access, base_url=rotating.slack.api_url, retry_handlers=[])
    assert client.auth_revoke()["revoked"]
    assert rotating.error_of(access) == "token_revoked"
    assert rotating.place.installed
    assert rotating.refresh(refresh)["ok"]


def test_an_uninstallation_ends_refresh_tokens_too(rotating: Rotating) -> None:
    access, refresh = rotating.pair()
    rotating.place.uninstall()
    assert rotating.error_of(access) == "account_inactive"
    assert rotating.refresh(refresh)["error"] == "invalid_refresh_token"


def test_the_lifetime_is_the_tests_to_choose(rotating: Rotating) -> None:
    rotating.slack.token_lifetime = 60
    access, refresh = rotating.pair()
    rotating.now += timedelta(seconds=60)
    assert rotating.error_of(access) == "token_expired"
    assert rotating.refresh(refresh)["expires_in"] == 60
