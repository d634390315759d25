"""Messages of unknown fate: found out about before anything is posted again."""

import logging
from datetime import timedelta

import pytest
from post_office import QUICK, PostOffice

from bot.gateway.slack import Post, Sender
from storage import messages
from storage.database import database_now

AFTER = ["500_after", "drop_after", "timeout_after", "ok_without_ts"]
BEFORE = ["500_before", "drop_before", "timeout_before", "html_502", "error:fatal_error"]


@pytest.mark.parametrize("kind", [*AFTER, *BEFORE])
@pytest.mark.parametrize("place", ["channel", "thread", "thread, shown in the channel"])
def test_a_message_is_posted_once_wherever_it_goes_and_however_the_answer_got_lost(
    office: PostOffice, kind: str, place: str
) -> None:
    ids = office.add_round()
    office.put("first", **ids)
    office.outbox.drain()
    office.slack.faults.add("chat.postMessage", kind, delay=0.4)
    kind_of_message = "summary" if "shown" in place else "tips"
    office.put("then", kind=kind_of_message, **ids, position=0 if place == "channel" else 10)
    office.outbox.drain()
    assert office.row("then").state == "unknown"
    office.recover()
    assert office.row("then").state == "sent"
    assert office.posted() == ["first v0", "then v0"]
    assert office.row("then").ts == office.slack.workspace.messages("ml-platform")[1].ts


def test_nothing_is_looked_for_while_it_may_still_land(office: PostOffice) -> None:
    office.slack.faults.add("chat.postMessage", "lands_late", delay=0.4)
    office.put("a")
    office.outbox.drain()
    assert office.reconciler.reconcile() == 0
    office.slack.wait_until(office.posted)
    office.recover()
    assert office.posted() == ["a v0"]


def test_what_was_shown_meanwhile_is_brought_up_to_date_once_the_message_is_found(
    office: PostOffice,
) -> None:
    office.slack.faults.add("chat.postMessage", "500_after")
    office.put("a")
    office.outbox.drain()
    office.want_edit("a")
    office.recover()
    assert office.posted() == ["a v1"]


@pytest.mark.parametrize("posted", [True, False])
def test_a_worker_that_died_while_sending_leaves_one_message(
    office: PostOffice, posted: bool
) -> None:
    office.put("a")
    with office.database.transaction() as session:
        now = database_now(session)
        row = messages.claim(session, token="dead", now=now, lease=timedelta(seconds=5))
        assert row is not None
        session.flush()
        messages.begin(session, row, tried_at=office.now(), now=now)
    if posted:
        Sender(lambda _: office.client).post(1, Post(office.channel, "a v0", "a"))
    office.recover()
    assert office.posted() == ["a v0"]
    assert office.row("a").state == "sent"


@pytest.mark.parametrize("who_notices", ["outbox", "reconciler"])
def test_a_lease_that_ran_out_is_not_looked_into_before_its_request_has_landed(
    office: PostOffice, who_notices: str
) -> None:
    office.put("a")
    with office.database.transaction() as session:
        over = database_now(session)
        assert messages.claim(session, token="dead", now=over, lease=timedelta(0))
    if who_notices == "outbox":
        office.outbox.drain()
    else:
        assert office.reconciler.reconcile() == 0
    row = office.row("a")
    assert row.state == "unknown"
    assert row.not_before is not None
    assert row.not_before >= QUICK.lands_by(over)


def test_a_worker_that_died_before_sending_needs_no_looking(office: PostOffice) -> None:
    office.put("a")
    with office.database.transaction() as session:
        now = database_now(session)
        messages.claim(session, token="dead", now=now, lease=timedelta(seconds=5))
    office.recover()
    assert office.posted() == ["a v0"]
    assert office.asked("conversations.history") == 0


def test_a_message_is_found_though_our_clock_runs_minutes_ahead(office: PostOffice) -> None:
    office.ahead = timedelta(minutes=4)
    office.slack.faults.add("chat.postMessage", "500_after")
    office.put("a")
    office.outbox.drain()
    office.recover()
    assert office.posted() == ["a v0"]


def test_a_message_is_found_behind_hundreds_of_later_ones(office: PostOffice) -> None:
    office.slack.faults.add("chat.postMessage", "500_after")
    office.put("a")
    office.outbox.drain()
    for n in range(250):
        office.slack.person("ana").say("ml-platform", f"chatter {n}")
    office.recover()
    assert office.posted().count("a v0") == 1
    assert office.asked("conversations.history") == 2


def test_of_several_copies_the_first_is_kept_and_the_others_are_reported(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    office.slack.faults.add("chat.postMessage", "500_after")
    office.put("a")
    office.outbox.drain()
    Sender(lambda _: office.client).post(1, Post(office.channel, "a v0", "a"))
    with caplog.at_level(logging.ERROR, "bot.delivery.reconcile"):
        office.recover()
    first, second = office.slack.workspace.messages("ml-platform")
    assert office.row("a").ts == first.ts
    assert [getattr(r, "ts", "") for r in caplog.records if r.message == "second copy"] == [
        second.ts
    ]


def test_another_apps_message_with_our_key_is_not_ours(office: PostOffice) -> None:
    office.client.chat_postMessage(
        channel=office.channel,
        text="x",
        metadata={"event_type": "e", "event_payload": {"key": "a"}},
    )
    office.slack.faults.add("chat.postMessage", "500_before")
    office.put("a")
    office.outbox.drain()
    office.recover()
    assert office.posted() == ["x", "a v0"]


def test_a_rate_limit_on_looking_is_obeyed_for_the_whole_workspace(office: PostOffice) -> None:
    office.slack.faults.add("chat.postMessage", "500_after", times=2)
    office.slack.faults.add("conversations.history", "429", retry_after=30)
    office.put("a")
    office.put("b")
    office.outbox.drain()
    office.let_time_pass()
    assert office.reconciler.reconcile() == 1
    assert office.asked("conversations.history") == 1
    assert office.states() == {"unknown"}


@pytest.mark.parametrize("kind", ["500_before", "html_502", "drop_before", "error:fatal_error"])
def test_a_slack_that_does_not_answer_is_looked_at_again_later(
    office: PostOffice, kind: str
) -> None:
    office.slack.faults.add("chat.postMessage", "500_after")
    office.slack.faults.add("conversations.history", kind)
    office.put("a")
    office.outbox.drain()
    office.recover()
    assert office.row("a").state == "unknown"
    office.recover()
    assert (office.row("a").state, office.posted()) == ("sent", ["a v0"])


@pytest.mark.parametrize("name", ["missing_scope", "not_in_channel", "token_revoked"])
def test_where_nobody_may_look_the_message_is_kept_with_the_reason(
    office: PostOffice, name: str
) -> None:
    office.slack.faults.add("chat.postMessage", "500_before")
    office.slack.faults.add("conversations.history", f"error:{name}")
    office.put("a")
    office.outbox.drain()
    office.recover()
    office.recover()
    row = office.row("a")
    assert (row.state, row.error) == ("unconfirmed", f"cannot look for it: {name}")
    assert office.posted() == []


def test_a_direct_message_of_unknown_fate_is_kept_for_a_click_to_prove(office: PostOffice) -> None:
    office.slack.faults.add("chat.postMessage", "500_after")
    office.put("a", office.slack.workspace.user("ana").id)
    office.outbox.drain()
    office.recover()
    assert office.row("a").state == "unconfirmed"  # Rung does not ask to read direct messages
    dm = office.slack.workspace.direct_messages(office.slack.workspace.user("ana").id)
    with office.database.transaction() as session:
        assert messages.confirm(session, office.workspace_id, "a", dm.id, "1.0")
    assert office.row("a").state == "sent"


def test_a_thread_that_is_gone_holds_no_message(office: PostOffice) -> None:
    ids = office.add_round()
    office.put("first", **ids)
    office.outbox.drain()
    office.slack.faults.add("chat.postMessage", "500_before")
    office.slack.faults.add("conversations.replies", "error:thread_not_found")
    office.put("then", **ids, position=10)
    office.outbox.drain()
    office.recover()
    assert office.posted() == ["first v0", "then v0"]


def test_whoever_looked_for_too_long_settles_nothing(office: PostOffice) -> None:
    office.slack.faults.add("chat.postMessage", "500_after")
    office.put("a")
    office.outbox.drain()
    office.let_time_pass()
    with office.database.transaction() as session:
        now = database_now(session)
        slow = messages.to_reconcile(session, token="slow", now=now, lease=timedelta(0))
        assert slow is not None
    office.reconciler.reconcile()
    ts = office.row("a").ts
    with office.database.transaction() as session:
        assert not messages.later(session, slow, database_now(session))
    assert (office.row("a").state, office.row("a").ts) == ("sent", ts)
