"""Proof 7: events and submissions delivered up to five times, at once and out of order."""

import copy
import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import delete, select
from town import waiting
from world import CHANNEL, PEOPLE, TRANSPORTS, World, world

from sandbox.records import Ack, Delivery
from storage.database import Database
from storage.models import Answer, Comment, Message, Participant

MOST = 5
SEED = 4


@pytest.fixture(params=TRANSPORTS)
def rung(request: pytest.FixtureRequest, database: Database) -> Iterator[World]:
    """A world with the bot running in it."""
    with world(database, request.param) as made:
        made.slack.ack_window = 20  # what is tested is not how fast a busy machine is
        made.run_bot()
        yield made


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_whatever_is_delivered_again_changes_and_repeats_nothing(rung: World) -> None:
    played(rung)
    before = told(rung)
    again = [d for d in rung.slack.acks if _may_come_again(d)]
    assert {d.payload["type"] for d in again} == {"event_callback", "view_submission"}
    deliver(rung, again)
    assert told(rung) == before


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_pages_that_arrive_many_times_and_out_of_order_are_each_stored_once(rung: World) -> None:
    played(rung)
    before = told(rung)
    pages = [d for d in rung.slack.acks if _callback(d) == "answer_page"]
    with rung.database.transaction() as session:
        for table in (Answer, Comment):
            session.execute(delete(table))
        session.query(Participant).update({"finished_at": None, "role": ""})
    assert told(rung) != before
    acks = deliver(rung, pages)
    assert all(ack.ok for ack in acks)
    # How many have finished is told when a last page comes, which here may come first.
    assert told(rung)[1:] == before[1:]
    assert [key for key, _ in told(rung)[0]] == [key for key, _ in before[0]]


def test_an_event_that_first_comes_many_times_at_once_is_answered_once(rung: World) -> None:
    played(rung)
    ts = rung.person("bo").say(CHANNEL, "status?").ts
    known = len(rung.channel())
    heard = next(d for d in rung.slack.acks if _event(d) == "app_mention")
    fresh = copy.deepcopy(heard.payload)
    fresh["event_id"] = "Ev0FRESH"
    fresh["event"]["ts"] = fresh["event"]["event_ts"] = ts
    deliver(rung, [Delivery("events_api", fresh, 0, heard.started, 0.0)] * MOST)
    rung.until(lambda: len(rung.channel()) > known)
    settle(rung)
    assert len(rung.channel()) == known + 1


def played(rung: World) -> None:
    """A team is set up, a check-in is open, everybody answers, somebody asks the bot."""
    rung.invite()
    rung.set_up(options=["Start the first one now"])
    rung.invitation()
    for height, name in enumerate(PEOPLE[:3]):
        rung.answer(name, height, comment=f"What {name} thinks.")
    rung.until(lambda: "3 of 4 people have answered" in rung.texts())
    rung.person("ana").mention(CHANNEL, "@Rung status")
    rung.wait_for("No level yet")  # an event is acknowledged before it is dealt with
    settle(rung)


def deliver(rung: World, deliveries: Iterable[Delivery]) -> list[Ack]:
    """Each one to five times, at once and in any order; then let everything settle."""
    chance = random.Random(SEED)
    many = [d.payload for d in deliveries for _ in range(chance.randint(1, MOST))]
    chance.shuffle(many)
    ana = rung.person("ana")
    with ThreadPoolExecutor(8) as pool:
        acks = list(pool.map(ana.send_raw, many))
    settle(rung)
    return acks


def settle(rung: World) -> None:
    """Wait until Slack has delivered all, and the bot has nothing more to say."""
    rung.slack.wait_for_events(20)

    def nothing_waits() -> bool:
        with rung.database.transaction() as session:
            return session.scalar(select(Message.id).where(waiting()).limit(1)) is None

    rung.until(nothing_waits)


def told(rung: World) -> tuple[Any, ...]:
    """What the channel shows, and what everybody has answered."""
    posts = sorted((m.body["metadata"]["event_payload"]["key"], m.text) for m in rung.channel()
                   if m.metadata)  # fmt: skip
    with rung.database.transaction() as session:
        people = {p.id: p.user_id for p in session.scalars(select(Participant))}
        given = {(people[a.participant_id], a.criterion, a.choice)
                 for a in session.scalars(select(Answer))}  # fmt: skip
        said = {(people[c.participant_id], c.dimension, c.body)
                for c in session.scalars(select(Comment))}  # fmt: skip
        roles = {(p.user_id, p.role) for p in session.scalars(select(Participant))}
    return posts, given, said, roles


def _may_come_again(delivery: Delivery) -> bool:
    return bool(_event(delivery)) or delivery.payload.get("type") == "view_submission"


def _event(delivery: Delivery) -> str:
    return str(delivery.payload.get("event", {}).get("type", ""))


def _callback(delivery: Delivery) -> str:
    return str(delivery.payload.get("view", {}).get("callback_id", ""))
