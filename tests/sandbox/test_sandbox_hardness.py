"""Whatever is sent to it, the stand-in answers; it never breaks."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import Sandbox
from sandbox.methods import METHODS

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "text", "blocks", "elements", "title"]), inner)
    ),
    max_leaves=8,
)
NAMES = sorted({name for m in METHODS.values() for name in (*m.required, *m.optional)})
ARGUMENTS = st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=4)


# Arguments that get past the first checks more often than chance would; names stand for ids.
PLACES = st.sampled_from(["ml-platform", "ana", "C0"])
PEOPLE = st.sampled_from(["ana", "bo", "rung", "U0"])
LIKELY: dict[str, st.SearchStrategy[Any]] = {
    "channel": PLACES,
    "user": PEOPLE,
    "user_id": PEOPLE,
    "users": PEOPLE,
    "ts": st.sampled_from(["1.000001", "x"]),
    "trigger_id": st.just("a good one"),
}


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    # A revoked token would refuse everything that comes after.
    name = draw(st.sampled_from(sorted(set(METHODS) - {"auth.revoke"})))
    required = {key: draw(LIKELY.get(key, ANYTHING)) for key in METHODS[name].required}
    return name, {**required, **draw(ARGUMENTS)}


def resolved(sandbox: Sandbox, arguments: dict[str, Any]) -> dict[str, Any]:
    ws = sandbox.workspace
    ids: dict[Any, str] = {user.name: user.id for user in ws.users.values()}
    ids |= {channel.name: channel.id for channel in ws.channels.values()}
    ids["a good one"] = sandbox.triggers.issue(ids["ana"])
    return {
        key: ids.get(value, value) if isinstance(value, str) else value
        for key, value in arguments.items()
    }


def send(sandbox: Sandbox, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    token = sandbox.app_token if METHODS[name].token == "app" else sandbox.bot_token
    request = urllib.request.Request(
        f"{sandbox.api_url}{name}",
        json.dumps(arguments).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request, timeout=5) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(call=calls())
def test_any_arguments_get_an_answer(sandbox: Sandbox, call: tuple[str, dict[str, Any]]) -> None:
    name, arguments = call
    answer = send(sandbox, name, resolved(sandbox, arguments))
    assert answer["ok"] or answer["error"]
    assert sandbox.errors == []
