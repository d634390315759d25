"""The demo: three months, told so that a newcomer can read them."""

import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from sandbox.demo.mrkdwn import BOLD, PLAIN, Reader, dates
from sandbox.demo.play import INTERRUPTED, play
from sandbox.demo.story import MONTHS
from sandbox.demo.terminal import Terminal, wrapped
from sandbox.demo.transcript import transcript

ROOT = Path(__file__).resolve().parents[2]
READER = Reader("Asia/Tokyo", {"U1": "ana"}, {"C1": "ml-platform"})


@pytest.fixture
def untouched_logging() -> Iterator[None]:
    """The demo sets up logging for its whole process; this puts it back."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    root.handlers[:] = handlers


@pytest.mark.usefixtures("untouched_logging")
def test_the_demo_tells_three_months_and_slack_refuses_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("LOG_LEVEL", "not a level")
    assert play() == 0  # 1 when the stand-in refused a request
    told = capsys.readouterr()
    assert told.err == ""
    assert list(tmp_path.iterdir()) == []
    _assert_three_months(told.out)
    _assert_plain(told.out)


def _assert_three_months(story: str) -> None:
    assert story.count("Maturity check-in, closed") == len(MONTHS) == 3
    assert len(re.findall(r"^│ Level \d: .*\n│ \d of 6 people answered\.$", story, re.M)) == 3
    assert "5 of 6 people answered." in story
    assert "0 of 6 people have answered." in story  # the guest is not among those asked
    for word in ("up from 1", "down from 2", "What moved", "What holds you at level 1",
                 "Worth talking about", "Provisional:", "known now", "Done when:", "Next steps",
                 "In your own words", "[ Answer ]", "press “Nothing has changed”"):  # fmt: skip
        assert word in story
    assert re.search(r"^│ People +2 +→ +2 +↘ +1$", story, re.M)
    assert "opens Mon 7 Dec 2026 at 18:00." in story  # 10:00 in Berlin, read in Tokyo


def _assert_plain(story: str) -> None:
    assert not re.search(r"<[!@#]|&(amp|lt|gt);|\*\w|\x1b|Traceback|\b[UC]0SBX", story)
    assert max(len(line) for line in story.splitlines()) <= 100
    assert not re.search(r"[ \t]$", story, re.M)
    assert len(story.splitlines()) < 345


def test_ctrl_c_ends_the_demo_without_a_traceback(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "app.py"), "demo", "--play"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as demo:
        assert demo.stdout is not None
        while "invites @rung" not in demo.stdout.readline():
            assert demo.poll() is None
        demo.send_signal(signal.SIGINT)
        _, complaints = demo.communicate(timeout=30)
    assert (demo.returncode, complaints) == (INTERRUPTED, "")
    assert list(tmp_path.iterdir()) == []


def test_markup_is_read_as_words() -> None:
    text = "<@U1> in <#C1>: *Done when:* 1 &lt; 2 &amp; <https://example.org|this> holds"
    words = READER.words(text).replace(BOLD, "").replace(PLAIN, "")
    assert words == "@ana in #ml-platform: Done when: 1 < 2 & this holds"


def test_a_date_is_told_in_the_readers_own_time() -> None:
    text = "Open until <!date^1788768000^{date_short_pretty} at {time}|07 Sep 2026 08:00 UTC>."
    assert READER.words(text) == "Open until Mon 7 Sep 2026 at 17:00."
    assert [when.isoformat() for when in dates(text)] == ["2026-09-07T08:00:00+00:00"]


def test_a_kind_of_block_without_words_is_not_passed_over() -> None:
    with pytest.raises(LookupError):
        transcript([{"type": "video"}], READER)


def test_lines_break_at_the_width_and_are_set_in_under_their_number() -> None:
    assert list(wrapped("1) one two three", 8)) == ["1) one", "   two", "   three"]


def test_a_stream_that_is_no_terminal_gets_no_escape_codes() -> None:
    stream = StringIO()
    Terminal(stream).heading("A day")
    assert stream.getvalue().startswith("\n── A day ──")


def test_a_terminal_gets_bold_words_unless_no_color_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    class Tty(StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured, plain = Tty(), Tty()
    Terminal(coloured).heading("A day")
    monkeypatch.setenv("NO_COLOR", "1")
    Terminal(plain).heading("A day")
    assert BOLD in coloured.getvalue()
    assert BOLD not in plain.getvalue()
