"""Telling the worker that there is something to deliver, so that nobody waits for its next tick."""

from collections.abc import Callable

Wake = Callable[[], None]
