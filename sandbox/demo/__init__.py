"""The demo: the whole bot against the stand-in, told in the terminal or shown in the browser."""

from __future__ import annotations

from sandbox.demo.page import show
from sandbox.demo.play import play

__all__ = ["play", "show"]
