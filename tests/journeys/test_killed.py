"""A process killed between any two steps of a check-in and started again: the round goes on.

RUNG_KILL_ALL=1 kills it at every single boundary; without it, at a spread of them.
"""

import json
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import mortal_bot
import pytest
from mortal_bot import Order
from sqlalchemy import delete, select
from world import CHANNEL, World, world

from bot.domain.cadence import Cadence, Rule
from bot.domain.permissions import Actor
from bot.domain.team import Settings
from bot.services.posts import Workspaces
from bot.services.teams import Teams
from sandbox import AppFailed, CannotAct, Person
from storage import messages
from storage.checkins import CLOSED
from storage.database import Database
from storage.models import Answer, CheckIn, Message, Participant, Score, Workspace

ANSWERING = {"ana": 1, "bo": 2, "cleo": 3}  # and how high; dan does not answer
RULE = Rule(Cadence.MONTHLY_ON_WEEKDAY, at=time(9), zone="Europe/Berlin", weekday=0, nth=1)
DUE = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 2, 9, 8, 0, tzinfo=UTC)
EVERY_ONE = os.environ.get("RUNG_KILL_ALL") == "1"
PATIENCE = 15.0


class Mortal:
    """The bot in a process of its own, one life after another; see mortal_bot."""

    def __init__(self) -> None:
        root = Path(mortal_bot.__file__).parents[2]
        self._process = subprocess.Popen(
            [sys.executable, mortal_bot.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        self._said: list[str] = []
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def begin(self, order: Order) -> None:
        self._said.clear()
        self._tell(json.dumps(asdict(order)))

    @property
    def up(self) -> bool:
        return "up" in self._said

    @property
    def dead(self) -> bool:
        return any(line.startswith("dead") for line in self._said)

    @property
    def killed(self) -> bool:
        return "dead -9" in self._said

    def end(self) -> None:
        """End the life under way."""
        if not self.dead:
            self._tell("")

    def close(self) -> None:
        """End the process, and with it the bot: its input is over."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._reader.join()

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.append(line.strip())


@dataclass(frozen=True)
class Story:
    """What is left of a check-in, in words that are the same whenever it goes the same way."""

    channel: list[tuple[str, str, Any]]  # key, text and blocks of each, the round's in order
    answers: set[tuple[str, str, str]]
    levels: dict[str, int | None]
    respondents: int


@dataclass
class Round:
    """A check-in from its due date to its summary, and the people who go on in spite of deaths.

    The first life dies at its boundary `die_at`; with `once_each` every life dies at the first
    boundary of a kind at which none has died before.
    """

    world: World
    mortal: Mortal
    folder: Path
    die_at: int | None = None
    once_each: bool = False
    died_at: list[str] = field(default_factory=list)
    lives: int = 0

    def play(self) -> Story:
        self._travel(DUE)
        self._live()
        self._until(lambda: self._invitation() and self._settled())
        for name, height in ANSWERING.items():
            self._answer(self.world.person(name), height)
            self._until(self._settled)
        self._travel(DEADLINE)
        self._until(lambda: self._closed() and self._settled())
        return self._story()

    def trace(self) -> list[str]:
        """The names of the boundaries that the last life has crossed so far."""
        return self._trace.read_text().splitlines()

    @property
    def _trace(self) -> Path:
        return self.folder / f"trace-{self.lives}"

    def _travel(self, to: datetime) -> None:
        self.world.now = to
        fresh = self.folder / "clock.new"
        fresh.write_text(to.isoformat())
        fresh.replace(self.folder / "clock")

    def _live(self) -> None:
        """Start the bot; should it die on the way, again."""
        self.lives += 1
        self._trace.unlink(missing_ok=True)
        slack = self.world.slack
        doomed = self.once_each or self.lives == 1
        self.mortal.begin(
            Order(
                bot_token=slack.bot_token,
                app_token=slack.app_token,
                api_url=slack.api_url,
                database_url=self.world.database.url.render_as_string(hide_password=False),
                clock=str(self.folder / "clock"),
                trace=str(self._trace),
                die_at=self.die_at if doomed else None,
                spared=self.died_at if self.once_each else [],
            )
        )
        self._wait(lambda: self.mortal.up or self.mortal.dead)
        self._revive()

    def _revive(self) -> None:
        if self.mortal.dead:
            assert self.mortal.killed, "the bot ended by itself"
            self.died_at.append(self.trace()[-1])
            self._live()

    def _until(self, come: Callable[[], object]) -> None:
        """Wait for something to come about, and start the bot again whenever it dies."""
        self._wait(lambda: self.mortal.dead or come())
        while self.mortal.dead:
            self._revive()
            self._wait(lambda: self.mortal.dead or come())

    def _wait(self, come: Callable[[], object]) -> None:
        self.world.slack.wait_until(come, PATIENCE)

    def _insist(self, act: Callable[[], object]) -> None:
        """Do what may fail when the process dies; a person who sees an error does it again."""
        while True:
            try:
                act()
            except AppFailed:
                self._wait(lambda: self.mortal.dead or self.world.slack.connections)
                self._revive()
            else:
                return

    def _answer(self, person: Person, height: int) -> None:
        """Open the questionnaire and fill in what is on top until the receipt shows.

        The form that a dead process asked for may come late, over or under the one opened again.
        """
        while person.view() is None:
            self._insist(lambda: person.click(self._invitation(), action_id="answer"))
            self._wait(lambda: person.view() or self.mortal.dead)
            self._revive()
        while (page := person.view()) and page.body.get("submit"):
            shown = {block["block_id"] for block in page.blocks}
            asked = [path for path in self.world.rubric.paths() if path in shown]
            filled = {path: self.world._name(path, height) for path in asked}
            with suppress(CannotAct):  # another page came on top while this one was filled in
                person.fill(({"role": "Data scientist"} if "role" in shown else {}) | filled)
                self._insist(person.submit)
        person.close_all()

    def _invitation(self) -> Any:
        found = [m for m in self.world.channel() if "Open until" in m.text]
        return found[-1] if found else None

    def _rows(self, table: Any) -> list[Any]:
        with self.world.database.transaction() as session:
            return list(session.scalars(select(table).order_by(table.id)))

    def _settled(self) -> bool:
        """Nothing is to be posted, edited or found out about."""
        rows = self._rows(Message)
        return all(
            m.state == messages.SENT and m.shown == m.wanted and not m.lease_token for m in rows
        )

    def _closed(self) -> bool:
        return any(row.state == CLOSED for row in self._rows(CheckIn))

    def _story(self) -> Story:
        (check_in,) = self._rows(CheckIn)
        people = {p.id: p.user_id for p in self._rows(Participant)}
        posts = [(_key(m.body), m.text, _shape(m.blocks)) for m in self.world.channel()]
        return Story(
            channel=sorted(posts, key=lambda post: post[0].startswith("round:")),
            answers={(people[a.participant_id], a.criterion, a.choice) for a in self._rows(Answer)},
            levels={score.dimension: score.level for score in self._rows(Score)},
            respondents=check_in.respondents,
        )


def _key(body: dict[str, Any]) -> str:
    """A message's key without the number of its round or team, which the database counts on."""
    key = str(body["metadata"]["event_payload"]["key"])
    return re.sub(r"^(round|team):\d+:", r"\1:", key)


def _shape(blocks: list[dict[str, Any]]) -> Any:
    """Blocks without what is made afresh each time: ids, and the round's number in buttons."""

    def bare(node: Any) -> Any:
        if isinstance(node, list):
            return [bare(item) for item in node]
        if isinstance(node, dict):
            return {k: bare(v) for k, v in node.items() if k not in ("block_id", "value")}
        return node

    return bare(blocks)


@contextmanager
def due_round(database: Database, mortal: Mortal, folder: Path, **fate: Any) -> Iterator[Round]:
    """A team whose check-in is due, in a world and a database without any other."""
    with database.transaction() as session:
        session.execute(delete(Workspace))
    with world(database, "socket") as made:
        # People here are patient, and the machine may be busy.
        made.slack.ack_window = made.slack.triggers.lifetime = PATIENCE
        slack = made.slack.workspace
        slack.channel(CHANNEL).members.append(slack.bot_user_id)
        workspace = Workspaces(database, made.clock).remember(
            "", slack.team_id, slack.team_name, slack.bot_user_id
        )
        by = Actor(slack.user("ana").id, in_channel=True)
        settings = Settings(made.rubric.key, RULE)
        Teams(database, made.clock).save(
            by, workspace, slack.channel(CHANNEL).id, CHANNEL, settings, None
        )
        folder.mkdir(exist_ok=True)
        try:
            yield Round(made, mortal, folder, **fate)
        finally:
            mortal.end()
            made.slack.wait_until(lambda: mortal.dead, PATIENCE)


@pytest.fixture(scope="module")
def mortal() -> Iterator[Mortal]:
    made = Mortal()
    yield made
    made.close()


def assert_posted_once(played: Round, where: str = "") -> None:
    """In the stand-in's own log, of what took effect, and among what the channel shows."""
    calls = [c for c in played.world.slack.log if c.method == "chat.postMessage" and c.landed]
    landed = Counter(c.arguments["metadata"]["event_payload"]["key"] for c in calls)
    rows = Counter(row.key for row in played._rows(Message))
    assert landed == rows, where
    shown = Counter(m.body["metadata"]["event_payload"]["key"] for m in played.world.channel())
    assert shown == rows, where


def spread(boundaries: int, at_most: int) -> list[int]:
    """Boundaries to die at, counted from 1; the last is left out, for nothing comes after it."""
    return sorted({1 + boundaries * part // at_most for part in range(at_most)} - {boundaries})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_round_goes_on_in_which_the_process_dies_once_at_every_kind_of_step(
    mortal: Mortal, database: Database, tmp_path: Path
) -> None:
    with due_round(database, mortal, tmp_path / "calm") as calm:
        undisturbed, steps = calm.play(), calm.trace()
        assert_posted_once(calm)
    with due_round(database, mortal, tmp_path / "deadly", die_at=1, once_each=True) as played:
        story = played.play()
        assert_posted_once(played)
        assert story == undisturbed
    assert set(played.died_at) >= set(steps)
    assert undisturbed.respondents == len(ANSWERING)
    assert len(undisturbed.answers) == len(ANSWERING) * len(played.world.rubric.paths())


@pytest.mark.timeout(3600 if EVERY_ONE else 120)
@pytest.mark.parametrize(
    ("database_url", "sample"), [("sqlite", 6), ("postgresql", 4)], indirect=["database_url"]
)
def test_a_process_killed_between_any_two_steps_and_started_again_loses_and_doubles_nothing(
    mortal: Mortal, database: Database, tmp_path: Path, sample: int
) -> None:
    with due_round(database, mortal, tmp_path / "calm") as calm:
        undisturbed, boundaries = calm.play(), len(calm.trace())
    walk_all = EVERY_ONE and database.engine.dialect.name == "sqlite"
    for die_at in spread(boundaries, boundaries if walk_all else sample):
        with due_round(database, mortal, tmp_path / str(die_at), die_at=die_at) as played:
            story = played.play()
            where = f"killed at boundary {die_at} of {boundaries}: {played.died_at}"
            assert len(played.died_at) == 1, where
            assert_posted_once(played, where)
            assert story == undisturbed, where
