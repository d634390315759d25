"""The bot in a process that can kill itself between two steps of its work.

Run as a program it takes one order per line of its input, a JSON object with the fields of `Order`,
and forks a bot for it, which lives until it kills itself or the next line comes. It answers with
the lines "up", when the bot is connected, and "dead" with the exit status.
"""

import http.client
import json
import os
import re
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bot.application import Bot
from bot.delivery.outbox import Policy
from bot.settings import Environment
from rubric.loader import bundled
from storage.database import Database

TICK = 0.2
# A test waits until a dead process's lease has run out. Shorter than the timeout it may only be
# because there is never a second process, and because the stand-in lands at once what was sent.
HASTY = Policy(timeout=5, margin=0.1, lease=0.8, channel_interval=0.02, linger=0.3)


@dataclass(frozen=True)
class Order:
    """One life. `clock` is a file with the product's time, `trace` one that the boundaries go to.

    `die_at` counts the boundaries whose names are not in `spared`, from 1; None: never.
    """

    bot_token: str
    app_token: str
    api_url: str
    database_url: str
    clock: str
    trace: str
    die_at: int | None
    spared: list[str]


class Boundaries:
    """Counts what is crossed and writes it down; at the fatal one the process kills itself."""

    def __init__(self, trace: Path, die_at: int | None, spared: frozenset[str]) -> None:
        self._trace = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._left = die_at
        self._spared = spared
        self._lock = threading.Lock()

    def cross(self, name: str) -> None:
        with self._lock:
            os.write(self._trace, f"{name}\n".encode())
            if self._left is None or name in self._spared:
                return
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class Commits:
    """Before and after every COMMIT of a transaction that changed something.

    A tick with nothing to do commits too; dying there is the same as dying before or after it.
    """

    def __init__(self, cross: Callable[[str], None]) -> None:
        self._cross = cross
        self._of_thread = threading.local()

    def watch(self) -> None:
        event.listen(Engine, "begin", self._begin)
        event.listen(Engine, "after_cursor_execute", self._executed)
        event.listen(Engine, "commit", self._before)
        event.listen(Session, "after_commit", self._after)

    def _begin(self, _connection: object) -> None:
        self._of_thread.changes = []

    def _executed(self, _connection: object, cursor: Any, statement: str, *_more: object) -> None:
        change = changed(statement)
        if change and (cursor.rowcount != 0 or change.startswith("INSERT")):
            self._of_thread.changes.append(change)

    def _before(self, _connection: object) -> None:
        if self._of_thread.changes:
            self._cross(f"before commit: {self._name()}")

    def _after(self, _session: object) -> None:
        if self._of_thread.changes:
            self._cross(f"after commit: {self._name()}")

    def _name(self) -> str:
        return ", ".join(sorted(set(self._of_thread.changes)))


def changed(statement: str) -> str:
    """What an SQL statement writes: verb, table and the columns set; "" for one that only reads."""
    verb = re.match(r"\s*(INSERT INTO|UPDATE|DELETE FROM) (\w+)", statement)
    if verb is None:
        return ""
    columns = re.findall(r"(\w+)\s?=", statement.partition(" SET ")[2].partition(" WHERE ")[0])
    return " ".join([*verb.groups(), *columns])


def watch_requests(cross: Callable[[str], None]) -> None:
    """Before every request to Slack, when it is sent, and when the answer has begun to come."""
    request, getresponse = (
        http.client.HTTPConnection.request,
        http.client.HTTPConnection.getresponse,
    )
    asked = threading.local()

    def counted_request(connection: http.client.HTTPConnection, *args: Any, **more: Any) -> None:
        path = args[1].partition("?")[0].strip("/")
        asked.method = "response_url" if path.startswith("response/") else path.split("/")[-1]
        cross(f"before {asked.method}")
        request(connection, *args, **more)
        cross(f"sent {asked.method}")

    def counted_getresponse(connection: http.client.HTTPConnection) -> http.client.HTTPResponse:
        response = getresponse(connection)
        cross(f"after {asked.method}")
        return response

    http.client.HTTPConnection.request = counted_request  # type: ignore[method-assign,assignment]
    http.client.HTTPConnection.getresponse = counted_getresponse  # type: ignore[method-assign,assignment]


def live(order: Order) -> None:
    """Be the bot until the next line of input, or its end."""
    boundaries = Boundaries(Path(order.trace), order.die_at, frozenset(order.spared))
    Commits(boundaries.cross).watch()
    watch_requests(boundaries.cross)
    environment = Environment(
        _env_file=None,
        slack_bot_token=order.bot_token,
        slack_app_token=order.app_token,
        slack_api_url=order.api_url,
        rung_tick_seconds=TICK,
        port=0,
    )
    clock = Path(order.clock)
    bot = Bot(
        environment,
        Database(order.database_url),
        bundled(),
        clock=lambda: datetime.fromisoformat(clock.read_text()),
        policy=HASTY,
    )
    bot.start()
    tell("up")
    sys.stdin.readline()
    os._exit(0)


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    # What takes long, importing all of it, is done once; a life is a fork of this process.
    for line in iter(sys.stdin.readline, ""):
        if not line.strip():  # meant to end a life that had just ended by itself
            continue
        order = Order(**json.loads(line))
        child = os.fork()
        if child == 0:
            live(order)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        tell(f"dead {status}")


if __name__ == "__main__":
    main()
