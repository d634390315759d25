"""What an operator asks the running bot."""

import json
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from world import World


def ask(rung: World, path: str) -> tuple[int, dict[str, bool]]:
    assert rung.bot is not None
    try:
        with urlopen(f"http://127.0.0.1:{rung.bot.web.port}{path}", timeout=5) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code, json.load(error)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_running_bot_is_healthy_and_ready_in_both_modes(rung: World) -> None:
    assert ask(rung, "/healthz") == (200, {"ok": True})
    assert ask(rung, "/readyz") == (200, {"database": True, "worker": True, "slack": True})
    assert ask(rung, "/nothing")[0] == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("transport", ["socket"])
def test_a_bot_that_lost_slack_lives_but_is_not_ready(rung: World) -> None:
    assert rung.bot is not None
    rung.bot._socket.close()  # type: ignore[union-attr]
    status, checks = ask(rung, "/readyz")
    assert status == 503
    assert not checks["slack"]
    assert ask(rung, "/healthz")[0] == 200
