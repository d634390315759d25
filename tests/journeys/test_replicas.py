"""Several bots on one PostgreSQL database, none of them the leader."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select, update
from world import QUICK, START, World, world

from bot.application import Bot
from bot.domain.cadence import Cadence, Rule
from bot.services.reading import rule_columns
from bot.settings import Environment
from rubric.loader import bundled
from storage.database import Database
from storage.models import CheckIn, Message, Schedule, Team, Workspace

TEAMS = 24
postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
over_http = pytest.mark.parametrize("transport", ["http"])
DUE = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def many(database: Database) -> Iterator[World]:
    """A world with many teams that fall due together."""
    with world(database, "http") as made:
        made.run_bot()
        bot_user = made.slack.workspace.bot_user_id
        members = ["ana", "bo", bot_user]
        channels = [
            made.slack.workspace.add_channel(f"c{n}", members=members) for n in range(TEAMS)
        ]
        with database.transaction() as session:
            workspace_id = session.scalars(select(Workspace.id)).one()
            for channel in channels:
                add_team(session, workspace_id, channel)
        yield made


def add_team(session, workspace_id: int, channel: str) -> None:
    team = Team(
        workspace_id=workspace_id, channel_id=channel, rubric="mlops@2020-01", privacy="open",
        minimum=3, days_open=5, picked=None, admins=[], created_by="U1", created_at=START,
    )  # fmt: skip
    session.add(team)
    session.flush()
    rule = Rule(Cadence.MONTHLY_ON_DAY, time(9), "UTC", day=1)
    session.add(
        Schedule(
            workspace_id=workspace_id, team_id=team.id, next_period="2026-02", next_due_at=DUE,
            **rule_columns(rule),
        )
    )  # fmt: skip


def hire(rung: World, every: float = 3600) -> Bot:
    """One more replica; it ticks when it is told to."""
    environment = Environment(
        _env_file=None,
        slack_bot_token=rung.slack.bot_token,
        slack_signing_secret=rung.slack.signing_secret,
        slack_api_url=rung.slack.api_url,
        rung_tick_seconds=every,
        rung_delivery_threads=4,
        port=0,
    )
    return Bot(environment, Database(str(rung.database.engine.url.render_as_string(False))),
               bundled(), clock=rung.clock, policy=QUICK)  # fmt: skip


def tick_together(bots: list[Bot], times: int = 4) -> None:
    for _ in range(times):
        with ThreadPoolExecutor(len(bots)) as pool:
            list(pool.map(lambda bot: bot.worker.tick(), bots))


@postgresql
def test_three_replicas_ask_and_close_every_team_exactly_once(many: World) -> None:
    bots = [hire(many) for _ in range(3)]
    many.now = DUE + timedelta(minutes=1)
    tick_together(bots)
    posted = [many.channel(f"c{n}") for n in range(TEAMS)]
    assert [len(messages) for messages in posted] == [1] * TEAMS
    many.now = DUE + timedelta(days=6)
    tick_together(bots)
    with many.database.transaction() as session:
        states = Counter(session.scalars(select(CheckIn.state)))
        waiting = Counter(session.scalars(select(Message.state)))
    assert states == {"closed": TEAMS}
    assert waiting == {"sent": 2 * TEAMS}
    asked = Counter(c.arguments.get("channel") for c in many.slack.log
                    if c.method == "conversations.members")  # fmt: skip
    assert set(asked.values()) == {1}  # nobody looked at a team that another replica had


def test_a_team_that_slack_is_too_busy_for_waits_and_the_others_do_not(many: World) -> None:
    channel = many.slack.workspace.channel("c0").id
    many.slack.faults.add(
        "conversations.members", "500_before", where=lambda a: a.get("channel") == channel
    )
    many.now = DUE + timedelta(minutes=1)
    for _ in range(3):
        many.tick()
    assert not many.channel("c0")
    assert all(many.channel(f"c{n}") for n in range(1, TEAMS))
    with many.database.transaction() as session:
        session.execute(update(Schedule).values(claimed_until=None))
    many.tick()
    assert many.channel("c0")


def test_a_workspace_that_must_wait_is_left_alone_until_then(many: World) -> None:
    many.slack.faults.add("conversations.members", "429", retry_after=30, times=None)
    many.now = DUE + timedelta(minutes=1)
    many.tick()
    asked = len([c for c in many.slack.log if c.method == "conversations.members"])
    many.tick()
    assert asked <= 50
    assert len([c for c in many.slack.log if c.method == "conversations.members"]) == asked


def test_posts_of_teams_due_together_are_spread_and_dates_are_not(many: World) -> None:
    many.now = DUE + timedelta(minutes=1)
    assert many.bot is not None
    many.bot.worker._rounds.look()
    with many.database.transaction() as session:
        rows = session.scalars(select(Message).where(Message.kind == "invitation")).all()
        deadlines = set(session.scalars(select(CheckIn.deadline)))
    assert len({row.not_before for row in rows}) > TEAMS / 2
    assert deadlines == {DUE + timedelta(days=5)}


@postgresql
def test_what_is_opened_is_posted_while_slack_takes_long_over_another_team(many: World) -> None:
    bot = hire(many, every=0.5)
    channel = many.slack.workspace.channel("c0").id
    many.slack.faults.add(
        "conversations.members", "trickle", delay=4, where=lambda a: a.get("channel") == channel
    )
    many.now = DUE + timedelta(minutes=1)
    bot.worker.start()
    try:
        others = range(1, TEAMS)
        many.slack.wait_until(lambda: all(many.channel(f"c{n}") for n in others), 30)
        assert not many.channel("c0")
        many.slack.wait_until(lambda: many.channel("c0"), 30)
    finally:
        bot.worker.stop()
