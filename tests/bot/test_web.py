"""The pages of the web server: what every answer carries, whatever was asked."""

from typing import Any

import pytest
from slack_bolt import App

from bot.web import SlackDoor, routes

SECRET = "our-signing-secret"


def asked(method: str, path: str, door: SlackDoor | None) -> tuple[str, dict[str, str]]:
    """The status and the headers of the answer to a request without a body."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    pages = routes(door, lambda: {"database": True}, lambda: b"rung_up 1\n")
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": _Empty()}
    b"".join(pages(environ, lambda status, headers, *_: begun.append((status, headers))))
    [(status, headers)] = begun
    assert len({name.lower() for name, _ in headers}) == len(headers)
    return status, dict(headers)


class _Empty:
    def read(self) -> bytes:
        return b""


@pytest.fixture
def door() -> SlackDoor:
    app = App(token="xoxb-sandbox", signing_secret=SECRET, token_verification_enabled=False)
    return SlackDoor(app, SECRET, lambda _kind, _seconds: None)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/healthz", 200), ("GET", "/readyz", 200), ("GET", "/metrics", 200),
     ("GET", "/nowhere", 404), ("GET", "/slack/events", 405), ("POST", "/slack/events", 401)],
)  # fmt: skip
def test_every_answer_keeps_itself_out_of_caches_frames_and_guesses(
    door: SlackDoor, method: str, path: str, status: int
) -> None:
    said, headers = asked(method, path, door)
    assert said.startswith(str(status))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_without_http_mode_slacks_page_is_not_there() -> None:
    assert asked("POST", "/slack/events", None)[0].startswith("404")
