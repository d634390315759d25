"""A real browser, and the page's files on a port of this machine."""

import logging
import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from sandbox.client.guard import HEADERS

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SANDBOX = Path(__file__).resolve().parents[2] / "sandbox"
SHELL = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Blocks</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/page/style.css">
<link rel="stylesheet" href="/page/blocks/blocks.css"></head><body></body></html>"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, without a window."""
    try:
        from playwright.sync_api import sync_playwright

        if not Path(CHROMIUM).exists():
            raise FileNotFoundError(CHROMIUM)
    except (ImportError, FileNotFoundError) as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no browser here: {error}")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def files() -> Iterator[str]:
    """The address of an empty page beside the page's own files, under the policy of the demo."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(SANDBOX)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def empty_page(browser: Any, files: str) -> Iterator[Any]:
    """The empty page, opened once for all tests of a file."""
    from rendering_stage import Stage

    page = browser.new_page()
    yield Stage(page, files)
    page.close()


@pytest.fixture
def stage(empty_page: Any) -> Iterator[Any]:
    """The empty page, to show blocks on; whatever the console said fails the test."""
    empty_page.troubles.clear()
    empty_page.page.set_viewport_size({"width": 900, "height": 700})
    yield empty_page
    assert empty_page.troubles == []


class _Files(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(SHELL.encode())
        return None

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing is said about requests."""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A window of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def slack(browser: Any) -> Iterator[Any]:
    """The demo's workspace with the bot in it, after its year of check-ins."""
    from sandbox.demo.page import stage

    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    with stage() as (town, live):
        root.setLevel(level)
        root.handlers[:] = handlers
        live()
        yield town
        assert town.errors == []


@pytest.fixture
def visitor(page: Any, slack: Any) -> Iterator[Any]:
    """Somebody at the demo's page, whose console must stay silent."""
    from visitor import Visitor

    made = Visitor(page, slack)
    yield made
    assert made.troubles == []
