"""Where the bytes of a file come in, between the two calls that announce and complete it."""

from __future__ import annotations

import time

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from sandbox.directory import Directory
from sandbox.faults import Faults
from sandbox.files import UploadRefused
from sandbox.records import Call, next_number
from sandbox.state import State
from sandbox.trouble import Answer, Cut, NoAnswer, answer_through

NAME = "upload"


class Uploads:
    """Serves /upload/v1/<token>. Raw bytes only: of the two ways Slack takes, the SDK's."""

    def __init__(self, directory: Directory, faults: Faults, calls: list[Call], cut: Cut) -> None:
        self._directory = directory
        self._faults = faults
        self._calls = calls
        self._cut = cut

    async def take(self, request: Request) -> Response:
        """The bytes of one file; anything but 200 says that they were not taken."""
        begun = time.monotonic()
        try:
            content = await request.body()
        except ClientDisconnect:
            return NoAnswer(self._cut)
        state = self._directory.of_upload(request.path_params["token"])
        call = Call(NAME, {"length": len(content)}, state.clock(), team=state.workspace.team_id)
        with state.changes.writing():
            self._calls.append(call)
        fault = self._faults.take(NAME, call.arguments)
        call.fault = fault.kind if fault else None

        def perform() -> Answer:
            return _take(state, request, content, call)

        response, answer = await answer_through(fault, perform, self._cut)
        with state.changes.writing():
            call.duration, call.number = time.monotonic() - begun, next_number()
            call.status = answer.status if answer else None
        return response


def _take(state: State, request: Request, content: bytes, call: Call) -> Answer:
    if request.headers.get("content-type", "").startswith("multipart/"):
        return Answer(400, {}, text="send raw bytes")
    try:
        with state.changes.writing():
            file = state.files.take(request.path_params["token"], content)
    except UploadRefused as refused:
        return Answer(refused.status, {}, text=str(refused))
    call.landed, call.answer = True, {"ok": True, "file": file.id}
    return Answer(200, {}, text=f"OK - {file.length}")
