"""Where answers may be posted: to Slack's own addresses, whatever a payload says."""

from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, urlsplit

from slack_bolt import BoltContext, BoltResponse

# The hosts of response URLs; the second is GovSlack's.
HOSTS = ("https://hooks.slack.com", "https://hooks.slack-gov.com")
_PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int | None]


def only_slacks(api_url: str) -> Callable[..., BoltResponse | None]:
    """Bolt middleware: what asks to be answered elsewhere than at Slack's is refused.

    Slack's are `HOSTS`, and the place of the Web API, `api_url`.
    """
    allowed = {origin_of(address) for address in (*HOSTS, api_url)}

    def middleware(
        body: dict[str, Any],
        context: BoltContext,
        next: Callable[[], BoltResponse | None],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        # Bolt also takes an address from a submitted form's `response_urls`.
        given = [body.get("response_url"), context.response_url]
        if any(address and origin_of(address) not in allowed for address in given):
            return BoltResponse(status=400, body="response_url is not Slack's")
        return next()

    return middleware


def origin_of(address: object) -> Origin | None:
    """Scheme, host and port of an address; None for what is none, or names a user as well."""
    if not isinstance(address, str) or not address.isascii() or not address.isprintable():
        return None
    try:
        parts = urlsplit(address)
        return None if "@" in parts.netloc or "\\" in address else _origin(parts)
    except ValueError:
        return None


def _origin(parts: SplitResult) -> Origin:
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)
