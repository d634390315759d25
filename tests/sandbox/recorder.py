"""An app over HTTP that says what a test tells it to say."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class AppServer(ThreadingHTTPServer):
    """Its queue holds all callers of a test: one that is dropped comes again only after seconds."""

    daemon_threads = True
    request_queue_size = 128


class Recorder:
    """An app over HTTP that answers as it is told and keeps what it got."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.hold: threading.Event | None = None

    def handler(recorder) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                recorder.got.append((dict(self.headers), body))
                if recorder.hold:
                    recorder.hold.wait(20)
                status, headers, answer = (recorder.answers or [(200, {}, b"")]).pop(0)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(answer))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        return Handler
