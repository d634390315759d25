"""The web server: how it stops, and whom it does not let stop it."""

import contextlib
import select
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
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


class Quick:
    """An application that answers at once with what it was sent."""

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]


@pytest.fixture
def narrow() -> Iterator[WebServer]:
    """A server with little patience and few places."""
    server = WebServer(Quick(), "127.0.0.1", 0, whole_within=0.4, connections=30)
    server.start()
    yield server
    server.stop()


def line_to(server: WebServer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=10)


def answer_to(line: socket.socket, request: bytes) -> bytes:
    line.sendall(request)
    return line.recv(10_000)


def is_hung_up(line: socket.socket) -> bool:
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


ASKED = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    "beginning",
    [b"", b"POST / HTTP/1.1\r\nX-Drop: ", b"POST / HTTP/1.1\r\nContent-Length: 900\r\n\r\n"],
)
def test_a_request_that_trickles_in_is_hung_up_on(narrow: WebServer, beginning: bytes) -> None:
    with line_to(narrow) as slow:
        slow.sendall(beginning)
        ends = time.monotonic() + 8
        with contextlib.suppress(ConnectionError):
            while time.monotonic() < ends:
                if beginning:
                    slow.sendall(b"x")
                time.sleep(0.1)
                if select.select([slow], [], [], 0)[0]:
                    break
        assert is_hung_up(slow)


def test_a_connection_that_was_answered_may_rest(narrow: WebServer) -> None:
    with line_to(narrow) as line:
        assert answer_to(line, ASKED).startswith(b"HTTP/1.1 200")
        time.sleep(1.5)  # several times what a request may take to come
        assert answer_to(line, ASKED).startswith(b"HTTP/1.1 200")


def test_more_connections_than_there_are_places_keep_nobody_out(narrow: WebServer) -> None:
    with contextlib.ExitStack() as lines:
        for _ in range(80):
            lines.enter_context(line_to(narrow)).sendall(b"GET / HT")
        for _ in range(5):
            assert answer_to(lines.enter_context(line_to(narrow)), ASKED)[:12] == b"HTTP/1.1 200"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 40_000 + b"\r\n\r\n", b"431"),
        (b"POST / HTTP/1.1\r\nContent-Length: 10000000\r\n\r\n", b"413"),
        (
            b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
            + b"40000\r\n%b\r\n" % (b"x" * 0x40000) * 5,
            b"413",
        ),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"400"),
    ],
)
def test_a_request_beyond_its_limits_is_refused(
    narrow: WebServer, request_: bytes, status: bytes
) -> None:
    with line_to(narrow) as line:
        with contextlib.suppress(ConnectionError):
            line.sendall(request_)
        assert line.recv(20).split()[1] == status
