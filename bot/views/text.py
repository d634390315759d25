"""Words for Slack: escaping, cutting, dates, plurals. Nothing here knows a journey."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block, RichTextBlock
from slack_sdk.models.blocks.block_elements import RichTextElementParts, RichTextPreformattedElement

# Slack advises no more in a message's `text`, and chat.update refuses more bytes.
# https://docs.slack.dev/reference/methods/chat.postMessage
TEXT_LIMIT = 4000
NAME_ERASED = "(name erased)"


@dataclass(frozen=True)
class Message:
    """What is posted: `text` is the whole message for notifications and screen readers."""

    text: str
    blocks: tuple[dict[str, Any], ...] = field(default=())


def message(text: str, *blocks: Block | dict[str, Any]) -> Message:
    """A Message; blocks of slack_sdk are turned into dicts, which checks their limits."""
    return Message(text, tuple(b if isinstance(b, dict) else b.to_dict() for b in blocks))


def escape(text: str) -> str:
    """User-typed text made inert: control and format characters gone, &, < and > escaped.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clean(text: str) -> str:
    """Text without control and format characters (zero-width, direction), newlines kept."""
    return "".join(
        c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    )


def one_line(text: str) -> str:
    """Cleaned text with every run of white space made one space."""
    return re.sub(r"\s+", " ", clean(text)).strip()


def cut(text: str, limit: int) -> str:
    """At most `limit` code points once escaped, with an ellipsis where something was left out."""
    if len(escape(text)) <= limit:
        return text
    kept = text[: limit - 1]
    while len(escape(kept)) > limit - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def moment(when: datetime) -> str:
    """A date and time in each reader's own zone, with a UTC text where Slack cannot tell."""
    return _dated(when, "{date_short_pretty} at {time}", when.strftime("%d %b %Y %H:%M UTC"))


def day(when: datetime) -> str:
    """A date in each reader's own zone."""
    return _dated(when, "{date_short}", when.strftime("%d %b %Y"))


def _dated(when: datetime, form: str, fallback: str) -> str:
    # https://docs.slack.dev/messaging/formatting-message-text#date-formatting
    return f"<!date^{int(when.timestamp())}^{form}|{fallback}>"


def plain_moment(when: datetime, zone: str) -> str:
    """A date and time as plain text in the named zone, for places where Slack renders no dates."""
    return when.astimezone(ZoneInfo(zone)).strftime("%a %-d %b %Y at %H:%M")


def person(user_id: str) -> str:
    """A person's name as Slack shows it; of somebody who had theirs erased, that it was."""
    return f"<@{user_id}>" if user_id else NAME_ERASED


def plural(count: int, one: str, many: str = "") -> str:
    """`1 answer`, `2 answers`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def plain_day(when: datetime, zone: str) -> str:
    """A date as plain text in the named zone: `3 Sep 2026`."""
    return when.astimezone(ZoneInfo(zone)).strftime("%-d %b %Y")


def message_text(lines: Sequence[str]) -> str:
    """The lines as a message's `text`, like `joined`, but counted in bytes."""
    return _fitted(lines, TEXT_LIMIT, lambda text: len(text.encode()))


def joined(lines: Sequence[str], limit: int) -> str:
    """The lines below one another; where they pass `limit`, whole lines and `…` for the rest."""
    return _fitted(lines, limit, len)


def _fitted(lines: Sequence[str], limit: int, size: Callable[[str], int]) -> str:
    whole = "\n".join(lines)
    if size(whole) <= limit:
        return whole
    kept: list[str] = []
    room = limit - size("…")
    for line in lines:
        room -= size(line) + 1
        if room < 0:
            break
        kept.append(line)
    return "\n".join([*kept, "…"])


def monospaced(lines: Sequence[str]) -> RichTextBlock:
    """Plain, unescaped lines as a block in which columns stay aligned; nothing in it is markup."""
    text = RichTextElementParts.Text(text="\n".join(lines))
    return RichTextBlock(elements=[RichTextPreformattedElement(elements=[text])])
