"""Where answers may be posted: to Slack's own addresses, whatever a payload says."""

from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, urlsplit

from slack_bolt import BoltContext, BoltResponse

# The hosts of response URLs; the second is GovSlack's.
HOSTS = ("https://hooks.slack.com", "https://hooks.slack-gov.com")
_PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int | None]


class ResponseUrls:
    """Knows Slack's: `HOSTS`, and the place of the Web API, `api_url`."""

    def __init__(self, api_url: str) -> None:
        self._allowed = {origin_of(address) for address in (*HOSTS, api_url)}

    def are_slacks(self, *addresses: object) -> bool:
        """Whether each of the addresses, where there is one, is Slack's."""
        return all(not a or origin_of(a) in self._allowed for a in addresses)

    def guard(
        self,
        body: dict[str, Any],
        context: BoltContext,
        next: Callable[[], BoltResponse | None],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        """Bolt middleware: what asks to be answered elsewhere is refused."""
        # Bolt also takes an address from a submitted form's `response_urls`.
        if not self.are_slacks(body.get("response_url"), context.response_url):
            return BoltResponse(status=400, body="response_url is not Slack's")
        return next()


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
