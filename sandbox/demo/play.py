"""`app.py demo --play`: three months of the bot's life in a few seconds, told in the terminal."""

from __future__ import annotations

import io
import os
import sys

from sandbox.demo.clock import Clock
from sandbox.demo.hosting import hosted, without_proxies
from sandbox.demo.narrator import Narrator
from sandbox.demo.players import Players
from sandbox.demo.story import BEGIN
from sandbox.demo.terminal import Terminal
from sandbox.sandbox import Sandbox

# The stand-in allows one post per channel and second, times the scale: the bot stays well below.
RATE_SCALE = 0.001
INTERRUPTED = 130
REFUSED = 1


def play() -> int:
    """Play the story on standard output.

    The process's exit code: 0, 1 if the stand-in refused a request, 130 after Ctrl-C.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    clock = Clock(BEGIN)
    try:
        with without_proxies(), Sandbox(clock=clock, rate_scale=RATE_SCALE) as slack:
            with hosted(slack, clock) as bot:
                players = Players(slack, clock, bot.tick, bot.settled)
                Narrator(players, Terminal(sys.stdout)).play()
            return verdict(slack)
    except KeyboardInterrupt:
        sys.stdout.write("\n")
        return INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough, as in `app.py demo --play | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def verdict(slack: Sandbox) -> int:
    """The exit code after a demo: REFUSED, with what was refused told, or 0."""
    refused = [call for call in slack.log if not call.ok]
    for call in refused:
        sys.stderr.write(f"The stand-in for Slack refused {call.method}: {call.error}\n")
    return REFUSED if refused else 0
