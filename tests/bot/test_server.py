"""The web server: how it stops."""

import threading
import time
import urllib.request
from collections.abc import Callable, Iterable
from typing import Any
from urllib.error import URLError

import pytest

from bot.server import WebServer

pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")


class Slow:
    """An application that answers when it is told to."""

    def __init__(self) -> None:
        self.asked, self.answer = threading.Event(), threading.Event()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        self.asked.set()
        self.answer.wait(10)
        start_response("200 OK", [("Content-Length", "4")])
        return [b"done"]


def get(server: WebServer) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/", timeout=10) as answer:
        return bytes(answer.read())


def test_a_server_stops_cleanly_however_soon() -> None:
    for _ in range(20):
        server = WebServer(Slow(), "127.0.0.1", 0)
        server.start()
        server.stop()
        server.stop()
        with pytest.raises(URLError):
            get(server)


def test_a_request_under_way_is_answered_while_new_ones_are_refused() -> None:
    app = Slow()
    server = WebServer(app, "127.0.0.1", 0)
    server.start()
    answers: list[bytes] = []
    asking = threading.Thread(target=lambda: answers.append(get(server)))
    asking.start()
    assert app.asked.wait(5)
    stopping = threading.Thread(target=server.stop)
    stopping.start()
    refused = False
    ends = time.monotonic() + 5
    while not refused and time.monotonic() < ends:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}/", timeout=0.2)
        except ConnectionResetError:
            refused = False
        except OSError as error:
            refused = "refused" in str(error)
    assert refused
    assert stopping.is_alive()
    app.answer.set()
    asking.join(5)
    stopping.join(5)
    assert answers == [b"done"]
