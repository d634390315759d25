"""Posts when it is told to, as one replica does: `python -m benchmarks.replica ours DATABASE API`.

`bare` instead of `ours` posts the same message in a loop with Slack's SDK, in as many threads.
Each line it reads is a number of messages; each it prints, when it began and ended to post them.
"""

import logging
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from slack_sdk import WebClient

from bot.clock import system_clock
from bot.delivery.consent import Consent
from bot.delivery.outbox import Outbox, Policy
from bot.delivery.rendering import Renderer
from bot.gateway.directory import Directory
from bot.gateway.slack import Sender
from bot.services.reminders import Reminders
from bot.services.results import Results
from bot.services.sharing import Sharing
from bot.services.teams import Teams
from bot.settings import Environment
from bot.views.invitation import invitation
from rubric.loader import bundled
from storage.database import Database
from storage.messages import thread_of

THREADS: int = Environment.model_fields["rung_delivery_threads"].default


def main(kind: str, database_url: str, api_url: str) -> None:
    logging.basicConfig(level="WARNING")
    client = WebClient("xoxb-benchmark", base_url=api_url, timeout=10, retry_handlers=[])
    post = {"ours": _ours, "bare": _bare}[kind](Database(database_url), client)
    print("ready", flush=True)
    for line in sys.stdin:
        begun = time.monotonic()
        post(int(line))
        print(begun, time.monotonic(), flush=True)


def _ours(database: Database, client: WebClient) -> Callable[[int], object]:
    results = Results(database, bundled())
    outbox = Outbox(
        database,
        Sender(lambda _workspace_id: client),
        Renderer(
            Teams(database, system_clock),
            results,
            Reminders(database, system_clock),
            lambda row: thread_of(database, row) or None,
            Consent(Sharing(database, system_clock), Directory(lambda _workspace_id: client)),
        ),
        system_clock,
        Policy(linger=0.0),
        on_refused=lambda _message, error: sys.exit(error),
        threads=THREADS,
    )
    return lambda _count: outbox.drain()


def _bare(database: Database, client: WebClient) -> Callable[[int], object]:
    said = invitation(Results(database, bundled()).invitation(1, 1))

    def post(number: int) -> None:
        client.chat_postMessage(channel=f"C{number}", text=said.text, blocks=list(said.blocks))

    def loop(count: int) -> None:
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(post, range(count)))

    return loop


if __name__ == "__main__":
    main(*sys.argv[1:])
