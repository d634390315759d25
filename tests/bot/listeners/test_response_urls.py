"""Which addresses an answer may be posted to."""

import pytest
from slack_bolt import BoltContext, BoltResponse

from bot.listeners.response_urls import ResponseUrls

OURS = "http://127.0.0.1:4000/api/"
GOOD = "https://hooks.slack.com/actions/T1/2/x"
ELSEWHERE = (
    "https://hooks.slack.com@evil.example/x",
    "https://user@hooks.slack.com/x",
    "https://hooks.slack.com:443@evil.example/x",
    "https://hooks.slack.com:8443/x",
    "https://hooks.slack.com:x/x",
    "https://hooks.slack.com.evil.example/x",
    "https://evil.example/hooks.slack.com",
    "https://evil.example#@hooks.slack.com/x",
    "https://evil.example\\@hooks.slack.com/x",
    "https://hooks.slack.com\\.evil.example/x",
    "https://hooks.slack.com\n.evil.example/x",
    "https://slack.com/link?url=https://evil.example",
    "https://xhooks.slack.com/x",
    "https://hooks。slack.com/x",
    "https://hooks.slack.com%2eevil.example/x",
    "//hooks.slack.com/x",
    "hooks.slack.com/x",
    "http://hooks.slack.com/x",
    "ftp://hooks.slack.com/x",
    "file:///etc/passwd",
    "http://127.0.0.1:4001/response/x",
    "http://127.0.0.1/response/x",
    "http://localhost:4000/response/x",
    "http://[::1]:4000/x",
    "http://[",
    "http://169.254.169.254/latest/meta-data",
    [GOOD],
    {"url": GOOD},
    7,
)


def status_of(body: dict[str, object], from_form: object = None) -> int:
    """How a payload with these addresses is answered."""
    context = BoltContext({"response_url": from_form})
    answer = ResponseUrls(OURS).guard(body, context, lambda: BoltResponse(status=200))
    assert answer is not None
    return answer.status


@pytest.mark.parametrize("address", ELSEWHERE)
def test_an_address_elsewhere_is_refused_wherever_it_stands(address: object) -> None:
    assert status_of({"response_url": address}) == 400
    assert status_of({"response_urls": [{"response_url": address}]}, address) == 400
    assert status_of({"response_url": GOOD}, address) == 400


@pytest.mark.parametrize(
    "address",
    [GOOD, "https://hooks.slack.com:443/x", "https://HOOKS.slack.com/x",
     "https://hooks.slack-gov.com/commands/x", "http://127.0.0.1:4000/response/x", "", None],
)  # fmt: skip
def test_slacks_own_addresses_and_none_at_all_are_taken(address: object) -> None:
    assert status_of({"response_url": address}, address) == 200
