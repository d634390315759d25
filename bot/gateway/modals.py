"""Showing an open modal anew, when its owner may have changed it or closed it meanwhile."""

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

# Slack's answers for a modal that has been closed.
_CLOSED = {"not_found", "view_not_found"}


def show(client: WebClient, view_id: str, view: dict[str, Any], seen: str | None = None) -> bool:
    """Put a view in a modal's place; False where it is no longer the one that was `seen`.

    `seen` is the hash it had; None: whatever it shows. A modal that was closed needs nothing.
    https://docs.slack.dev/reference/methods/views.update
    """
    try:
        client.views_update(view_id=view_id, view=view, hash=seen)
    except SlackApiError as error:
        reason = error.response.get("error")
        if reason not in {"hash_conflict", *_CLOSED}:
            raise
        return reason in _CLOSED
    return True
