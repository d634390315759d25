"""Logs: one JSON line per entry, without secrets, and without what anybody said or answered."""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from types import TracebackType

from slack_sdk.errors import SlackApiError

_SECRETS = re.compile(
    r"xox[a-z](?:\.[a-z]+)?-[\w-]+|xapp-[\w-]+|https://hooks\.slack[\w.-]*/[\w/.%-]+|/response/[\w-]+"
)
_OWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_BLOT = "[secret]"
# A shorter secret would blot out words of every day.
_SHORTEST = 6

# Who may speak at DEBUG: the SDK would tell tokens, and whole requests and answers.
_OURS = ("bot", "rubric", "storage")
# Where the SDK and Bolt put an error's words, an address, or an answer that they cannot read.
_ASIDE = re.compile(r"\s*[:({\[].*", re.DOTALL)
_OF_SLACK = ("slack_bolt", "slack_sdk")
# Errors of a connection, whose words tell neither a row nor what somebody gave.
_OF_A_CONNECTION = {"OperationalError", "InterfaceError"}
# The SDK puts a piece of the answer where the error's name would be when it cannot be read.
_ERROR_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LONGEST_CHAIN = 5

log = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; what was passed as `extra` becomes fields.

    `secrets` are blotted out wherever they stand, beside everything that looks like one of
    Slack's.
    """

    def __init__(self, secrets: Collection[str] = ()) -> None:
        super().__init__()
        known = sorted((s for s in secrets if len(s) >= _SHORTEST), key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": _said(record),
        }
        entry |= {k: v for k, v in vars(record).items() if k not in _OWN}
        if record.exc_info and record.exc_info[1]:
            entry["error"] = told(record.exc_info[1])
        return json.dumps(self._clean(entry))

    def _clean(self, value: object) -> object:
        if isinstance(value, Mapping):
            return {str(self._clean(str(k))): self._clean(v) for k, v in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._clean(each) for each in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        text = value if isinstance(value, str) else _plainly(value)
        return scrub(self._known.sub(_BLOT, text) if self._known else text)


class _Lines(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to standard error. Of an entry that cannot be written, only its place is told."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        place = f"{record.name}:{record.lineno}"
        self.stream.write(json.dumps({"level": "ERROR", "message": "unwritable", "at": place}))
        self.stream.write("\n")


def scrub(text: str) -> str:
    """The text with tokens and response addresses blotted out."""
    return _SECRETS.sub(_BLOT, text)


def told(error: BaseException) -> str:
    """An error and those that it came from: where each was raised, and of which type it is.

    Its own words follow only where they cannot be a row's values or what somebody typed.
    """
    parts: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(parts) < _LONGEST_CHAIN:
        frames = "".join(traceback.format_tb(cause.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{frames}{_plainly(cause)}")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n\nwhich led to\n\n".join(reversed(parts))


def configure_logging(level: str, secrets: Collection[str] = ()) -> None:
    """Send every logger's lines, warnings and errors that nobody caught to standard error.

    `level` is that of our own loggers; of libraries, nothing below INFO is heard.
    """
    handler = _Lines(sys.stderr)
    handler.setFormatter(JsonLines(secrets))
    heard = max(logging.getLevelNamesMapping()[level], logging.INFO)
    logging.basicConfig(level=heard, handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(True)
    sys.excepthook = _note_end
    threading.excepthook = _note_end_of_thread
    logging.getLogger("slack_bolt.App").addFilter(_is_news)
    # Being woken while two ticks wait is usual, not a warning.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # A line for each request that waits for a thread; how long they take is in the metrics.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # Two lines about its own set-up each time that readiness is asked for.
    logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt reads the environment's token by itself, and warns that it is given another way."""
    return "`token` will be unused" not in str(record.msg)


def _said(record: logging.LogRecord) -> str:
    words = record.getMessage()
    return _ASIDE.sub("", words) if record.name.startswith(_OF_SLACK) else words


def _plainly(value: object) -> str:
    """A value as text; an error as its type, and its words where they are harmless."""
    if not isinstance(value, BaseException):
        return str(value)
    kind, words = type(value), _harmless_words(value)
    return f"{kind.__module__}.{kind.__qualname__}" + (f": {words}" if words else "")


def _harmless_words(error: BaseException) -> str:
    if isinstance(error, SlackApiError):
        name = str(error.response.get("error"))
        return name if _ERROR_NAME.fullmatch(name) else ""
    if isinstance(error, OSError) or type(error).__name__ in _OF_A_CONNECTION:
        return str(error)
    return ""


def _note_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.critical("ended by an error that nobody caught", exc_info=(kind, error, trace))


def _note_end_of_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        caught = (ended.exc_type, ended.exc_value, ended.exc_traceback)
        log.error("a thread ended by an error that nobody caught", exc_info=caught)
