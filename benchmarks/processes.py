"""Other processes: the bot, the bare app it is compared with, and the stand-in for Slack."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIGNING_SECRET = "benchmark"
_PATIENCE = 30.0


@contextmanager
def process(*arguments: str, **environment: str) -> Iterator["subprocess.Popen[str]"]:
    """A Python process in the project's folder, ended with the block; its output can be read."""
    started = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield started
    finally:
        started.terminate()
        started.wait(_PATIENCE)
        for stream in (started.stdin, started.stdout):
            if stream is not None:
                stream.close()


@contextmanager
def slack(delay_ms: int) -> Iterator[str]:
    """The address of a Slack whose posts take so many milliseconds."""
    with process("-m", "benchmarks.slack", str(delay_ms)) as started:
        yield f"http://127.0.0.1:{said(started)}/api/"


def said(started: "subprocess.Popen[str]") -> str:
    """The next line that the process prints."""
    assert started.stdout is not None
    return started.stdout.readline().strip()


def settings(database_url: str, api_url: str, port: int) -> Mapping[str, str]:
    """The bot's environment in HTTP mode."""
    return {
        "DATABASE_URL": database_url,
        "SLACK_API_URL": api_url,
        "SLACK_BOT_TOKEN": "xoxb-benchmark",
        "SLACK_APP_TOKEN": "",
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "LOG_LEVEL": "WARNING",
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(port: int) -> None:
    """Return as soon as the server at the port says that it is ready. Raises TimeoutError."""
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.01)
    raise TimeoutError(f"nothing is ready at port {port}")
