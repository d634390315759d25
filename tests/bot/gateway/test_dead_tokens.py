"""Which answers of Slack's tell that the app was taken out."""

import pytest
from slack_sdk.http_retry import HttpRequest, HttpResponse
from slack_sdk.http_retry.state import RetryState

from bot.gateway.dead_tokens import DEAD, DeadTokens
from storage import leaving

REQUEST = HttpRequest(method="POST", url="https://slack.com/api/auth.test", headers={})


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"ok": False, "error": "account_inactive"}, ["account_inactive"]),
        ({"ok": False, "error": "token_revoked"}, ["token_revoked"]),
        ({"ok": False, "error": "invalid_auth"}, []),
        ({"ok": False, "error": "token_expired"}, []),
        ({"ok": True}, []),
        (None, []),
    ],
)
def test_a_dead_token_is_told_and_nothing_is_tried_again(
    body: dict[str, object] | None, told: list[str]
) -> None:
    heard: list[str] = []
    handler = DeadTokens(heard.append)
    answer = HttpResponse(status_code=200, headers={}, body=body)
    assert not handler.can_retry(state=RetryState(), request=REQUEST, response=answer)
    assert not handler.can_retry(state=RetryState(), request=REQUEST, error=OSError())
    assert heard == told


def test_the_words_are_those_that_storage_knows() -> None:
    assert set(leaving.DEAD) == DEAD
