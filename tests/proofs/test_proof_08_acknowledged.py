"""Proof 8: fifty people submit at once while posts go out: every page is saved and acknowledged.

Slack waits for three seconds. The short form lets a busy machine take longer; how long it takes is
measured in `make bench`.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from long_form import LONG
from sqlalchemy import func, select
from world import CHANNEL, World, world

from bot.services.posts import Posts
from sandbox import Person
from storage.database import Database
from storage.models import Answer

PEOPLE = 50
POSTS = 60
WINDOW = 3.0 if LONG else 20.0


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_fifty_pages_submitted_at_once_during_a_burst_of_posts_are_all_acknowledged(
    database: Database, tmp_path: Path
) -> None:
    with world(database, "http") as rung:
        rung.slack.triggers.lifetime = 60
        names = [f"person-{n}" for n in range(PEOPLE)]
        workspace = rung.slack.workspace
        workspace.channel(CHANNEL).members += [workspace.add_person(name) for name in names]
        bot = rung.run_bot()
        rung.invite()
        rung.set_up(options=["Start the first one now"])
        rung.invitation()
        people = [_ready(rung, name) for name in names]
        rung.slack.ack_window = WINDOW
        _burst(rung)
        bot.worker.wake()
        with ThreadPoolExecutor(PEOPLE) as pool:
            replies = list(pool.map(lambda person: person.submit(), people))
        assert not [reply.errors for reply in replies if reply.errors]
        page = len(rung.rubric.dimensions[0].paths())
        with database.transaction() as session:
            assert session.scalar(select(func.count(Answer.id))) == PEOPLE * page
        rung.until(lambda: len(_hellos(rung)) == POSTS)


def _ready(rung: World, name: str) -> Person:
    """Somebody with the first page filled in."""
    person = rung.person(name)
    person.click(rung.invitation(), action_id="answer")
    rung.slack.wait_until(lambda: person.view())
    criteria = {path: rung.rubric.criterion(path) for path in rung.rubric.dimensions[0].paths()}
    lowest = {path: criterion.choices[0].name for path, criterion in criteria.items()}
    person.fill({"role": "Data scientist", **lowest})
    return person


def _burst(rung: World) -> None:
    workspace = rung.slack.workspace
    channels = [workspace.add_channel(f"c{n}", members=["ana", workspace.bot_user_id])
                for n in range(POSTS)]  # fmt: skip
    for channel in channels:
        Posts(rung.database, rung.clock).say(1, f"hello:{channel}", "hello", channel, {})


def _hellos(rung: World) -> list[str]:
    return [name for name in (f"c{n}" for n in range(POSTS)) if rung.channel(name)]
