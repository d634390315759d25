"""Posts per second against the bare SDK in a loop, and four replicas against one.

Slack answers after 150 ms, as it does.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from slack_sdk import WebClient
from sqlalchemy import func, select

from benchmarks.measure import alternately, postgresql, report
from benchmarks.rows import NOW, add_workspace
from benchmarks.slack import slack
from bot.delivery.outbox import Outbox, Policy
from bot.gateway.slack import Post, Sender
from bot.views.hello import hello
from storage import messages
from storage.database import Database
from storage.models import Message

ANSWER_MS = 150
THREADS, POSTS, TURNS = 8, 400, 3
# Four replicas share two cores with the stand-in and the database: fewer threads each.
REPLICAS, THREADS_EACH = 4, 4


def main() -> None:
    with slack(ANSWER_MS) as api, postgresql() as new:
        database = new()
        workspace_id = add_workspace(database)
        post = Post("C1", hello("C1").text, "key", blocks=hello("C1").blocks)

        def ours() -> float:
            _fill(database, workspace_id, POSTS)
            begun = time.perf_counter()
            done = outbox(database, api, THREADS).drain()
            return done / (time.perf_counter() - begun)

        fast, bare = alternately(TURNS, ours, lambda: _bare(api, post))
        report("deliver", fast, bare, "posts/s", threads=THREADS)
        four, one = alternately(
            TURNS,
            lambda: _replicas(database, workspace_id, api, REPLICAS),
            lambda: _replicas(database, workspace_id, api, 1),
        )
        report("deliver, four replicas against one", four, one, "posts/s", threads=THREADS_EACH)


def outbox(database: Database, api: str, threads: int) -> Outbox:
    """An outbox that posts hellos, with the real times."""
    client = WebClient("xoxb-bench", base_url=api, retry_handlers=[])

    def render(row: Message) -> Post:
        said = hello(row.channel)
        return Post(row.channel, said.text, row.key, blocks=said.blocks)

    return Outbox(
        database, Sender(lambda _workspace_id: client), render, lambda: NOW, Policy(),
        on_refused=lambda _row, _error: None, threads=threads,
    )  # fmt: skip


def _fill(database: Database, workspace_id: int, count: int) -> None:
    """So many messages, each to a channel of its own."""
    stamp = time.monotonic_ns()
    with database.transaction() as session:
        for n in range(count):
            messages.enqueue(
                session, workspace_id=workspace_id, key=f"{stamp}:{n}", kind="hello",
                channel=f"C{stamp % 10**12}{n:05}", about={}, now=NOW,
            )  # fmt: skip


def _bare(api: str, post: Post) -> float:
    """Posts per second of the SDK in a loop in so many threads."""
    client = WebClient("xoxb-bench", base_url=api, retry_handlers=[])

    def loop(count: int) -> None:
        for _ in range(count):
            client.chat_postMessage(channel=post.channel, text=post.text, blocks=list(post.blocks))

    begun = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(loop, [POSTS // THREADS] * THREADS))
    return POSTS / (time.perf_counter() - begun)


def _replicas(database: Database, workspace_id: int, api: str, count: int) -> float:
    """Posts per second of so many processes on one database."""
    url = database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "benchmarks.deliver", url, api]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()  # it is up
    _fill(database, workspace_id, 100 * count)
    begun = time.perf_counter()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    _wait_until_sent(database)
    seconds = time.perf_counter() - begun
    for process in processes:
        process.communicate()
    return 100 * count / seconds


def _wait_until_sent(database: Database) -> None:
    unsent = select(func.count()).where(Message.state.in_((messages.PENDING, messages.SENDING)))
    while True:
        with database.transaction() as session:
            if not session.scalar(unsent):
                return
        time.sleep(0.02)


def _replica(arguments: Sequence[str]) -> None:
    """Wait for the word, then deliver until nothing is left."""
    url, api = arguments
    database = Database(url)
    mine = outbox(database, api, THREADS_EACH)
    with database.transaction() as session:
        session.scalar(select(func.count()).select_from(Message))
    sys.stdout.write("up\n")
    sys.stdout.flush()
    sys.stdin.readline()
    mine.drain()
    database.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _replica(sys.argv[1:])
    else:
        main()
