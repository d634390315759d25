"""`python app.py` as a process: it starts, says that it is ready, and goes when it is told to."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from sandbox import Sandbox
from storage.database import Database
from storage.schema import migrate

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20  # what a supervisor waits between SIGTERM and SIGKILL


class Served:
    """A process that serves, and the port of its web server."""

    def __init__(self, slack: Sandbox, database_url: str, transport: str) -> None:
        self.port = free_port()
        self._environment = {
            **{k: v for k, v in os.environ.items() if "proxy" not in k.lower()},
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token if transport == "socket" else "",
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": database_url,
            "PORT": str(self.port),
        }
        self.process = self.run()

    def run(self) -> subprocess.Popen[str]:
        """One more process with the same settings."""
        return subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=self._environment, text=True,
            stderr=subprocess.PIPE,
        )  # fmt: skip

    def wait_until_ready(self) -> None:
        ends = time.monotonic() + 30
        while time.monotonic() < ends:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (URLError, ConnectionError):
                time.sleep(0.1)
        raise TimeoutError("the process did not become ready")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox(rate_scale=0.01) as made:
        made.workspace.add_person("ana", real_name="Ana Example", tz="UTC", is_admin=True)
        made.workspace.add_channel("ml", members=["ana"])
        yield made


@pytest.fixture(params=["socket", "http"])
def served(request: pytest.FixtureRequest, slack: Sandbox, tmp_path: Path) -> Iterator[Served]:
    url = f"sqlite:///{tmp_path / 'rung.db'}"
    database = Database(url)
    migrate(database)
    database.close()
    made = Served(slack, url, request.param)
    made.wait_until_ready()
    if request.param == "http":
        slack.deliver_to(f"http://127.0.0.1:{made.port}/slack/events")
    yield made
    made.process.kill()
    made.process.communicate()


def test_told_to_go_it_finishes_what_is_under_way_and_ends_well(
    slack: Sandbox, served: Served
) -> None:
    slack.workspace.invite_bot("ml", by="ana")
    slack.wait_until(lambda: slack.workspace.messages("ml"))
    slack.faults.add("conversations.members", "trickle", delay=1)
    asked = len(slack.log)
    answers: list[str] = []

    def ask() -> None:
        answers.append(slack.person("ana").command("/maturity help", channel="ml").text)

    asking = threading.Thread(target=ask)
    asking.start()
    slack.wait_until(lambda: any(c.method == "conversations.members" for c in slack.log[asked:]))
    served.process.send_signal(signal.SIGTERM)
    begun = time.monotonic()
    _, log = served.process.communicate(timeout=PATIENCE)
    asking.join(5)
    assert (served.process.returncode, time.monotonic() - begun < PATIENCE) == (0, True), log
    assert "/maturity" in answers[0]
    assert '"level": "ERROR"' not in log


@pytest.mark.parametrize("served", ["http"], indirect=True)
def test_a_second_process_on_sqlite_refuses_to_start_and_says_why(served: Served) -> None:
    second = served.run()
    _, log = second.communicate(timeout=30)
    assert second.returncode == 2
    assert "Another process already serves" in log.splitlines()[-1]
    served.wait_until_ready()
