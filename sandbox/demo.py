"""`make demo`: the whole bot against the stand-in, three months in a few seconds.

The demo's composition root, and so the one module of the stand-in that knows the product.
"""

from __future__ import annotations

import io
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import and_, or_, select

from bot.application import Bot
from bot.delivery.outbox import Policy
from bot.logs import configure_logging
from bot.settings import Environment
from rubric.loader import bundled
from sandbox.narrator import Narrator
from sandbox.players import Clock, Players
from sandbox.sandbox import Sandbox
from sandbox.story import BEGIN
from sandbox.terminal import Terminal
from storage import messages
from storage.database import Database
from storage.models import Message
from storage.schema import migrate

# The stand-in allows one post per channel and second, times the scale: the bot stays well below.
RATE_SCALE = 0.001
QUICK = Policy(channel_interval=0.03, linger=1.0)
INTERRUPTED = 130
REFUSED = 1
# Slack's SDK sends even local requests to these; no proxy leads to this machine.
PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")


def play() -> int:
    """Play the story on standard output.

    The process's exit code: 0, 1 if the stand-in refused a request, 130 after Ctrl-C.
    """
    configure_logging("ERROR")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    clock = Clock(BEGIN)
    try:
        with _without_proxies(), Sandbox(clock=clock, rate_scale=RATE_SCALE) as slack:
            with _bot(slack, clock) as (bot, database):
                players = Players(slack, clock, bot.worker.wake, lambda: _settled(database))
                Narrator(players, Terminal(sys.stdout)).play()
            return _verdict(slack)
    except KeyboardInterrupt:
        sys.stdout.write("\n")
        return INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough, as in `make demo | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


@contextmanager
def _bot(slack: Sandbox, clock: Clock) -> Iterator[tuple[Bot, Database]]:
    """The bot, connected, and its database, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="rung-demo-") as folder:
        environment = _environment(slack, Path(folder))
        database = Database(environment.database_url)
        migrate(database)
        bot = Bot(environment, database, bundled(), clock=clock, policy=QUICK)
        try:
            bot.start()
            slack.wait_for_socket()
            yield bot, database
        except (KeyboardInterrupt, BrokenPipeError):
            logging.disable()  # requests under way are cut off now, which is no news
            raise
        finally:
            bot.stop()
            database.close()


def _environment(slack: Sandbox, folder: Path) -> Environment:
    """The bot's settings: all of them, so that nothing of the real environment is used."""
    return Environment(
        _env_file=None,
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_signing_secret=slack.signing_secret,
        slack_api_url=slack.api_url,
        database_url=f"sqlite:///{folder / 'rung.db'}",
        rung_rubrics=None,
        rung_tick_seconds=3600,  # the narrator wakes the worker whenever the clock has moved
        host="127.0.0.1",
        port=0,
        log_level="ERROR",
    )


def _settled(database: Database) -> bool:
    """Whether nothing waits to be posted or edited."""
    posting = Message.state.in_((messages.PENDING, messages.SENDING, messages.UNKNOWN))
    editing = and_(Message.state == messages.SENT, Message.shown < Message.wanted)
    with database.transaction() as session:
        return session.scalar(select(Message.id).where(or_(posting, editing)).limit(1)) is None


def _verdict(slack: Sandbox) -> int:
    refused = [call for call in slack.log if not call.ok]
    for call in refused:
        sys.stderr.write(f"The stand-in for Slack refused {call.method}: {call.error}\n")
    return REFUSED if refused else 0


@contextmanager
def _without_proxies() -> Iterator[None]:
    kept = {name: os.environ.pop(name) for name in PROXIES if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)
