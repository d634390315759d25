"""`app.py demo`: the workspace in the browser, with the real bot behind it."""

from __future__ import annotations

import signal
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sandbox.demo.clock import Clock
from sandbox.demo.hosting import WORDS, hosted, without_proxies
from sandbox.demo.town import PLACE, VISITOR, Bot, Town, beginning
from sandbox.demo.travel import Travel
from sandbox.sandbox import Sandbox

# A visitor travels through months in seconds: the windows of the rate limits shrink with them.
RATE_SCALE = 0.001
# How often the bot looks for due work while a visitor looks around, in seconds.
EVERY = 2.0
PORT_TAKEN = 2


def show(port: int, *, browser: bool) -> int:
    """Serve the page on this machine until Ctrl-C, and open it in the `browser` if there is one.

    The process's exit code: 0, or 2 if the port is taken.
    """
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    try:
        with stage(port) as (slack, live):
            sys.stdout.write(f"Rung's demo is at {slack.page_url} (Ctrl-C ends it)\n")
            sys.stdout.flush()
            if browser:
                webbrowser.open(slack.page_url)
            live()
            over.wait()
    except KeyboardInterrupt:
        sys.stdout.write("\n")
    except OSError as error:
        sys.stderr.write(f"Cannot listen on port {port} ({error.strerror}). Choose with --port.\n")
        return PORT_TAKEN
    return 0


@contextmanager
def stage(
    port: int = 0, until: datetime | None = None
) -> Iterator[tuple[Sandbox, Callable[[], None]]]:
    """The stand-in with the bot and its page, and what has the people live through their year.

    The year ends `until` then (None: now); from there time goes on by itself. Until then the page
    tells how far it is.
    """
    end = until or datetime.now(UTC)
    clock = Clock(beginning(end))
    with (
        without_proxies(),
        Sandbox(clock=clock, rate_scale=RATE_SCALE, port=port) as slack,
        hosted(slack, clock, EVERY) as bot,
    ):
        client = slack.client

        def tell(now: datetime) -> None:
            client.busy = f"Playing a year of check-ins: {now:%B %Y}"

        town = Town(slack, clock, Bot(bot.tick, bot.moments), end, tell)
        town.gather()
        tell(clock.now)
        client.first, client.words = (VISITOR, PLACE), WORDS
        client.time = Travel(clock, bot.tick, bot.moments, channel_names(slack))

        def live() -> None:
            town.live()
            clock.run()
            client.busy = None
            slack.workspace.changes.announce()

        yield slack, live


def channel_names(slack: Sandbox) -> Callable[[str], str]:
    """What a channel is called, by its id."""
    return lambda channel: slack.workspace.channel(channel).name
