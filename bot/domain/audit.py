"""The audit trail: what is kept of a change of settings, and one entry as a plain value."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from bot.domain.cadence import Rule, describe
from bot.domain.team import Settings

SYSTEM = ""  # the actor of what Rung did by itself


@dataclass(frozen=True)
class Entry:
    """Who did what and when; `detail` holds plain values, never an answer."""

    at: datetime
    actor: str
    action: str
    detail: Mapping[str, Any]


def differences(before: Settings, after: Settings) -> dict[str, list[str]]:
    """What somebody changed: the field's name → what it was and what it is, in plain words."""
    changed = {f.name: (getattr(before, f.name), getattr(after, f.name)) for f in fields(Settings)}
    return {name: [_words(old), _words(new)] for name, (old, new) in changed.items() if old != new}


def _words(value: object) -> str:
    """A setting in words. People are counted: the trail need not tell for ever who was asked."""
    match value:
        case None:
            return "everyone"
        case Rule():
            return describe(value)
        case tuple():
            return f"{len(value)} picked"
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)
