"""Text as Slack counts it."""

from __future__ import annotations

import json
import re

# An ampersand that already begins an entity is not escaped a second time.
_BARE = re.compile(r"&(?!(?:amp|lt|gt);)|[<>]")
_ESCAPED = {"&": 5, "<": 4, ">": 4}
_MARKUP = re.compile(r"<[@#!][^<>\n]+>|<[a-z][a-z0-9+.-]*:[^<>\n]+>", re.IGNORECASE)


def length(text: str) -> int:
    """Code points of `text` once its bare &, < and > are escaped.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return len(text) + sum(_ESCAPED[bare] - 1 for bare in _BARE.findall(text))


def markup_length(text: str) -> int:
    """Code points of mrkdwn: links, mentions and dates in angle brackets stay as they are."""
    links = sum(len(link) for link in _MARKUP.findall(text))
    return links + length(_MARKUP.sub("", text))


def markup_bytes(text: str) -> int:
    """The bytes of mrkdwn in UTF-8, counted as markup_length counts code points."""
    # What escaping adds is ASCII: a byte for each code point.
    return markup_length(text) - len(text) + len(text.encode("utf-8", "surrogatepass"))


def json_bytes(value: object) -> int:
    """The size of a JSON value in bytes, written without spaces, in UTF-8."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate can be written in JSON; it must not stop the count.
    return len(written.encode("utf-8", "surrogatepass"))
