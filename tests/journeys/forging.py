"""Payloads as Slack would never send them, and where to send them from."""

import json
import time
from typing import Any

from sqlalchemy import func, select
from world import CHANNEL, World

from sandbox import Message, payloads
from sandbox.records import Ack
from sandbox.views import View
from storage import models as tables

STORED = (tables.Team, tables.CheckIn, tables.Participant, tables.Answer, tables.Comment)
# Every button that the bot listens to, and one that it does not.
BUTTONS = (
    "answer", "answer:7", "unchanged", "share", "why", "take_on", "take_on:1", "commitment",
    "commitment:3", "drop", "fell:worse", "fell:stricter", "skip_round", "no_reminders", "set_up",
    "set_up:2", "make_open", "overview", "reminders", "whatif_reset", "whatif_dimension",
    "whatif:model-release/process", "cadence", "from_another_age",
)  # fmt: skip


def stored(rung: World) -> dict[str, int]:
    """How many rows each table of what people gave has."""
    with rung.database.transaction() as session:
        count = {t: session.scalar(select(func.count()).select_from(t)) for t in STORED}
    return {table.__tablename__: number or 0 for table, number in count.items()}


def opened(rung: World) -> Message:
    """A team whose first check-in is open; its invitation."""
    rung.invite()
    rung.set_up(by="ana", options=["Start the first one now"])
    return rung.invitation()


def interaction(rung: World, name: str, kind: str, **more: Any) -> dict[str, Any]:
    """A payload as Slack would send it, and whatever is to be different."""
    user = rung.slack.workspace.user(name)
    base = payloads.base(rung.slack.workspace, kind, user)
    return base | {"trigger_id": "1.2.sandbox"} | more


def send(rung: World, name: str, kind: str, **more: Any) -> Ack:
    """Deliver such a payload; how it was acknowledged."""
    return rung.person(name).send_raw(interaction(rung, name, kind, **more))


def page_of(rung: World, name: str) -> View:
    """The first page of the questionnaire, filled in but not submitted."""
    person = rung.person(name)
    person.click(rung.invitation(), action_id="answer")
    rung.slack.wait_until(lambda: person.view())
    dimension = rung.rubric.dimensions[0]
    lowest = {p: rung.rubric.criterion(p).choices[0].name for p in dimension.paths()}
    person.fill({"role": "Data scientist", **lowest})
    view = person.view()
    assert view is not None
    return view


def settings_of(rung: World, name: str) -> View:
    """The settings modal, open and not submitted."""
    person = rung.person(name)
    person.command("/maturity setup", channel=CHANNEL)
    rung.slack.wait_until(lambda: person.view())
    view = person.view()
    assert view is not None
    return view


def hand_in(rung: World, name: str, view: View, **changes: Any) -> str:
    """Submit a modal past what Slack's client would check; what the person is shown."""
    ack = send(rung, name, "view_submission", view=view.body | changes)
    assert ack.ok, ack
    return json.dumps(ack.body, ensure_ascii=False)


def listeners_end(rung: World, within: float = 20.0) -> bool:
    """Wait until what goes on after the acknowledgements has ended; False: it did not in time."""
    assert rung.bot is not None
    pool: Any = rung.bot.app.listener_runner.listener_executor
    ends = time.monotonic() + within
    while time.monotonic() < ends:
        if pool._idle_semaphore._value >= len(pool._threads) and pool._work_queue.empty():
            return True
        time.sleep(0.001)
    return False
