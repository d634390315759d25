"""The outbox's rows: who may take which, in which order, and who may write what became of them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from storage import messages, pace, workspaces
from storage.database import Database, database_now
from storage.models import CheckIn, Message, Team

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEASE = timedelta(seconds=50)


class Box:
    """An outbox with short words for what the tests do to it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.workspace_id = self.add_workspace("T1")

    def add_workspace(self, slack_team_id: str) -> int:
        with self.database.transaction() as session:
            return workspaces.remember(
                session, enterprise_id="", slack_team_id=slack_team_id, name="", bot_user_id="",
                now=NOW,
            )  # fmt: skip

    def add_round(self) -> int:
        with self.database.transaction() as session:
            about: dict[str, Any] = {
                "workspace_id": self.workspace_id, "rubric": "mlops", "privacy": "open",
                "minimum": 3,
            }  # fmt: skip
            team = Team(**about, channel_id="C1", days_open=5, picked=None, admins=[],
                        created_by="U1", created_at=NOW)  # fmt: skip
            session.add(team)
            session.flush()
            check_in = CheckIn(**about, team_id=team.id, period="p", state="open", due_at=NOW)
            session.add(check_in)
            session.flush()
            return check_in.id

    def put(self, key: str, channel: str = "", **more: Any) -> bool:
        row = {"workspace_id": self.workspace_id, "channel": channel or f"C{key}", **more}
        with self.database.transaction() as session:
            return messages.enqueue(session, key=key, kind="hello", about={}, now=NOW, **row)

    def row(self, key: str) -> Message:
        with self.database.transaction() as session:
            return session.scalars(select(Message).where(Message.key == key)).one()

    def state(self, key: str) -> str:
        return self.row(key).state

    def change(self, key: str, **values: Any) -> None:
        with self.database.transaction() as session:
            row = session.scalars(select(Message).where(Message.key == key)).one()
            for name, value in values.items():
                setattr(row, name, value)

    def claim(self, lease: timedelta = LEASE, **more: Any) -> Message | None:
        with self.database.transaction() as session:
            now = database_now(session)
            return messages.claim(session, token="mine", now=now, lease=lease, **more)

    def must_claim(self, lease: timedelta = LEASE) -> Message:
        message = self.claim(lease)
        assert message is not None
        return message

    def do(self, step: Callable[[Session], Any]) -> Any:
        with self.database.transaction() as session:
            return step(session)

    def post(self, message: Message, ts: str = "1.0") -> bool:
        return bool(self.do(lambda s: messages.sent(s, message, message.channel, ts)))

    def rest(self, scope: str, seconds: float, workspace_id: int | None = None) -> None:
        def step(session: Session) -> None:
            until = database_now(session) + timedelta(seconds=seconds)
            pace.rest(session, workspace_id or self.workspace_id, scope, until)

        self.do(step)


@pytest.fixture
def box(database: Database) -> Box:
    return Box(database)


def test_a_key_is_put_into_the_outbox_once_however_many_try_at_once(box: Box) -> None:
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: box.put("a"), range(8)))
    assert sorted(told) == [False] * 7 + [True]


def test_the_same_key_in_two_workspaces_is_two_messages(box: Box) -> None:
    other = box.add_workspace("T2")
    assert box.put("a")
    assert box.put("a", workspace_id=other)


def test_many_claimers_never_get_the_same_message(box: Box) -> None:
    keys = {f"{n:02}" for n in range(40)}
    for key in keys:
        box.put(key)

    def take_all(_: int) -> list[str]:
        taken = []
        while (message := box.claim()) is not None:
            taken.append(message.key)
        return taken

    with ThreadPoolExecutor(6) as pool:
        taken = [key for keys in pool.map(take_all, range(6)) for key in keys]
    assert len(taken) == len(set(taken))
    # A claimer may end while another still holds a row; nothing may be left for the next one.
    assert set(taken) | set(take_all(0)) == keys


def test_many_claimers_never_hold_two_messages_of_one_channel(box: Box) -> None:
    for n in range(8):
        box.put(str(n), "C1")
    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(lambda _: box.claim(interval=MINUTE), range(6)))
    assert sum(message is not None for message in taken) == 1


def test_a_channel_takes_the_next_message_once_the_one_before_is_settled(box: Box) -> None:
    box.put("a", "C1")
    box.put("b", "C1")
    first = box.must_claim()
    assert box.claim() is None
    box.post(first)
    assert box.must_claim().key == "b"


def test_a_round_is_told_in_order_and_waits_for_what_is_not_known(box: Box) -> None:
    check_in = box.add_round()
    box.put("summary", "C1", check_in_id=check_in, position=10)
    box.put("invitation", "C1", check_in_id=check_in)
    assert box.must_claim().key == "invitation"
    for state in ("pending", "sending", "unknown", "unconfirmed"):
        later = datetime.now(UTC) + MINUTE if state == "pending" else None
        box.change("invitation", state=state, not_before=later, lease_token="", lease_until=None)
        assert box.claim() is None
    box.change("invitation", state="sent", ts="1.0")
    assert box.must_claim().key == "summary"


def test_a_message_that_failed_holds_up_only_what_belongs_into_its_thread(box: Box) -> None:
    check_in = box.add_round()
    box.put("invitation", "C1", check_in_id=check_in)
    box.put("summary", "C1", check_in_id=check_in, position=10)
    box.change("summary", state="failed")
    box.put("tips", "C1", check_in_id=check_in, position=20)
    box.put("reminder", "U1", check_in_id=check_in, position=5)
    box.change("invitation", state="sent", ts="1.0")
    assert box.do(messages.fail_orphans) == 0
    box.change("invitation", state="failed")
    assert box.do(messages.fail_orphans) == 1
    assert (box.state("tips"), box.state("reminder")) == ("failed", "pending")


def test_a_storm_in_one_workspace_leaves_another_untouched(box: Box) -> None:
    for n in range(60):
        box.put(str(n))
    box.put("calm", workspace_id=box.add_workspace("T2"))
    box.rest(messages.POST, 60)
    assert box.must_claim().key == "calm"
    assert box.claim() is None


@pytest.mark.parametrize(
    ("scope", "left"),
    [
        ("chat.postMessage", ["edit"]),
        ("chat.postMessage:C1", ["direct", "edit", "post2"]),
        ("conversations.open", ["edit", "post", "post2"]),
        ("chat.update", ["direct", "post", "post2"]),
    ],
)
def test_a_resting_scope_holds_up_exactly_the_messages_that_need_it(
    box: Box, scope: str, left: list[str]
) -> None:
    box.put("post", "C1")
    box.put("post2", "C2")
    box.put("direct", "U1")
    box.put("edit", "C3")
    box.change("edit", state="sent", wanted=1)
    box.rest(scope, 60)
    taken = []
    while (message := box.claim()) is not None:
        taken.append(message.key)
    assert sorted(taken) == left


def test_a_rest_only_ever_gets_longer(box: Box) -> None:
    box.rest("chat.update", 30)
    box.rest("chat.update", 1)
    at = box.do(database_now) + timedelta(seconds=20)
    rests = select(pace.rests_until(literal(box.workspace_id), "chat.update"))
    assert at < box.do(lambda s: s.scalar(rests)) < at + MINUTE


def test_nothing_is_due_while_nothing_waits(box: Box) -> None:
    assert box.do(messages.next_due) is None
    box.put("a")
    box.post(box.must_claim())
    assert box.do(messages.next_due) is None


@pytest.mark.parametrize("held_up_by", ["not_before", "pace", "lease of an edit"])
def test_what_is_due_next_is_known_to_the_moment(box: Box, held_up_by: str) -> None:
    box.put("a", "C1")
    soon = box.do(database_now) + timedelta(seconds=7)
    match held_up_by:
        case "not_before":
            box.change("a", not_before=soon)
        case "pace":
            box.do(lambda s: pace.rest(s, box.workspace_id, "chat.postMessage:C1", soon))
        case _:
            box.change("a", state="sent", wanted=1, lease_token="x", lease_until=soon)
    assert box.do(messages.next_due) == soon


@pytest.mark.parametrize(("lease", "begins"), [(LEASE, True), (timedelta(0), False)])
def test_a_send_begins_only_while_its_lease_lasts(box: Box, lease: timedelta, begins: bool) -> None:
    box.put("a")
    message = box.must_claim(lease)
    step = box.do(lambda s: messages.begin(s, message, tried_at=NOW, now=database_now(s)))
    assert step is begins
    row = box.row("a")
    assert (row.first_tried_at, row.attempts) == ((NOW, 1) if begins else (None, 0))


def test_the_first_try_is_remembered_through_all_later_ones(box: Box) -> None:
    box.put("a")
    for minute in range(3):
        message, at = box.must_claim(), NOW + minute * MINUTE
        box.do(lambda s, m=message, t=at: messages.begin(s, m, tried_at=t, now=database_now(s)))
        box.do(lambda s, m=message: messages.later(s, m, database_now(s)))
    assert box.row("a").first_tried_at == NOW


def test_a_lost_lease_is_looked_into_only_when_its_request_can_no_longer_land(box: Box) -> None:
    box.put("a")
    box.must_claim(timedelta(seconds=-1))
    now = box.do(database_now)
    assert box.do(lambda s: messages.expire(s, now, now + MINUTE)) == 1
    assert box.state("a") == "unknown"

    def look(at: datetime) -> Any:
        return box.do(lambda s: messages.to_reconcile(s, token="x", now=at, lease=LEASE))

    assert look(now + MINUTE / 2) is None
    assert look(now + MINUTE).key == "a"


SETTLINGS: dict[str, Callable[[Session, Message], bool]] = {
    "begin": lambda s, m: messages.begin(s, m, tried_at=NOW, now=database_now(s)),
    "sent": lambda s, m: messages.sent(s, m, "C1", "2.0"),
    "found": lambda s, m: messages.found(s, m, "C1", "2.0"),
    "edited": messages.edited,
    "later": lambda s, m: messages.later(s, m, NOW),
    "unknown": lambda s, m: messages.unknown(s, m, NOW, "why"),
    "failed": lambda s, m: messages.failed(s, m, "why"),
    "unconfirmed": lambda s, m: messages.unconfirmed(s, m, "why"),
    "look_later": lambda s, m: messages.look_later(s, m, NOW),
}


@pytest.mark.parametrize("settling", SETTLINGS)
def test_who_lost_the_lease_changes_nothing(box: Box, settling: str) -> None:
    box.put("a")
    old = box.must_claim()
    box.change("a", lease_token="new owner")
    before = {c.name: getattr(box.row("a"), c.name) for c in Message.__table__.columns}
    assert box.do(lambda s: SETTLINGS[settling](s, old)) is False
    assert {c.name: getattr(box.row("a"), c.name) for c in Message.__table__.columns} == before


def test_an_edit_wanted_while_another_is_under_way_is_made_too(box: Box) -> None:
    box.put("a")
    box.post(box.must_claim())
    box.do(lambda s: messages.want_edit(s, box.workspace_id, "a"))
    under_way = box.must_claim()
    assert box.claim() is None
    box.do(lambda s: messages.want_edit(s, box.workspace_id, "a"))
    assert box.do(lambda s: messages.edited(s, under_way))
    assert (box.row("a").shown, box.row("a").wanted) == (1, 2)
    assert box.must_claim().wanted == 2


def test_an_edit_wanted_before_the_message_was_found_is_still_to_be_made(box: Box) -> None:
    box.put("a")
    message = box.must_claim()
    box.do(lambda s: messages.unknown(s, message, database_now(s), "why"))
    box.do(lambda s: messages.want_edit(s, box.workspace_id, "a"))

    def find(session: Session) -> bool:
        now = database_now(session)
        looking = messages.to_reconcile(session, token="x", now=now, lease=LEASE)
        assert looking is not None
        session.flush()
        return messages.found(session, looking, "C1", "1.0")

    assert box.do(find)
    assert box.must_claim().wanted == 1


@pytest.mark.parametrize("state", ["pending", "sending", "unknown", "unconfirmed", "failed"])
@pytest.mark.parametrize(("channel", "seen_in"), [("C1", "C1"), ("U1", "D1")])
def test_a_click_proves_that_a_message_was_posted(
    box: Box, state: str, channel: str, seen_in: str
) -> None:
    box.put("a", channel)
    box.change("a", state=state, first_tried_at=NOW)
    assert box.do(lambda s: messages.confirm(s, box.workspace_id, "a", seen_in, "9.0"))
    row = box.row("a")
    assert (row.state, row.posted_channel, row.ts, row.error) == ("sent", seen_in, "9.0", "")


@pytest.mark.parametrize(
    "forged",
    [{"channel": "C2"}, {"channel": "D1"}, {"key": "b"}, {"tried": None}, {"state": "sent"}],
    ids=str,
)
def test_a_click_elsewhere_or_on_what_was_never_sent_proves_nothing(
    box: Box, forged: dict[str, Any]
) -> None:
    box.put("a", "C1")
    box.change("a", state=forged.get("state", "unknown"), first_tried_at=forged.get("tried", NOW))
    key, channel = forged.get("key", "a"), forged.get("channel", "C1")
    assert not box.do(lambda s: messages.confirm(s, box.workspace_id, key, channel, "9.0"))
    assert box.row("a").ts == ""


def test_a_click_while_the_message_is_sent_again_takes_it_from_the_sender(box: Box) -> None:
    box.put("a", "C1")
    message = box.must_claim()
    box.change("a", first_tried_at=NOW)
    assert box.do(lambda s: messages.confirm(s, box.workspace_id, "a", "C1", "9.0"))
    assert not box.do(lambda s: messages.begin(s, message, tried_at=NOW, now=database_now(s)))


def test_a_rounds_thread_is_that_of_its_first_message_and_only_in_its_channel(box: Box) -> None:
    check_in = box.add_round()
    box.put("invitation", "C1", check_in_id=check_in)
    box.put("summary", "C1", check_in_id=check_in, position=10)
    box.put("reminder", "U1", check_in_id=check_in, position=5)
    assert messages.thread_of(box.database, box.row("summary")) == ""
    box.change("invitation", ts="1.0")
    assert messages.thread_of(box.database, box.row("summary")) == "1.0"
    assert messages.thread_of(box.database, box.row("reminder")) == ""
