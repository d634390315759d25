"""The least of a Slack, in a process of its own: it answers, after a while, and keeps nothing.

Run as `python -m benchmarks.slack MILLISECONDS`; it prints its port.
"""

import asyncio
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs

PEOPLE = [f"U{n:04}" for n in range(20)]
BOT = "UBOT"
_ts = itertools.count(1_700_000_000)


def answer(method: str, arguments: dict[str, str]) -> dict[str, object]:
    """What Slack would say."""
    user = arguments.get("user", "")
    match method:
        case "auth.test":
            return {"team_id": "T1", "user_id": BOT, "bot_id": "B1", "team": "bench"}
        case "conversations.members":
            return {"members": [*PEOPLE, BOT]}
        case "users.info":
            return {"user": {"id": user, "name": user, "tz": "UTC", "is_bot": user == BOT}}
        case "conversations.info":
            return {"channel": {"id": arguments.get("channel"), "name": "ml", "is_member": True}}
        case _:
            return {"channel": arguments.get("channel", ""), "ts": f"{next(_ts)}.000100"}


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, wait: float) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = next(
        (int(h.split(":")[1]) for h in head.splitlines() if h.lower().startswith("content-length")),
        0,
    )
    body = (await reader.readexactly(length)).decode()
    method = head.split()[1].rpartition("/")[2].partition("?")[0]
    given = (
        json.loads(body) if body.startswith("{") else {k: v[0] for k, v in parse_qs(body).items()}
    )
    if method == "chat.postMessage":
        await asyncio.sleep(wait)
    data = json.dumps({"ok": True, **answer(method, given)}).encode()
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
        + f"Content-Length: {len(data)}\r\n\r\n".encode()
        + data
    )
    await writer.drain()
    writer.close()


async def _main(wait: float) -> None:
    server = await asyncio.start_server(
        lambda r, w: _serve(r, w, wait), "127.0.0.1", 0, backlog=500
    )
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


@contextmanager
def slack(milliseconds: int = 0) -> Iterator[str]:
    """The address of its Web API; posts are answered after so many milliseconds."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.slack", str(milliseconds)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    try:
        yield f"http://127.0.0.1:{port}/api/"
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]) / 1000))
