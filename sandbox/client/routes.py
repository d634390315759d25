"""The page and what it asks for, over HTTP on this machine."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from sandbox.client.acts import Acts
from sandbox.client.downloads import download
from sandbox.client.guard import guarded, problem
from sandbox.client.inspection import requests_since
from sandbox.client.scene import Scenes
from sandbox.client.travel import TimeMachine
from sandbox.courier import Courier
from sandbox.errors import CannotAct
from sandbox.state import State
from sandbox.web_api import WebApi

PAGE = Path(__file__).resolve().parent.parent / "page"
MEDIA = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
# How soon a change is told, in seconds; how soon while the page can only wait, and every look at it
# would make it wait longer; and how long the stream may be silent.
LOOK_AGAIN, LOOK_SELDOM, BEAT = 0.03, 0.5, 15.0


@dataclass
class Client:
    """Serves the page. `time` (None: it cannot be moved), `first` (who a visitor is, and where),
    `words` (what can be typed after the command) and `busy` (what a visitor has to wait for) are
    set by whoever shows it.
    """

    state: State
    courier: Courier
    web_api: WebApi
    time: TimeMachine | None = None
    first: tuple[str, str] | None = None
    words: Sequence[tuple[str, str]] = ()
    busy: str | None = None
    _closing: threading.Event = field(default_factory=threading.Event)

    def routes(self) -> list[BaseRoute]:
        """Everything that the browser asks for."""
        return [
            Route("/", guarded(self._index)),
            Route("/page/{path:path}", guarded(self._file)),
            Route("/client/first", guarded(self._first)),
            Route("/client/scene", guarded(self._scene)),
            Route("/client/news", guarded(self._news)),
            Route("/client/requests", guarded(self._requests)),
            Route("/client/file", guarded(self._download)),
            Route("/client/act", guarded(self._act), methods=["POST"]),
            Route("/client/clock", guarded(self._move), methods=["POST"]),
        ]

    def close(self) -> None:
        """End the streams, so that the server can stop."""
        self._closing.set()

    async def _index(self, _request: Request) -> Response:
        return FileResponse(PAGE / "index.html")

    async def _file(self, request: Request) -> Response:
        path = (PAGE / request.path_params["path"]).resolve()
        if not (path.is_relative_to(PAGE) and path.is_file() and path.suffix in MEDIA):
            return problem("There is no such file.", 404)
        return FileResponse(path, media_type=MEDIA[path.suffix])

    async def _first(self, _request: Request) -> Response:
        workspace = self.state.workspace
        people = (user for user in workspace.users.values() if not (user.bot or user.deleted))
        name, place = self.first or (next(people).id, "home")
        where = place if place == "home" else workspace.channel(place).id
        return JSONResponse({"as": workspace.user(name).id, "place": where})

    async def _scene(self, request: Request) -> Response:
        asked = request.query_params
        try:
            place = asked.get("place", "")
            stops = await run_in_threadpool(self._stops, place)
            scenes = Scenes(self.state, self.words, stops, self.busy)
            shown = scenes.json(asked.get("as", ""), place, asked.get("thread"))
        except LookupError as error:
            return problem(f"{error}.", 404)
        return Response(shown, media_type="application/json")

    def _stops(self, place: str) -> list[dict[str, Any]]:
        if self.time is None or self.busy:
            return []
        return [stop.as_json() for stop in self.time.stops(place)]

    async def _news(self, _request: Request) -> Response:
        return StreamingResponse(self._versions(), media_type="text/event-stream")

    async def _versions(self) -> AsyncIterator[str]:
        """The version whenever it is another one, and now and then a sign of life."""
        told, silent = -1, 0.0
        while not self._closing.is_set():
            version = self.state.changes.version
            if version != told or silent >= BEAT:
                told, silent = version, 0.0
                yield f"data: {version}\n\n"
            pause = LOOK_SELDOM if self.busy else LOOK_AGAIN
            await asyncio.sleep(pause)
            silent += pause

    async def _requests(self, request: Request) -> Response:
        after = request.query_params.get("after", "0")
        number = int(after) if after.isascii() and after.isdigit() and len(after) < 16 else 0
        with self.state.changes.reading():
            calls, deliveries = list(self.web_api.calls), list(self.courier.deliveries)
        return JSONResponse(requests_since(number, calls, deliveries))

    async def _download(self, request: Request) -> Response:
        """A file, for somebody in a conversation that it was shared with."""
        asked = request.query_params
        file = download(self.state, asked.get("as", ""), asked.get("id", ""))
        return file or problem("There is no such file.", 404)

    async def _act(self, request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return problem("Send a JSON object.", 400)
        if self.busy:
            return JSONResponse({"ok": False, "error": "Please wait a moment."})
        acts = Acts(self.state, self.courier)
        return JSONResponse(await run_in_threadpool(acts.act, body))

    async def _move(self, request: Request) -> Response:
        body = await _body(request)
        if body is None or self.time is None:
            return problem("Time cannot be moved here.", 400)
        try:
            await run_in_threadpool(self.time.travel, str(body.get("to")))
        except CannotAct as error:
            return problem(str(error), 400)
        return JSONResponse({"ok": True})


async def _body(request: Request) -> dict[str, Any] | None:
    try:
        body = await request.json()
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None
