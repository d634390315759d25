"""Slack's markup as one reader sees it: names, dates in their own time, bold.

Source: docs.slack.dev/messaging/formatting-message-text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

BOLD, DIM, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"

_TOKEN = re.compile(r"<([^<>]*)>")
_BOLD = re.compile(r"(?<!\w)\*(\S(?:[^*\n]*\S)?)\*(?!\w)")
_DATE = re.compile(r"<!date\^(\d+)\^")


@dataclass(frozen=True)
class Reader:
    """Who reads: the time zone they live in, and the names behind ids."""

    zone: str
    people: Mapping[str, str]
    channels: Mapping[str, str]

    def words(self, text: str) -> str:
        """Mrkdwn as it is read; bold words stand between escape codes."""
        read = _TOKEN.sub(lambda token: self._token(token[1]), text)
        return html.unescape(_BOLD.sub(lambda marked: bold(marked[1]), read))

    def person(self, user_id: str) -> str:
        """Somebody's name as a mention."""
        return f"@{self.people[user_id]}"

    def day(self, when: datetime) -> str:
        """A date such as `Mon 7 Sep 2026`."""
        return when.astimezone(ZoneInfo(self.zone)).strftime("%a %-d %b %Y")

    def time(self, when: datetime) -> str:
        """A time of day such as `10:00`."""
        return when.astimezone(ZoneInfo(self.zone)).strftime("%H:%M")

    def _token(self, token: str) -> str:
        if token.startswith("!date^"):
            return self._date(*token.partition("|")[0].split("^")[1:3])
        target, _, label = token.partition("|")
        if target.startswith("@"):
            return self.person(target[1:])
        if target.startswith("#"):
            return f"#{self.channels[target[1:]]}"
        return label or target

    def _date(self, seconds: str, form: str) -> str:
        when = datetime.fromtimestamp(int(seconds), UTC)
        dated = re.sub(r"\{date[a-z_]*\}", self.day(when), form)
        return re.sub(r"\{time[a-z_]*\}", self.time(when), dated)


def bold(text: str) -> str:
    """Each word bold by itself, so that lines can be broken between them."""
    return " ".join(f"{BOLD}{word}{PLAIN}" if word else "" for word in text.split(" "))


def dates(text: str) -> list[datetime]:
    """The moments that a text tells each reader in their own time, in reading order."""
    return [datetime.fromtimestamp(int(seconds), UTC) for seconds in _DATE.findall(text)]
