"""From the start of the process to ready, and its memory, against Bolt with the same libraries."""

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measure import alternately, postgresql, report
from benchmarks.slack import slack

TURNS = 5
REFERENCE = """
import sys
import alembic.command, alembic.config, alembic.migration, alembic.script
import apscheduler.schedulers.background, prometheus_client, psycopg, pydantic, pydantic_settings
import sqlalchemy.orm, sqlalchemy.dialects.postgresql.psycopg, sqlalchemy.dialects.sqlite
import waitress.server, yaml
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from waitress.server import create_server
app = App(token="xoxb-bench", signing_secret="x", token_verification_enabled=False)
server = create_server(SlackRequestHandler(app), host="127.0.0.1", port=0, threads=24)
print("ready", flush=True)
server.run()
"""


def main() -> None:
    with slack() as api, postgresql() as new:
        url = new().url.render_as_string(hide_password=False)
        environment = os.environ | {
            "SLACK_BOT_TOKEN": "xoxb-bench", "SLACK_SIGNING_SECRET": "x", "SLACK_APP_TOKEN": "",
            "SLACK_API_URL": api, "DATABASE_URL": url, "PORT": "0",
        }  # fmt: skip
        memory: dict[str, list[float]] = {"ours": [], "reference": []}

        def run(name: str, *command: str, ready: str) -> float:
            seconds, megabytes = _start([sys.executable, *command], environment, ready)
            memory[name].append(megabytes)
            return seconds

        ours, reference = alternately(
            TURNS,
            lambda: run("ours", "app.py", ready='"serving"'),
            lambda: run("reference", "-c", REFERENCE, ready="ready"),
        )
        report("start, time until ready", ours, reference, "s")
        report("start, resident memory", min(memory["ours"]), min(memory["reference"]), "MB")


def _start(command: list[str], environment: dict[str, str], ready: str) -> tuple[float, float]:
    """Seconds until the process says that it is ready, and its resident megabytes then."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if ready in line:
            break
    seconds = time.perf_counter() - begun
    status = Path(f"/proc/{process.pid}/status").read_text()
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    process.terminate()
    process.communicate()
    return seconds, int(resident.split()[1]) / 1024


if __name__ == "__main__":
    main()
