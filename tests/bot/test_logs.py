"""Logs: one line of JSON per entry, and no secret in it wherever it comes from."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import JsonLines, scrub

HOOK = "https://hooks.slack.com/commands/T0SBX/1234/abcDEF-5678"
SECRETS = (
    "xoxb-1234-5678-sandboxsecret",
    "xoxp-1234-sandboxsecret",
    "xoxe.xoxp-1-sandboxsecret",
    "xoxe-1-sandboxsecret",
    "xapp-1-A0SBX-1234-sandboxsecret",
    HOOK,
    "https://hooks.slack-gov.com/actions/T0SBX/1234/sandboxsecret",
    "http://127.0.0.1:4000/response/sandboxsecret",
)

Write = Callable[[Callable[[logging.Logger], None]], str]


@pytest.fixture
def write() -> Iterator[Write]:
    """Runs something that logs; gives back all that was written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("rung.test")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)

    def run(doing: Callable[[logging.Logger], None]) -> str:
        doing(logger)
        return stream.getvalue()

    yield run
    logger.removeHandler(handler)


def _entry(written: str) -> dict[str, Any]:
    """The one entry written, which is one line."""
    assert written.endswith("\n")
    assert len(written.splitlines()) == 1
    entry: dict[str, Any] = json.loads(written)
    return entry


def test_an_entry_says_when_how_grave_where_and_what(write: Write) -> None:
    entry = _entry(write(lambda log: log.warning("posted %s", "it", extra={"channel": "C1"})))
    assert entry["level"] == "WARNING"
    assert entry["logger"] == "rung.test"
    assert (entry["message"], entry["channel"]) == ("posted it", "C1")
    assert entry["at"].endswith("+00:00")


def test_line_breaks_of_any_kind_stay_inside_one_line(write: Write) -> None:
    text = "one\ntwo\r\nthree\u2028four\u0085five\x0bsix\x1b[31m"
    entry = _entry(write(lambda log: log.info("%s", text, extra={"name_of_it": text})))
    assert entry["message"] == entry["name_of_it"] == text


def test_an_exception_stays_inside_one_line(write: Write) -> None:
    def fail(log: logging.Logger) -> None:
        try:
            raise ValueError("first line\nsecond line")
        except ValueError:
            log.exception("it failed")

    entry = _entry(write(fail))
    assert "Traceback" in entry["error"]
    assert "second line" in entry["error"]


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_blotted_out_wherever_it_stands(write: Write, secret: str) -> None:
    def leak(log: logging.Logger) -> None:
        try:
            raise ValueError(f"could not reach {secret}")
        except ValueError as error:
            log.exception(
                f"sent to {secret}", exc_info=error,
                extra={"token": secret, "deep": {"url": [secret, "kept"]}, "after": "kept"},
            )  # fmt: skip

    written = write(leak)
    entry = _entry(written)
    assert "sandboxsecret" not in written
    assert "abcDEF" not in written
    assert entry["deep"]["url"][1] == entry["after"] == "kept"
    assert "[secret]" in entry["message"]
    assert "[secret]" in entry["error"]


def test_a_secret_among_other_words_leaves_the_words(write: Write) -> None:
    entry = _entry(write(lambda log: log.info("a (%s), b; '%s' c", HOOK, SECRETS[0])))
    assert entry["message"].startswith("a ([secret]")
    assert entry["message"].endswith("c")


@given(before=st.text(), after=st.text(), secret=st.sampled_from(SECRETS), key=st.text(min_size=1))
def test_whatever_is_around_a_secret_the_line_stays_json(
    before: str, after: str, secret: str, key: str
) -> None:
    record = logging.makeLogRecord({"msg": f"{before} {secret} {after}", f"x{key}": secret})
    line = JsonLines().format(record)
    assert len(line.splitlines()) == 1
    assert isinstance(json.loads(line), dict)
    assert secret not in line


def test_scrubbing_leaves_plain_words_alone() -> None:
    text = "xox is a game, /responses/ are many, https://hooks.example.com/a stays"
    assert scrub(text) == text
