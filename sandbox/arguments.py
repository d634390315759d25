"""The arguments of a Web API call: read from the body, checked for name and type.

Slack lets most unknown arguments pass; the stand-in refuses them, because they are mistakes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from sandbox.errors import ApiError

Kind = Callable[[Any], Any]
TIMESTAMP = re.compile(r"\d{1,12}\.\d{6}")


def read(content_type: str, body: bytes, query: str) -> dict[str, Any]:
    """The arguments as sent, query and body together, not checked yet.

    Raises ApiError for a body that cannot be read.
    """
    arguments: dict[str, Any] = _form(query)
    media = content_type.partition(";")[0].strip().lower()
    if not body:
        return arguments
    if media == "application/json":
        return arguments | _json(body)
    if media == "application/x-www-form-urlencoded":
        return arguments | _form(_text(body))
    raise ApiError("invalid_post_type")


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ApiError("invalid_charset") from error


def _form(text: str) -> dict[str, Any]:
    pairs = parse_qsl(text, keep_blank_values=True)
    if len({name for name, _ in pairs}) < len(pairs):
        raise ApiError("invalid_form_data")
    return dict(pairs)


def _json(body: bytes) -> dict[str, Any]:
    try:
        arguments = json.loads(_text(body))
    except (json.JSONDecodeError, RecursionError) as error:
        raise ApiError("invalid_json") from error
    if not isinstance(arguments, dict):
        raise ApiError("json_not_object")
    return arguments


def check(
    given: Mapping[str, Any], required: Mapping[str, Kind], optional: Mapping[str, Kind]
) -> dict[str, Any]:
    """The arguments in their own types.

    Raises ApiError invalid_arguments, with a message for each that is missing, unknown or wrong.
    """
    kinds = {**required, **optional}
    problems = [f"[ERROR] missing required field: {name}" for name in required if name not in given]
    checked = {}
    for name, value in given.items():
        if name not in kinds:
            problems.append(f"[ERROR] unexpected argument: {name}")
            continue
        try:
            checked[name] = kinds[name](value)
        except ValueError as error:
            problems.append(f"[ERROR] {error} [json-pointer:/{name}]")
    if problems:
        raise ApiError("invalid_arguments", response_metadata={"messages": problems})
    return checked


def text(value: Any) -> str:
    """A string. Raises ValueError for anything else."""
    if not isinstance(value, str):
        raise ValueError("must be a string")
    return value


def word(value: Any) -> str:
    """A string that is not empty. Raises ValueError for anything else."""
    if not text(value):
        raise ValueError("must not be empty")
    return str(value)


def flag(value: Any) -> bool:
    """A boolean, or the words that forms use for one. Raises ValueError for anything else."""
    words = {"1": True, "true": True, "0": False, "false": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in words:
        return words[value]
    raise ValueError("must be a boolean")


def number(value: Any) -> int:
    """An integer, or its digits. Raises ValueError for anything else."""
    if isinstance(value, bool) or not re.fullmatch(r"-?\d{1,9}", str(value)):
        raise ValueError("must be an integer")
    return int(value)


def timestamp(value: Any) -> str:
    """A message time stamp, as a string. Raises ValueError for anything else, floats too."""
    if not TIMESTAMP.fullmatch(text(value)):
        raise ValueError(f"{value} is not a valid timestamp")
    return str(value)


def items(value: Any) -> list[Any]:
    """An array, or its JSON text. Raises ValueError for anything else."""
    decoded = _decoded(value)
    if not isinstance(decoded, list):
        raise ValueError("must be an array")
    return decoded


def fields(value: Any) -> dict[str, Any]:
    """An object, or its JSON text. Raises ValueError for anything else."""
    decoded = _decoded(value)
    if not isinstance(decoded, dict):
        raise ValueError("must be an object")
    return decoded


def names(value: Any) -> list[str]:
    """A comma-separated list. Raises ValueError for anything else, and for empty names."""
    parts = text(value).split(",")
    if not all(parts):
        raise ValueError("must be a comma-separated list")
    return parts


def _decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError("must be valid JSON") from error
