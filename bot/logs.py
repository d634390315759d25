"""Logs: one JSON line per entry, without secrets."""

import json
import logging
import re
import sys
from datetime import UTC, datetime

_SECRETS = re.compile(
    r"xox[a-z](?:\.[a-z]+)?-[\w-]+|xapp-[\w-]+|https://hooks\.slack[\w.-]*/[\w/.%-]+|/response/[\w-]+"
)
_OWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; what was passed as `extra` becomes fields."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        entry |= {k: v for k, v in vars(record).items() if k not in _OWN}
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return scrub(json.dumps(entry, default=str))


def scrub(text: str) -> str:
    """The text with tokens and response addresses blotted out."""
    return _SECRETS.sub("[secret]", text)


def configure_logging(level: str) -> None:
    """Send every logger's lines to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Being woken while two ticks wait is usual, not a warning.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # A line for each request that waits for a thread; how long they take is in the metrics.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # Two lines about its own set-up each time that readiness is asked for.
    logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)
