"""What the bot is compared with: Bolt behind the same server, which acknowledges and does no more.

`python -m benchmarks.bare PORT`
"""

import logging
import sys
import threading

# The same libraries in memory.
import alembic.command  # noqa: F401
import apscheduler.schedulers.background  # noqa: F401
import prometheus_client  # noqa: F401
import psycopg  # noqa: F401
import pydantic_settings  # noqa: F401
import slack_bolt.adapter.socket_mode  # noqa: F401
import sqlalchemy.dialects.postgresql
import sqlalchemy.dialects.sqlite
import sqlalchemy.orm  # noqa: F401
import yaml  # noqa: F401
from slack_bolt import Ack, App
from slack_sdk import WebClient

from benchmarks.processes import SIGNING_SECRET
from bot.server import WebServer
from bot.web import SlackDoor, routes


def app(api_url: str) -> App:
    made = App(
        client=WebClient("xoxb-benchmark", base_url=api_url),
        signing_secret=SIGNING_SECRET,
        token_verification_enabled=False,
        request_verification_enabled=False,
    )

    @made.view("answer_page")
    def acknowledge(ack: Ack) -> None:
        ack()

    return made


def main(port: int, api_url: str) -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # as the bot does
    door = SlackDoor(app(api_url), SIGNING_SECRET, lambda _kind, _seconds: None)
    server = WebServer(routes(door, dict, lambda: b""), "127.0.0.1", port)
    server.start()
    threading.Event().wait()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
