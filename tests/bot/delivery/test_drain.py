"""A drain: how long it goes on, what it waits for, and what many of them do at once."""

import itertools
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from post_office import QUICK, PostOffice
from slack_sdk import WebClient
from sqlalchemy import event

from bot.delivery.outbox import Policy
from bot.errors import NothingToSay
from bot.gateway.slack import Post
from storage.models import Message


def test_a_drain_waits_out_the_pace_of_a_channel(office: PostOffice) -> None:
    for n in range(4):
        office.put(f"{n}")
    assert office.hire(channel_interval=0.1, linger=0.5).drain() == 4
    times = [call.started for call in office.slack.log if call.method == "chat.postMessage"]
    apart = [(b - a).total_seconds() for a, b in itertools.pairwise(times)]
    assert all(seconds > 0.08 for seconds in apart)
    assert office.posted() == [f"{n} v0" for n in range(4)]


def test_channels_do_not_wait_for_one_another(office: PostOffice) -> None:
    for n in range(4):
        office.put(f"{n}", office.add_channel(f"c{n}"))
    begun = time.monotonic()
    assert office.hire(channel_interval=30).drain() == 4
    assert time.monotonic() - begun < 10


def test_waiting_costs_hardly_a_transaction(office: PostOffice) -> None:
    begun: list[object] = []
    office.put("0")
    office.put("1")
    event.listen(office.database.engine, "begin", begun.append)
    office.hire(channel_interval=0.5, linger=5).drain()
    # Per message a claim, a rendering, a begin and a settling; and a few looks at what is next.
    assert len(begun) < 20


def test_a_drain_leaves_to_the_next_tick_what_is_due_much_later(office: PostOffice) -> None:
    office.put("a")
    office.slack.faults.add("chat.postMessage", "429", retry_after=30)
    begun = time.monotonic()
    office.outbox.drain()
    assert time.monotonic() - begun < 10
    assert office.row("a").state == "pending"


def test_a_drain_ends_in_time_though_more_waits(office: PostOffice) -> None:
    for n in range(50):
        office.put(f"{n}")
    done = office.hire(channel_interval=0.2, budget=1.5, linger=1).drain()
    assert 0 < done < 50


def test_a_stop_ends_a_drain_that_waits(office: PostOffice) -> None:
    outbox = office.hire(channel_interval=60, linger=60, budget=60)
    office.put("0")
    office.put("1")
    drain = threading.Thread(target=outbox.drain)
    drain.start()
    office.slack.wait_until(office.posted)
    outbox.stop()
    drain.join(timeout=10)
    assert not drain.is_alive()
    assert office.posted() == ["0 v0"]


def test_no_transaction_is_open_while_slack_is_called(office: PostOffice) -> None:
    def clients(_workspace_id: int) -> WebClient:
        with office.database.transaction() as session:  # SQLite lets only one in at a time
            session.connection()
        return office.client

    def render(row: Message) -> Post:
        with office.database.transaction() as session:
            session.connection()
        return office.render(row)

    office.put("a")
    office.hire(render, clients).drain()
    assert office.posted() == ["a v0"]


def test_a_message_with_nothing_to_say_any_more_is_dropped(office: PostOffice) -> None:
    def render(_row: Message) -> Post:
        raise NothingToSay("the team is gone")

    office.put("a")
    office.hire(render).drain()
    assert (office.row("a").state, office.row("a").error) == ("failed", "the team is gone")
    assert (office.posted(), office.refused) == ([], [])


def test_an_edit_with_nothing_to_say_leaves_the_message_as_it_is(office: PostOffice) -> None:
    def render(_row: Message) -> Post:
        raise NothingToSay("the team is gone")

    office.put("a")
    office.outbox.drain()
    office.want_edit("a")
    assert office.hire(render).drain() == 1
    assert office.row("a").state == "sent"


def test_a_chart_refused_also_without_a_chart_is_a_failure_and_not_a_loop(
    office: PostOffice,
) -> None:
    def render(row: Message) -> Post:
        return Post(row.channel, "x", row.key, has_chart=True)

    office.slack.faults.add("chat.postMessage", "error:invalid_blocks", times=None)
    office.put("a")
    office.hire(render).drain()
    assert (office.row("a").state, office.asked("chat.postMessage")) == ("failed", 2)


@pytest.mark.parametrize("error", ["msg_too_long", "thread_not_found", "invalid_blocks"])
def test_a_refusal_of_one_message_does_not_stop_a_team(office: PostOffice, error: str) -> None:
    office.slack.faults.add("chat.postMessage", f"error:{error}")
    office.put("a", **office.add_round())
    office.outbox.drain()
    assert (office.row("a").error, office.refused) == (error, [])


@pytest.mark.parametrize("error", ["account_inactive", "token_revoked", "a_name_nobody_knows_yet"])
def test_a_refusal_of_the_channel_is_told_and_takes_the_rest_of_the_round_along(
    office: PostOffice, error: str
) -> None:
    ids = office.add_round()
    office.slack.faults.add("chat.postMessage", f"error:{error}")
    office.put("first", **ids)
    office.outbox.drain()
    office.put("then", **ids, position=10)
    office.outbox.drain()
    assert office.refused == [("first", error)]
    assert office.states() == {"failed"}
    assert office.asked("chat.postMessage") == 1


def test_somebody_who_cannot_be_written_to_does_not_stop_a_team(office: PostOffice) -> None:
    gone = office.slack.workspace.add_person("gone", deleted=True)
    office.put("a", gone, **office.add_round())
    office.outbox.drain()
    assert (office.row("a").error, office.refused) == ("user_disabled", [])


@pytest.mark.parametrize("kind", ["500_before", "500_after", "drop_after", "timeout_after"])
def test_an_edit_of_unknown_fate_is_simply_made_again(office: PostOffice, kind: str) -> None:
    office.put("a")
    office.outbox.drain()
    office.slack.faults.add("chat.update", kind, delay=0.4)
    office.want_edit("a")
    office.outbox.drain()
    assert (office.posted(), office.row("a").state) == (["a v1"], "sent")
    assert office.asked("chat.update") == 2


def test_an_edit_that_never_gets_through_is_given_up_and_the_next_one_is_not(
    office: PostOffice,
) -> None:
    office.put("a")
    office.outbox.drain()
    office.slack.faults.add("chat.update", "500_before", times=None)
    office.want_edit("a")
    office.outbox.drain()
    assert office.asked("chat.update") == 8
    office.slack.faults.clear()
    office.want_edit("a")
    office.outbox.drain()
    assert (office.posted(), office.row("a").state) == (["a v2"], "sent")


def test_a_rate_limit_on_edits_does_not_hold_up_posts(office: PostOffice) -> None:
    office.put("a")
    office.outbox.drain()
    office.slack.faults.add("chat.update", "429", retry_after=30)
    office.want_edit("a")
    office.outbox.drain()
    office.put("b")
    office.outbox.drain()
    assert office.posted() == ["a v0", "b v0"]


def test_many_workers_and_much_trouble_lose_nothing_and_double_nothing(office: PostOffice) -> None:
    kinds = ["500_before", "500_after", "drop_before", "drop_after", "ok_without_ts"]
    chance = random.Random(7)
    for method in ("chat.postMessage", "conversations.history"):
        office.slack.faults.add(method, "html_502", times=3)
    for _ in range(15):
        office.slack.faults.add(
            "chat.postMessage", chance.choice(kinds), where=lambda _arguments: chance.random() < 0.4
        )
    channels = {f"c{n}": office.add_channel(f"c{n}") for n in range(6)}
    keys = [f"{channel} {n}" for channel in channels for n in range(5)]
    for key in keys:
        office.put(key, channels[key.split()[0]])
    for _ in range(30):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: office.hire(linger=0.02).drain(), range(4)))
        if office.states() == {"sent"}:
            break
        office.recover()
    posted = [text for channel in channels for text in office.posted(channel)]
    assert sorted(posted) == sorted(f"{key} v0" for key in keys)


@given(st.integers(-3, 10_000), st.integers(1, 5000))
def test_pauses_only_get_longer_and_never_too_long(tries: int, longest: int) -> None:
    policy = Policy(longest_pause=longest)
    assert policy.pause(tries) <= policy.pause(tries + 1)
    assert policy.pause(tries).total_seconds() <= longest


def test_a_lease_outlasts_several_requests() -> None:
    policy: Any = Policy()
    assert policy.lease >= 4 * policy.timeout
    assert QUICK.lease >= 4 * QUICK.timeout
