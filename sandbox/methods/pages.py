"""Cursor pagination. Source: docs.slack.dev/apis/web-api/pagination."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from sandbox.errors import ApiError


def page(items: list[Any], arguments: dict[str, Any], *, default: int) -> tuple[list[Any], str]:
    """One page of the items and the cursor of the next, empty at the end.

    Raises ApiError invalid_limit or invalid_cursor.
    """
    limit = arguments.get("limit", default)
    if not 1 <= limit <= 999:
        raise ApiError("invalid_limit")
    start = _start(arguments.get("cursor", ""))
    end = start + limit
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return items[start:end], cursor


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode("ascii").partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ApiError("invalid_cursor") from error
    if word != "next" or not number.isdigit():
        raise ApiError("invalid_cursor")
    return int(number)


def following(cursor: str) -> dict[str, Any]:
    """The part of an answer that says where to go on."""
    return {"response_metadata": {"next_cursor": cursor}}
