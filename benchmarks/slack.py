"""The least of Slack that a benchmark needs, in a process of its own.

Unlike the stand-in in `sandbox/`, which is strict, it looks at no argument: it answers at once, or
a post after so many milliseconds. `python -m benchmarks.slack 150` prints its port.
"""

import asyncio
import itertools
import json
import sys
from urllib.parse import parse_qs

MEMBERS = [f"U{number:05}" for number in range(50)]
_count = itertools.count(1)


def answer(method: str, body: bytes) -> dict[str, object]:
    """What Slack says to a call."""
    if method == "auth.test":
        me = {"team_id": "T1", "team": "Bench", "user_id": "UBOT", "bot_id": "B1"}
        return {"ok": True, "url": "https://bench.slack.com/", "user": "rung", **me}
    if method == "conversations.members":
        return {"ok": True, "members": MEMBERS}
    if method == "users.info":
        user = parse_qs(body.decode()).get("user", [""])[0]
        return {
            "ok": True,
            "user": {"id": user, "team_id": "T1", "name": user, "tz": "Europe/Berlin"},
        }
    if method == "conversations.info":
        return {"ok": True, "channel": {"id": "C1", "name": "team"}}
    return {"ok": True, "channel": "C1", "ts": f"1700000000.{next(_count):06}"}


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    """Answer one request; Slack's SDK makes a connection for each."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method = head.split(" ", 2)[1].rsplit("/", 1)[-1].partition("?")[0]
        body = await reader.readexactly(_length(head))
        if method in ("chat.postMessage", "chat.update"):
            await asyncio.sleep(delay)
        data = json.dumps(answer(method, body)).encode()
        kind = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close"
        writer.write(b"%s\r\nContent-Length: %d\r\n\r\n%s" % (kind, len(data), data))
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass  # whoever asked is gone
    finally:
        writer.close()


def _length(head: str) -> int:
    for line in head.split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            return int(value)
    return 0


async def main(delay: float) -> None:
    server = await asyncio.start_server(
        lambda reader, writer: serve(reader, writer, delay), "127.0.0.1", 0, backlog=1000
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) / 1000))
