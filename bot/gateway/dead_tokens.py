"""Learning from Slack's answers that a workspace took the app out, whoever asked for what."""

from collections.abc import Callable

from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryHandler
from slack_sdk.http_retry.state import RetryState

# https://docs.slack.dev/reference/methods/auth.test#errors; `invalid_auth` may also mean that this
# machine's address is not allowed, so it is no proof.
DEAD = frozenset({"account_inactive", "token_revoked"})


class DeadTokens(RetryHandler):
    """Says so when Slack answers that the token is dead. Never retries."""

    def __init__(self, on_dead: Callable[[str], None]) -> None:
        super().__init__(max_retry_count=1)
        self._on_dead = on_dead

    def _can_retry(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - the signature is the SDK's
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> bool:
        said = (response.body or {}).get("error") if response is not None else None
        if said in DEAD:
            self._on_dead(said)
        return False
