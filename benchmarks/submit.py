"""Saved page submissions per second against a bare Bolt app that only acknowledges."""

import asyncio
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from benchmarks.measure import alternately, percentiles, postgresql, report
from benchmarks.rows import add_rounds, add_teams, add_workspace
from benchmarks.slack import PEOPLE, slack
from bot.application import Bot
from bot.domain.answer_form import ROLE
from bot.logs import configure_logging
from bot.server import WebServer
from bot.settings import Environment
from bot.web import SlackDoor, routes
from rubric.loader import bundled
from storage import messages
from storage.database import Database

SECRET = "bench-secret"
AT_ONCE, SECONDS, TEAMS, TURNS = 50, 5.0, 50, 3
BURST = 3000


def main() -> None:
    with slack(150) as api, postgresql() as new:
        database = new()
        bodies = _fill(database)
        url = database.url.render_as_string(hide_password=False)
        with _served("ours", api, url) as ours, _served("bare", api, "") as bare:
            for port in (ours, bare):
                _load(port, bodies, 3)
            latencies: dict[int, list[float]] = {ours: [], bare: []}

            def rate(port: int) -> float:
                taken = _load(port, bodies, SECONDS)
                latencies[port] += taken
                return len(taken) / SECONDS

            fast, plain = alternately(TURNS, lambda: rate(ours), lambda: rate(bare))
            report("submit", fast, plain, "submissions/s", **percentiles(latencies[ours]),
                   reference_ms=percentiles(latencies[bare]))  # fmt: skip
            _burst(database)
            taken = _load(ours, bodies, SECONDS)
            report("submit during a dispatch burst", len(taken) / SECONDS, plain, "submissions/s",
                   **percentiles(taken))  # fmt: skip


def _fill(database: Database) -> list[bytes]:
    """Teams with open rounds; a submission of the first page for everybody in each."""
    workspace_id = add_workspace(database)
    rounds = add_rounds(database, workspace_id, add_teams(database, workspace_id, TEAMS),
                        datetime.now(UTC))  # fmt: skip
    return [_submission(check_in, user) for user in PEOPLE for check_in in rounds]


def _submission(check_in: int, user: str) -> bytes:
    rubric = bundled().get("mlops")
    state: dict[str, Any] = {ROLE: {"choice": _chosen("data-scientist")}}
    for path in rubric.dimensions[0].paths():
        first = rubric.criterion(path).choices[0].id
        state[path] = {"choice": _chosen(first)}
    view = {
        "id": "V1", "type": "modal", "callback_id": "answer_page", "hash": "1",
        "private_metadata": json.dumps({"check_in": check_in, "page": 0}),
        "state": {"values": state}, "blocks": [],
    }  # fmt: skip
    payload = {
        "type": "view_submission", "team": {"id": "T1"}, "user": {"id": user}, "view": view,
        "api_app_id": "A1", "is_enterprise_install": False, "trigger_id": "1.2.3",
    }  # fmt: skip
    return urlencode({"payload": json.dumps(payload)}).encode()


def _chosen(value: str) -> dict[str, Any]:
    return {"type": "radio_buttons", "selected_option": {"value": value}}


def _load(port: int, bodies: list[bytes], seconds: float) -> list[float]:
    """Submit, so many at once, for so long; how long each acknowledgement took."""
    return asyncio.run(_clients(port, bodies, seconds))


async def _clients(port: int, bodies: list[bytes], seconds: float) -> list[float]:
    taken: list[float] = []
    ends = time.perf_counter() + seconds
    stamp = str(int(time.time()))
    requests = [_request(body, stamp) for body in bodies]
    await asyncio.gather(
        *(_client(port, requests[n::AT_ONCE], ends, taken) for n in range(AT_ONCE))
    )
    return taken


async def _client(port: int, requests: list[bytes], ends: float, taken: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while True:
        for request in requests:
            begun = time.perf_counter()
            if begun > ends:
                writer.close()
                return
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            body = await reader.readexactly(length)
            if not head.startswith(b"HTTP/1.1 200") or (body and b"answer_page" not in body):
                raise RuntimeError(f"not saved: {head!r} {body[:300]!r}")
            taken.append(time.perf_counter() - begun)


def _request(body: bytes, stamp: str) -> bytes:
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    head = [
        "POST /slack/events HTTP/1.1", "Host: bench", f"X-Slack-Request-Timestamp: {stamp}",
        f"X-Slack-Signature: {signature}", "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}", "", "",
    ]  # fmt: skip
    return "\r\n".join(head).encode() + body


def _burst(database: Database) -> None:
    """Thousands of messages to be posted."""
    with database.transaction() as session:
        for n in range(BURST):
            messages.enqueue(session, workspace_id=1, key=f"burst:{n}", kind="hello",
                             channel=f"C9{n:05}", about={}, now=datetime.now(UTC))  # fmt: skip


@contextmanager
def _served(which: str, api: str, database_url: str) -> Iterator[int]:
    """A server in a process of its own; its port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.submit", which, api, database_url],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


def _serve(which: str, api: str, database_url: str) -> None:
    configure_logging("ERROR")
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    if which == "bare":
        web = _bare()
        web.start()
        stop = web.stop
    else:
        environment = Environment(
            _env_file=None, slack_bot_token="xoxb-bench", slack_signing_secret=SECRET,
            slack_api_url=api, database_url=database_url, rung_tick_seconds=1, port=0,
        )  # fmt: skip
        bot = Bot(environment, Database(database_url), bundled())
        bot.start()
        web, stop = bot.web, bot.stop
    sys.stdout.write(f"{web.port}\n")
    sys.stdout.flush()
    over.wait()
    stop()


def _bare() -> WebServer:
    """Bolt, and nothing but the acknowledgement."""
    me = AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-bench", bot_id="B1",
                         bot_user_id="UBOT")  # fmt: skip
    app = App(signing_secret=SECRET, authorize=lambda: me, request_verification_enabled=False)

    def save(ack: Ack) -> None:
        ack()

    app.view("answer_page")(save)
    door = SlackDoor(app, SECRET, lambda _kind, _seconds: None)
    return WebServer(routes(door, dict, lambda: b""), "127.0.0.1", 0)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _serve(*sys.argv[1:])
    else:
        main()
