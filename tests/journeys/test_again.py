"""What Slack delivers more than once acts once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select
from world import CHANNEL, World

from sandbox import payloads
from storage.models import CheckIn, Inbox, Message


def count(rung: World, table: type[CheckIn] | type[Inbox] | type[Message], **columns: str) -> int:
    with rung.database.transaction() as session:
        statement = select(func.count()).select_from(table).filter_by(**columns)
        return session.scalar(statement) or 0


def deliver(rung: World, kind: str, payload: dict[str, Any], times: int) -> None:
    """Deliver the same thing several times at once, as after lost acknowledgements."""
    with ThreadPoolExecutor(times) as pool:
        acks = list(pool.map(lambda _: rung.person("ana").send_raw(payload, kind), range(times)))
    assert all(ack.ok for ack in acks)


def command(rung: World, text: str, trigger: str) -> dict[str, Any]:
    ws = rung.slack.workspace
    return {
        "command": "/maturity", "text": text, "trigger_id": trigger, "team_id": ws.team_id,
        "channel_id": ws.channel(CHANNEL).id, "user_id": ws.user("ana").id,
    }  # fmt: skip


def test_a_command_that_comes_five_times_starts_one_check_in_also_later(rung: World) -> None:
    rung.invite()
    rung.set_up()
    again = command(rung, "start", "1.2.start")
    deliver(rung, "slash_commands", again, 5)
    rung.invitation()
    assert count(rung, CheckIn) == 1
    rung.person("ana").command("/maturity close", channel=CHANNEL).message()
    deliver(rung, "slash_commands", again, 2)
    assert count(rung, CheckIn, state="open") == 0
    deliver(rung, "slash_commands", command(rung, "start", "1.2.another"), 1)
    rung.until(lambda: count(rung, CheckIn, state="open"))


def test_a_mention_that_comes_five_times_is_answered_once(rung: World) -> None:
    rung.invite()
    rung.set_up()
    ws = rung.slack.workspace
    said = {
        "type": "app_mention", "user": rung.person("ana").id, "text": "help",
        "ts": "1767000000.000100", "channel": ws.channel(CHANNEL).id,
    }  # fmt: skip
    event = payloads.event(ws, rung.now, said, shared=False)
    deliver(rung, "events_api", event, 5)
    rung.until(lambda: count(rung, Message, kind="reply"))
    rung.slack.wait_for_events()
    assert count(rung, Message, kind="reply") == 1
    assert count(rung, Inbox, delivery=event["event_id"]) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_page_that_is_submitted_again_is_stored_once(rung: World) -> None:
    rung.invite()
    rung.set_up(options=["Start the first one now"])
    for _ in range(2):
        rung.answer("bo", 1)
    assert "1 of 4" in rung.texts() or "1 of 4" in str(rung.invitation().body)
