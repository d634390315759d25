"""The client of a workspace: it carries that workspace's token, and no other, ever."""

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

EXPIRED = "token_expired"


class WorkspaceClient(WebClient):
    """Slack's client. `renewed` gives another token for one that Slack says has expired.

    Slack has done nothing then, so the request is made once more.
    """

    def __init__(self, token: str, renewed: Callable[[str], str], **settings: Any) -> None:
        super().__init__(token or None, **settings)
        self._renewed = renewed

    def api_call(self, api_method: str, **arguments: Any) -> SlackResponse:
        """As the SDK's, which also does what has to be done about an answer that is not ok."""
        try:
            return super().api_call(api_method, **arguments)
        except SlackApiError as error:
            token = self.token or ""
            if error.response.get("error") != EXPIRED or arguments.get("auth"):
                raise
            fresh = self._renewed(token)
            if fresh in ("", token):
                raise
            self.token = fresh
            return super().api_call(api_method, **arguments)
