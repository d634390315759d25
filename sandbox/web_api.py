"""The Web API: one request in, one answer out, everything checked in Slack's order."""

from __future__ import annotations

import base64
import binascii
import time
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from sandbox import arguments
from sandbox.blockkit import Refused
from sandbox.directory import Directory
from sandbox.errors import ApiError
from sandbox.faults import Faults
from sandbox.methods import METHODS, Method
from sandbox.rates import RateLimited
from sandbox.records import Call, next_number
from sandbox.state import State
from sandbox.trouble import Answer, Cut, NoAnswer, answer_through, rate_limited

# Bolt sends the installation's team with every call.
EVERYWHERE: dict[str, arguments.Kind] = {"team_id": arguments.word}


class WebApi:
    """Serves /api/<method> and /response/<token>. `calls` is the log."""

    def __init__(self, directory: Directory, faults: Faults, cut: Cut) -> None:
        self.calls: list[Call] = []
        self._directory = directory
        self._faults = faults
        self._cut = cut

    async def method(self, request: Request) -> Response:
        """Answer one Web API call."""
        return await self._answer(request, request.path_params["method"])

    async def response_url(self, request: Request) -> Response:
        """Answer one use of a response URL."""
        return await self._answer(request, "response_url")

    async def _answer(self, request: Request, name: str) -> Response:
        begun = time.monotonic()
        try:
            body = await request.body()
        except ClientDisconnect:
            return NoAnswer(self._cut)
        shared = self._directory.first.state
        call = Call(name, {}, shared.clock())
        token, problem = self._read(request, body, call)
        with shared.changes.writing():
            self.calls.append(call)
        fault = self._faults.take(name, call.arguments)
        call.fault = fault.kind if fault else None

        def perform() -> Answer:
            if problem is not None:
                return _refusal(problem)
            if name == "response_url":
                return self._use_url(request.path_params["token"], call)
            return self._perform(name, token, call)

        response, answer = await answer_through(fault, perform, self._cut)
        self._record(call, answer, begun)
        return response

    def _read(self, request: Request, body: bytes, call: Call) -> tuple[str, ApiError | None]:
        """The token, and what was wrong with the body; fills in the call's arguments."""
        media = request.headers.get("content-type", "")
        try:
            call.arguments = arguments.read(media, body, request.url.query)
        except ApiError as error:
            return "", error
        call.client = _client(call, request)
        in_body = call.arguments.pop("token", None) if call.method != "response_url" else None
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        token = token.strip() if scheme.lower() == "bearer" else str(in_body or "")
        call.token_kind = self._directory.kind(token)
        return token, None

    def _perform(self, name: str, token: str, call: Call) -> Answer:
        method = METHODS.get(name)
        if method is None:
            return _refusal(ApiError("unknown_method", req_method=name))
        call.scopes = method.scopes
        try:
            with self._directory.first.state.changes.writing():
                state = self._directory.authorized(token, method.token, call.arguments)
                call.team = state.workspace.team_id
                return self._done(call, {"ok": True, **_run(state, method, call)}, state)
        except RateLimited as limited:
            return rate_limited({"Retry-After": str(limited.retry_after)})
        except Refused as refused:
            return _refusal(_as_api_error(refused))
        except ApiError as error:
            return _refusal(error)

    def _done(self, call: Call, body: dict[str, Any], state: State) -> Answer:
        """The answer to a call that took effect, entered with the effect itself."""
        call.landed, call.status, call.answer = True, 200, body
        return Answer(200, body, {"X-OAuth-Scopes": state.tokens.provided})

    def _use_url(self, token: str, call: Call) -> Answer:
        state = self._directory.of_response_url(token)
        call.team = state.workspace.team_id
        try:
            with state.changes.writing():
                state.response_urls.use(token, call.arguments)
                return self._done(call, {"ok": True}, state)
        except Refused as refused:
            return _refusal(_as_api_error(refused), 400)
        except ApiError as error:
            return _refusal(error, 404 if error.error.endswith("_url") else 400)

    def _record(self, call: Call, answer: Answer | None, begun: float) -> None:
        with self._directory.first.state.changes.writing():
            call.duration, call.number = time.monotonic() - begun, next_number()
            call.status = answer.status if answer else None
            call.answer = answer.body if answer and answer.text is None else None


def _run(state: State, method: Method, call: Call) -> dict[str, Any]:
    """What a method does, once its token is known to be good."""
    state.rates.count(method.name, method.limit)
    if method.client:
        state.app.check_client(*call.client)
    if method.token == "bot":  # noqa: S105
        state.tokens.need_any(method.scopes)
    if method.names_team and state.workspace.org_wide and not call.arguments.get("team_id"):
        raise ApiError("missing_argument")
    args = arguments.check(call.arguments, method.required, {**EVERYWHERE, **method.optional})
    if args.pop("team_id", state.workspace.team_id) != state.workspace.team_id:
        raise ApiError("team_not_found")
    if method.per_channel:
        channel = state.workspace.conversation_id(args["channel"])
        state.rates.count(f"{method.name} {channel}", method.per_channel)
    return method.run(state, args)


def _client(call: Call, request: Request) -> tuple[str, str]:
    """Who the app says it is, and its proof, out of the header or the arguments; the log of calls
    does not keep them. Methods that do not ask get neither.
    """
    method = METHODS.get(call.method)
    if method is None or not method.client:
        return "", ""
    names = ("client_id", "client_secret")
    in_body = [str(call.arguments.pop(name, "")) for name in names]
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return in_body[0], in_body[1]
    try:
        client_id, _, proof = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return client_id, proof


def _refusal(error: ApiError, status: int = 200) -> Answer:
    return Answer(status, {"ok": False, "error": error.error, **error.extra})


def _as_api_error(refused: Refused) -> ApiError:
    return ApiError(refused.error, response_metadata={"messages": list(refused.messages)})
