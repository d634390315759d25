"""Tokens that end: what happens when Slack is away, refuses, or somebody dies or is quicker."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from refreshing import environment, granted, ways
from slack_sdk.errors import SlackApiError

from bot.access import ManyWorkspaces
from bot.services.keys import Keys
from bot.vault import Vault, new_key
from sandbox import Sandbox
from storage import installations
from storage.database import Database, database_now
from storage.models import Installation

BEGUN = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
SOON, OVER = BEGUN + timedelta(hours=11), BEGUN + timedelta(hours=13)


@dataclass
class Stage:
    """One workspace with a token that ends, and the ways in of a replica."""

    slack: Sandbox
    database: Database
    now: datetime = BEGUN
    key: str = field(default_factory=new_key)
    workspace_id: int = 0

    def replica(self, keys: str = "") -> ManyWorkspaces:
        return ways(self.database, environment(self.slack, keys or self.key), self.now)

    def install(self) -> None:
        self.slack.token_rotation = True
        self.workspace_id = self.replica().installations.install(granted(self.slack))

    def call(self, into: ManyWorkspaces) -> str:
        try:
            into.client_of(self.workspace_id).auth_test()
        except SlackApiError as error:
            return str(error.response["error"])
        return "ok"

    @property
    def refreshes(self) -> int:
        kinds = [call.arguments.get("grant_type") for call in self.slack.log]
        return kinds.count("refresh_token")

    def row(self) -> Installation:
        with self.database.transaction() as session:
            found = installations.known(session, self.workspace_id)
        assert found is not None
        return found[1]


@pytest.fixture
def stage(database: Database) -> Iterator[Stage]:
    made: Stage | None = None
    with Sandbox(clock=lambda: made.now if made else BEGUN, rate_scale=0.001) as slack:
        made = Stage(slack, database)
        made.install()
        yield made
        assert slack.errors == []


@pytest.mark.parametrize("kind", ["429", "500_before", "drop_before"])
def test_while_slack_gives_no_new_token_the_old_one_goes_on_and_nobody_asks_again_at_once(
    stage: Stage, kind: str
) -> None:
    stage.slack.faults.add("oauth.v2.access", kind)
    stage.now = SOON
    into = stage.replica()
    assert [stage.call(into) for _ in range(3)] == ["ok"] * 3
    assert stage.call(stage.replica()) == "ok"
    assert stage.refreshes == 1
    rest = stage.row().lease_until
    with stage.database.transaction() as session:
        assert rest is not None
        assert rest > database_now(session)


def test_a_refused_refresh_leaves_an_expired_token_that_slack_names_until_somebody_installs_again(
    stage: Stage,
) -> None:
    [place] = stage.slack.places[1:]
    place.installation.tokens.refresh.clear()
    stage.now = OVER
    into = stage.replica()
    assert [stage.call(into) for _ in range(3)] == ["token_expired"] * 3
    assert stage.refreshes == 1
    place.grant()
    found = granted(stage.slack)  # another workspace's installation helps nobody
    assert into.installations.install(found) != stage.workspace_id
    assert stage.call(into) == "token_expired"


def test_who_dies_between_slacks_answer_and_the_commit_leaves_a_lease_that_ends(
    stage: Stage,
) -> None:
    stage.slack.app.refresh_grace = 600.0
    stage.now = SOON
    seen = stage.row().expires_at
    with stage.database.transaction() as session:
        now = database_now(session)
        assert installations.lease(
            session, stage.workspace_id, token="dead", seen=seen, now=now,
            until=now + timedelta(seconds=60),
        )  # fmt: skip
    assert stage.call(stage.replica()) == "ok"
    assert stage.refreshes == 0  # the old token does, and somebody seems to be at it
    with stage.database.transaction() as session:
        known = installations.known(session, stage.workspace_id)
        assert known is not None
        known[1].lease_until = database_now(session) - timedelta(seconds=1)
    assert stage.call(stage.replica()) == "ok"
    assert (stage.refreshes, stage.row().lease_token) == (1, "")


def test_a_token_that_slack_calls_expired_before_its_time_is_renewed_and_the_call_made_again(
    stage: Stage,
) -> None:
    [place] = stage.slack.places[1:]
    tokens = place.installation.tokens
    tokens.alive[tokens.bot] = BEGUN
    assert stage.call(stage.replica()) == "ok"
    assert stage.refreshes == 1


def test_new_keys_in_the_middle_of_a_renewal_lose_nothing_and_the_old_key_may_go(
    stage: Stage,
) -> None:
    stage.now = SOON
    new, before = new_key(), stage.row()
    into = stage.replica(keys=f"{new},{stage.key}")
    renewals = into.installations._renewals
    asked = renewals._ask

    def ask(refresh: str) -> object:
        tokens = asked(refresh)
        keys = Keys(stage.database, Vault([new, stage.key]))
        assert keys.rotate() == (1, [])
        assert stage.row().bot_token != before.bot_token
        return tokens

    renewals._ask = ask  # type: ignore[assignment]
    assert stage.call(into) == "ok"
    assert stage.call(stage.replica(keys=new)) == "ok"
    assert stage.refreshes == 1


def test_without_its_key_a_workspace_has_no_access_and_the_others_go_on(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    other = new_key()
    into = stage.replica(keys=other)
    second = into.installations.install(granted(stage.slack))
    assert [stage.call(into) for _ in range(3)] == ["not_authed"] * 3
    assert into.client_of(second).auth_test()["ok"]
    said = [r for r in caplog.records if "a token does not open" in r.getMessage()]
    assert len(said) == 1
    assert Keys(stage.database, Vault([other])).rotate() == (1, [stage.workspace_id])


def test_a_token_that_was_copied_into_another_workspaces_row_opens_nothing(stage: Stage) -> None:
    into = stage.replica()
    second, stolen = into.installations.install(granted(stage.slack)), stage.row().bot_token
    with stage.database.transaction() as session:
        thief = installations.known(session, second)
        assert thief is not None
        thief[1].bot_token = stolen
    assert stage.replica().installations.token(second) == ""
    assert stage.call(stage.replica()) == "ok"
