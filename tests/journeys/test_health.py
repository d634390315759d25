"""What an operator asks the running bot."""

import json
from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from sqlalchemy import create_engine
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


def metrics(rung: World) -> dict[str, float]:
    """Every line of /metrics: name with labels → number."""
    assert rung.bot is not None
    with urlopen(f"http://127.0.0.1:{rung.bot.web.port}/metrics", timeout=5) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        lines = answer.read().decode().splitlines()
    pairs = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
    return {name: float(number) for name, number in pairs}


def test_the_metrics_tell_how_the_work_stands(rung: World) -> None:
    rung.invite()
    rung.set_up()
    numbers = metrics(rung)
    assert numbers["rung_oldest_due_seconds"] == 0
    assert numbers["rung_oldest_unknown_seconds"] == 0
    assert numbers["rung_second_copies_total"] == 0
    assert 0 <= numbers["rung_last_tick_seconds"] < 60
    assert ("rung_socket_silence_seconds" in numbers) == (rung.transport == "socket")
    for kind in ("events_api", "interactive", "slash_commands"):
        assert numbers[f'rung_acknowledgement_seconds_count{{kind="{kind}"}}'] >= 1
    for state in ("pending", "sending", "unknown", "unconfirmed", "failed"):
        assert f'rung_outbox_messages{{state="{state}"}}' in numbers
    rung.now += timedelta(days=40)
    assert metrics(rung)["rung_oldest_due_seconds"] > 86400


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_rate_limits_are_counted_by_method(rung: World) -> None:
    rung.slack.faults.add("chat.postMessage", "429", retry_after=1)
    rung.invite()
    assert metrics(rung)['rung_rate_limited_total{method="chat.postMessage"}'] == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_metrics_name_no_people_channels_or_tokens(rung: World) -> None:
    rung.invite()
    rung.set_up()
    text = " ".join(metrics(rung))
    for secret in (rung.slack.bot_token, "ml-platform", rung.person("ana").id):
        assert secret not in text


@pytest.mark.parametrize("transport", ["http"])
def test_a_bot_without_its_database_lives_but_is_not_ready(rung: World) -> None:
    rung.database.engine.dispose()
    rung.database.engine = create_engine("sqlite:////nowhere/at/all.db")
    status, checks = ask(rung, "/readyz")
    assert (status, checks["database"]) == (503, False)
    assert ask(rung, "/healthz")[0] == 200
