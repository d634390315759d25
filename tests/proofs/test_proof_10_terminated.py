"""Proof 10: on SIGTERM a process finishes what it has begun, begins nothing more, and ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from town import Tally, Town

ROOT = Path(__file__).resolve().parents[2]
GRACE = 20


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_post_under_way_is_recorded_and_the_rest_is_left_to_others(place: Town) -> None:
    place.slack.faults.add("chat.postMessage", "trickle", times=None, delay=1.5)
    place.add_teams(40)
    _serve_and_terminate(place)
    assert place.states()["sending"] == place.states()["unknown"] == 0
    assert 0 < place.states()["sent"] < 40
    place.slack.faults.clear()
    place.hire(2)
    assert place.finish() == Tally(posted=40)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_slack_that_says_nothing_keeps_it_no_longer_and_what_is_unknown_is_looked_for(
    place: Town,
) -> None:
    place.slack.faults.add("chat.postMessage", "timeout_after", times=None, delay=60)
    place.add_teams(30)
    _serve_and_terminate(place)
    assert place.states()["sending"] == 0
    assert place.states()["unknown"] > 0
    place.slack.faults.clear()
    place.end_all_waits()
    place.hire(2)
    assert place.finish() == Tally(posted=30)


def _serve_and_terminate(place: Town) -> None:
    """A whole bot begins to post, is told to go, and has gone when the supervisor would kill it."""
    environment = os.environ | {
        "SLACK_BOT_TOKEN": place.slack.bot_token,
        "SLACK_SIGNING_SECRET": place.slack.signing_secret,
        "SLACK_API_URL": place.slack.api_url,
        "SLACK_APP_TOKEN": "",
        "DATABASE_URL": place.database.url.render_as_string(hide_password=False),
        "PORT": "0",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, str(ROOT / "app.py"), "serve"]
    with subprocess.Popen(command, env=environment, cwd=ROOT) as bot:
        place.until(lambda: any(call.fault for call in place.slack.log))
        bot.send_signal(signal.SIGTERM)
        assert bot.wait(GRACE) == 0
