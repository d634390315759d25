"""Delivery against a strict Slack that misbehaves on order, on both databases."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy import select

from bot.delivery.outbox import Outbox, Policy
from bot.delivery.reconcile import Reconciler
from bot.gateway.slack import Post, Sender
from sandbox import Sandbox
from storage import messages, workspaces
from storage.database import Database, database_now
from storage.models import Message, Team

QUICK = Policy(timeout=1, margin=0.05, lease=10, channel_interval=0.01, linger=0.05)
CHART = {
    "type": "data_visualization",
    "title": "Levels",
    "chart": {
        "type": "line",
        "series": [
            {"name": "A", "data": [{"label": "Jan", "value": 1}, {"label": "Feb", "value": 2}]}
        ],
        "axis_config": {"categories": ["Jan", "Feb"], "x_label": "Month", "y_label": "Level"},
    },
}


@dataclass
class Desk:
    """An outbox, the Slack it posts to, and a row maker."""

    slack: Sandbox
    database: Database
    outbox: Outbox
    reconciler: Reconciler
    workspace_id: int
    channel: str
    refused: list[str]

    def put(self, key: str, **more: Any) -> None:
        with self.database.transaction() as session:
            messages.enqueue(
                session, workspace_id=self.workspace_id, key=key, kind="hello",
                channel=more.pop("channel", self.channel), about={}, now=datetime.now(UTC), **more,
            )  # fmt: skip

    def row(self, key: str) -> Message:
        with self.database.transaction() as session:
            return session.scalars(select(Message).where(Message.key == key)).one()

    def posted(self) -> list[str]:
        return [str(m.text) for m in self.slack.workspace.messages("ml-platform")]

    def recover(self, key: str) -> None:
        """Let the request's last moment pass, find out, and deliver again if need be."""
        with self.database.transaction() as session:
            row = session.scalars(select(Message).where(Message.key == key)).one()
            row.not_before = database_now(session)
        self.reconciler.reconcile()
        self.outbox.drain()


def render(row: Message) -> Post:
    chart = row.kind == "hello" and row.key.startswith("chart") and not row.plain
    blocks: tuple[dict[str, Any], ...] = (CHART,) if chart else ()
    text = f"{row.key} v{row.wanted}" + (" plain" if row.plain else "")
    return Post(channel=row.channel, text=text, key=row.key, blocks=blocks, has_chart=chart)


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    with Sandbox(rate_scale=0.001) as slack:
        ws = slack.workspace
        ws.add_person("ana", real_name="Ana Example", tz="UTC")
        channel = ws.add_channel("ml-platform", members=["ana", ws.bot_user_id])
        client = WebClient(slack.bot_token, base_url=slack.api_url, timeout=1, retry_handlers=[])
        with database.transaction() as session:
            workspace_id = workspaces.remember(
                session, enterprise_id="", slack_team_id="T1", name="T", bot_user_id="U1",
                now=datetime.now(UTC),
            )  # fmt: skip
        refused: list[str] = []
        outbox = Outbox(
            database, Sender(lambda _: client, backoff=0.01), render,
            lambda: datetime.now(UTC), QUICK,
            on_refused=lambda _row, error: refused.append(error),
        )  # fmt: skip
        reconciler = Reconciler(database, lambda _: client, QUICK)
        yield Desk(slack, database, outbox, reconciler, workspace_id, channel, refused)


def test_a_message_is_posted_once_with_its_key_in_the_metadata(desk: Desk) -> None:
    desk.put("a")
    desk.put("a")
    desk.outbox.drain()
    desk.outbox.drain()
    assert desk.posted() == ["a v0"]
    row = desk.row("a")
    assert (row.state, row.attempts) == ("sent", 1)
    assert row.ts


@pytest.mark.parametrize(
    "kind",
    ["500_after", "drop_after", "timeout_after", "ok_without_ts", "error:internal_error"],
)
def test_whatever_happened_to_the_answer_the_message_is_there_exactly_once(
    desk: Desk, kind: str
) -> None:
    desk.slack.faults.add("chat.postMessage", kind, delay=1.3)
    desk.put("a")
    desk.outbox.drain()
    assert desk.row("a").state == "unknown"
    desk.recover("a")
    assert desk.row("a").state == "sent"
    assert desk.posted() == ["a v0"]


@pytest.mark.parametrize("kind", ["500_before", "drop_before", "timeout_before", "html_502"])
def test_a_message_that_did_not_land_is_posted_again_once_that_is_certain(
    desk: Desk, kind: str
) -> None:
    desk.slack.faults.add("chat.postMessage", kind, delay=1.3)
    desk.put("a")
    desk.outbox.drain()
    assert desk.row("a").state == "unknown"
    assert desk.posted() == []
    desk.recover("a")
    assert desk.posted() == ["a v0"]


@pytest.mark.parametrize("retry_after", [0, 1, None])
def test_a_rate_limit_is_obeyed_and_the_message_comes_later(
    desk: Desk, retry_after: int | None
) -> None:
    desk.slack.faults.add("chat.postMessage", "429", retry_after=retry_after)
    desk.put("a")
    assert desk.outbox.deliver_one()
    row = desk.row("a")
    assert row.state == "pending"
    with desk.database.transaction() as session:
        assert row.not_before is not None
        wait = row.not_before - database_now(session)
    assert timedelta(seconds=0.5) < wait <= timedelta(seconds=1)
    desk.put("b")
    assert not desk.outbox.deliver_one()  # the method rests for the whole workspace


def test_a_refusal_for_good_is_told_and_never_tried_again(desk: Desk) -> None:
    desk.slack.revoke_token()
    desk.put("a")
    with desk.database.transaction() as session:
        team = Team(
            workspace_id=desk.workspace_id, channel_id=desk.channel, rubric="mlops",
            privacy="open", minimum=3, days_open=5, admins=[], created_by="U1",
            created_at=datetime.now(UTC),
        )  # fmt: skip
        session.add(team)
        session.flush()
        session.scalars(select(Message)).one().team_id = team.id
    desk.outbox.drain()
    desk.outbox.drain()
    assert (desk.row("a").state, desk.row("a").error) == ("failed", "token_revoked")
    assert desk.refused == ["token_revoked"]


def test_where_slack_does_not_know_charts_the_message_comes_with_text_instead(desk: Desk) -> None:
    desk.slack.faults.add("chat.postMessage", "error:invalid_blocks")
    desk.put("chart")
    desk.outbox.drain()
    assert desk.posted() == ["chart v0 plain"]


def test_without_the_history_scope_an_unknown_message_is_kept_and_never_posted_again(
    desk: Desk,
) -> None:
    desk.slack.scopes.discard("channels:history")
    desk.slack.faults.add("chat.postMessage", "500_before")
    desk.put("a")
    desk.outbox.drain()
    desk.recover("a")
    assert desk.row("a").state == "unconfirmed"
    assert desk.posted() == []


def test_a_click_on_a_message_proves_that_it_was_posted(desk: Desk) -> None:
    desk.slack.faults.add("chat.postMessage", "500_after")
    desk.put("a")
    desk.outbox.drain()
    ts = desk.slack.workspace.messages("ml-platform")[0].ts
    with desk.database.transaction() as session:
        messages.confirm(session, desk.workspace_id, "a", desk.channel, ts)
    assert (desk.row("a").state, desk.row("a").ts) == ("sent", ts)


def test_edits_asked_for_while_one_is_pending_are_shown_in_one(desk: Desk) -> None:
    desk.put("a")
    desk.outbox.drain()
    for _ in range(3):
        with desk.database.transaction() as session:
            messages.want_edit(session, desk.workspace_id, "a")
    desk.outbox.drain()
    assert desk.posted() == ["a v3"]
    assert sum(call.method == "chat.update" for call in desk.slack.log) == 1


def test_an_edit_that_slack_refuses_leaves_the_message_as_it_is_and_is_not_repeated(
    desk: Desk,
) -> None:
    desk.put("a")
    desk.outbox.drain()
    desk.slack.faults.add("chat.update", "error:message_not_found", times=None)
    with desk.database.transaction() as session:
        messages.want_edit(session, desk.workspace_id, "a")
    desk.outbox.drain()
    desk.outbox.drain()
    assert desk.row("a").state == "sent"
    assert sum(call.method == "chat.update" for call in desk.slack.log) == 1


def test_who_lost_the_lease_can_no_longer_write(desk: Desk) -> None:
    desk.put("a")
    with desk.database.transaction() as session:
        now = database_now(session)
        frozen = messages.claim(session, token="old", now=now, lease=timedelta(seconds=-1))
    assert frozen is not None
    desk.outbox.drain()
    assert desk.row("a").state == "unknown"  # it died while sending, for all anybody knows
    with desk.database.transaction() as session:
        assert not messages.begin(
            session, frozen, tried_at=datetime.now(UTC), now=database_now(session)
        )
        assert not messages.sent(session, frozen, desk.channel, "1.0")
    assert desk.row("a").state == "unknown"
    desk.recover("a")
    assert desk.posted() == ["a v0"]


def test_two_workers_never_claim_the_same_message(desk: Desk) -> None:
    desk.put("a")
    taken = []
    for token in ("one", "two"):
        with desk.database.transaction() as session:
            now = database_now(session)
            taken.append(messages.claim(session, token=token, now=now, lease=timedelta(minutes=1)))
    assert taken[0] is not None
    assert taken[1] is None


def test_posts_in_one_channel_keep_their_distance(desk: Desk) -> None:
    desk.put("a")
    desk.put("b")
    slow = replace(QUICK, channel_interval=30)
    desk.outbox._policy = slow
    assert desk.outbox.deliver_one()
    assert not desk.outbox.deliver_one()
    assert desk.posted() == ["a v0"]
