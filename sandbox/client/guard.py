"""Who may talk to the page's server, and what the page may do: this machine's browser, and little.

A page of another origin can send requests to a loopback address, also under a name of its own (DNS
rebinding): so the Host and the Origin must be ours, and a body must be JSON, which a foreign form
cannot send. https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

Endpoint = Callable[[Request], Awaitable[Response]]

OURS = ("127.0.0.1", "localhost")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def guarded(endpoint: Endpoint) -> Endpoint:
    """The endpoint, for requests of our own page only; every answer says what the page may do."""

    async def answer(request: Request) -> Response:
        fault = stranger(request)
        response = problem(fault, 403) if fault else await endpoint(request)
        response.headers.update(HEADERS)
        return response

    return answer


def stranger(request: Request) -> str:
    """Why a request is not our page's, in one sentence; empty if it may be."""
    host = request.headers.get("host", "")
    if host.partition(":")[0] not in OURS:
        return "Open the page by the address that the demo printed."
    if request.headers.get("origin", f"http://{host}") != f"http://{host}":
        return "Another page may not act here."
    media = request.headers.get("content-type", "").partition(";")[0]
    if request.method == "POST" and media != "application/json":
        return "Send JSON."
    return ""


def problem(sentence: str, status: int) -> Response:
    """An answer that says what went wrong."""
    return JSONResponse({"error": sentence}, status)
