"""Logs: one line of JSON per entry, and no secret in it wherever it comes from."""

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError

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


def _record(words: str, **more: object) -> logging.LogRecord:
    return logging.makeLogRecord({"name": "rung.test", "msg": words, **more})


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
    assert entry["error"].endswith("builtins.ValueError")


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_blotted_out_wherever_it_stands(write: Write, secret: str) -> None:
    def leak(log: logging.Logger) -> None:
        try:
            raise OSError(f"could not reach {secret}")
        except OSError as error:
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
    record = _record(f"{before} {secret} {after}", **{f"x{key}": secret})
    line = JsonLines().format(record)
    assert len(line.splitlines()) == 1
    assert isinstance(json.loads(line), dict)
    assert secret not in line


def test_scrubbing_leaves_plain_words_alone() -> None:
    text = "xox is a game, /responses/ are many, https://hooks.example.com/a stays"
    assert scrub(text) == text


def test_the_words_of_an_error_are_told_only_where_they_are_nobodys_answer(write: Write) -> None:
    row = "DETAIL: Failing row contains (7, siloed)"
    given = "siloed"

    def fail(log: logging.Logger) -> None:
        try:
            try:
                {}[given]
            except KeyError as missing:
                raise IntegrityError(row) from missing
        except IntegrityError:
            log.exception("it failed", extra={"why": ValueError(given)})

    written = write(fail)
    told = _entry(written)
    assert told["error"].index("builtins.KeyError") < told["error"].index("IntegrityError")
    assert "siloed" not in written
    assert told["why"] == "builtins.ValueError"
    full = _entry_of(OSError(28, "No space left on device"))
    assert full["error"].endswith("[Errno 28] No space left on device")


class IntegrityError(Exception):
    """As a database's: it tells the row."""


def _entry_of(error: Exception, secrets: tuple[str, ...] = ()) -> dict[str, Any]:
    record = _record("m", exc_info=(type(error), error, None))
    entry: dict[str, Any] = json.loads(JsonLines(secrets).format(record))
    return entry


def test_of_an_answer_of_slack_that_cannot_be_read_nothing_is_told() -> None:
    cut = {"ok": False, "error": 'not JSON: {"ok":true,"message":{"text":"our words"}}'}
    assert _entry_of(SlackApiError("words", cut))["error"].endswith(".SlackApiError")
    refused = SlackApiError("words", {"ok": False, "error": "channel_not_found"})
    assert _entry_of(refused)["error"].endswith("SlackApiError: channel_not_found")


@given(
    secret=st.text(min_size=6, max_size=20).filter(lambda s: s.strip() and "\x00" not in s),
    before=st.text(), after=st.text(),
)  # fmt: skip
def test_a_secret_that_the_process_knows_is_blotted_out_by_its_value(
    secret: str, before: str, after: str
) -> None:
    record = _record(f"{before}{secret}{after}", x={secret: [secret]})
    entry = json.loads(JsonLines([secret]).format(record))
    for text in (entry["message"], *entry["x"], *next(iter(entry["x"].values()))):
        assert secret not in text.replace("[secret]", "\x00")


def test_at_debug_only_we_ourselves_say_more(operators_log: io.StringIO) -> None:
    for name in ("slack_sdk.web.base_client", "slack_bolt.App", "urllib3", "sqlalchemy.engine"):
        logging.getLogger(name).debug("a whole request")
    assert operators_log.getvalue() == ""
    logging.getLogger("bot.delivery").debug("ours")
    assert "ours" in operators_log.getvalue()


def test_what_the_sdk_puts_behind_a_colon_is_left_out(operators_log: io.StringIO) -> None:
    logging.getLogger("slack_sdk.web").error('Failed to decode the answer: {"text": "our words"}')
    assert _entry(operators_log.getvalue())["message"] == "Failed to decode the answer"


def test_what_nobody_caught_is_logged_like_everything_else(operators_log: io.StringIO) -> None:
    words = "our words"

    def end() -> None:
        raise ValueError(words)

    ending = threading.Thread(target=end)
    ending.start()
    ending.join()
    sys.excepthook(ValueError, ValueError("our words"), None)
    warnings.warn("of our-signing-secret", stacklevel=1)
    lines = [json.loads(line) for line in operators_log.getvalue().splitlines()]
    assert [line["level"] for line in lines] == ["ERROR", "CRITICAL", "WARNING"]
    assert "our words" not in operators_log.getvalue()
    assert "our-signing-secret" not in operators_log.getvalue()


def test_an_entry_that_cannot_be_written_tells_its_place_only(operators_log: io.StringIO) -> None:
    record = logging.makeLogRecord({"name": "bot", "msg": "%d", "args": ("our words",)})
    logging.getLogger().handlers[0].handle(record)
    assert _entry(operators_log.getvalue())["message"] == "unwritable"
    assert "our words" not in operators_log.getvalue()
