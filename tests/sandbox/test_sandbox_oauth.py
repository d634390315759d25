"""Slack's side of an installation: the page, the code, the token, and what is refused."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import AppFailed, CannotAct, Organisation, Place, Sandbox
from sandbox.oauth.browser import Browser
from sandbox.tokens import DEFAULT_SCOPES

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HISTORY = {"channels:history", "groups:history"}


class Clock:
    """The stand-in's time, moved by a test."""

    now = NOON

    def __call__(self) -> datetime:
        return self.now

    def travel(self, **time: float) -> None:
        self.now += timedelta(**time)


class Shop:
    """An app that many may install: its two pages, and what they got."""

    def __init__(self, slack: Sandbox) -> None:
        self.slack = slack
        self.callbacks: list[dict[str, str]] = []
        self.answers: list[dict[str, Any]] = []
        self.state: str | None = "st4te"
        self.named: str | None = None
        self.web = WebClient(base_url=slack.api_url, retry_handlers=[], timeout=5)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        slack.redirect_uris = [f"{self.base}/back"]
        slack.install_url = f"{self.base}/install"

    def link(self, **changed: str) -> str:
        """The address of Slack's page."""
        asked = {"client_id": self.slack.client_id, "scope": ",".join(sorted(DEFAULT_SCOPES))}
        named = {"redirect_uri": self.named} if self.named else {}
        state = {"state": self.state} if self.state is not None else {}
        query = urlencode({**asked, **named, **state, **changed})
        return f"{self.slack.page_url}oauth/v2/authorize?{query}"

    def exchange(self, code: str, **more: Any) -> dict[str, Any]:
        """What Slack gives for a code."""
        kept = {"redirect_uri": self.named} if self.named else {}
        client = {"client_id": self.slack.client_id, "client_secret": self.slack.client_secret}
        given = {**client, "code": code, **kept, **more}
        answer: dict[str, Any] = self.web.oauth_v2_access(**given).data  # type: ignore[assignment]
        return answer

    def refresh(self, token: str) -> dict[str, Any]:
        """What Slack gives for a refresh token."""
        answer: dict[str, Any] = self.web.oauth_v2_access(  # type: ignore[assignment]
            client_id=self.slack.client_id,
            client_secret=self.slack.client_secret,
            grant_type="refresh_token",
            refresh_token=token,
        ).data
        return answer

    def agreed(self, place: Place | Organisation, by: str) -> str:
        """A code that was not exchanged yet."""
        held, self.exchanging = self.exchanging, False
        place.install(by)
        self.exchanging = held
        return self.callbacks[-1]["code"]

    exchanging = True

    def _handler(shop) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                address = urlsplit(self.path)
                if address.path == "/install":
                    page = f'<a href="{shop.link().replace("&", "&amp;")}">Add to Slack</a>'
                    self._say(page, {"Set-Cookie": "browser=b1; Secure; HttpOnly"})
                    return
                got = {name: values[0] for name, values in parse_qs(address.query).items()}
                shop.callbacks.append(got | {"cookie": self.headers.get("Cookie", "")})
                if "code" in got and shop.exchanging:
                    shop.answers.append(shop.exchange(got["code"]))
                self._say("Thank you")

            def _say(self, page: str, headers: dict[str, str] | None = None) -> None:
                self.send_response(200)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        return Handler


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack(clock: Clock) -> Iterator[Sandbox]:
    with Sandbox(clock=clock, rate_scale=0) as started:
        yield started
        assert started.errors == []


@pytest.fixture
def shop(slack: Sandbox) -> Iterator[Shop]:
    made = Shop(slack)
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def beta(slack: Sandbox) -> Place:
    place = slack.add_workspace("Beta")
    place.workspace.add_person("cy")
    place.workspace.add_person("guest", guest="single")
    place.workspace.add_channel("ml", members=["cy"])
    return place


def error_of(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(*arguments, **named)
    return str(caught.value.response["error"])


def web(slack: Sandbox, token: str) -> WebClient:
    return WebClient(token, base_url=slack.api_url, retry_handlers=[], timeout=5)


def test_a_person_installs_the_app_in_a_browser(slack: Sandbox, shop: Shop, beta: Place) -> None:
    page = beta.install("cy")
    assert (page.status, page.text) == (200, "Thank you")
    [callback] = shop.callbacks
    assert (callback["state"], callback["cookie"]) == ("st4te", "browser=b1")
    [answer] = shop.answers
    ws = beta.workspace
    assert answer == {
        "ok": True,
        "access_token": beta.bot_token,
        "token_type": "bot",
        "scope": ",".join(sorted(DEFAULT_SCOPES)),
        "bot_user_id": ws.bot_user_id,
        "app_id": ws.app_id,
        "team": {"id": ws.team_id, "name": "Beta"},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": ws.user("cy").id},
    }
    assert beta.installed
    assert web(slack, beta.bot_token).auth_test()["team_id"] == ws.team_id


def test_the_secret_of_the_app_stays_out_of_the_log(
    slack: Sandbox, shop: Shop, beta: Place
) -> None:
    shop.named = slack.redirect_uris[0]
    code = shop.agreed(beta, "cy")
    form = {
        "client_id": slack.client_id, "client_secret": slack.client_secret, "code": code,
        "redirect_uri": shop.named,
    }  # fmt: skip
    request = urllib.request.Request(f"{slack.api_url}oauth.v2.access", urlencode(form).encode())
    with urllib.request.urlopen(request, timeout=5) as response:
        assert json.load(response)["ok"]
    assert slack.client_secret not in repr(slack.log)


def test_optional_scopes_may_be_left_out_and_are_missed(
    slack: Sandbox, shop: Shop, beta: Place
) -> None:
    beta.install("cy", approve_optional=False)
    assert set(shop.answers[0]["scope"].split(",")) == DEFAULT_SCOPES - HISTORY
    ws = beta.workspace
    ws.invite_bot("ml", by="cy")
    client = web(slack, beta.bot_token)
    channel = ws.channel("ml").id
    assert error_of(client.conversations_history, channel=channel) == "missing_scope"
    beta.install("cy")
    assert set(shop.answers[1]["scope"].split(",")) == DEFAULT_SCOPES
    assert client.conversations_history(channel=channel)["ok"]


def test_who_cancels_is_sent_back_with_access_denied(shop: Shop, beta: Place) -> None:
    beta.install("cy", allow=False)
    assert shop.callbacks[0] | {"cookie": ""} == {
        "error": "access_denied", "state": "st4te", "cookie": "",
    }  # fmt: skip
    assert not beta.installed


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"client_id": "9.9"}, "invalid_client_id"),
        ({"scope": ""}, "no_scopes"),
        ({"scope": "chat:write,admin"}, "invalid_scope"),
        ({"user_scope": "search:read"}, "invalid_scope"),
        ({"redirect_uri": "http://127.0.0.1:9/other"}, "bad_redirect_uri"),
        ({"redirect_uri": "SHOP/backwards"}, "bad_redirect_uri"),
        ({"redirect_uri": "SHOP/back/../other"}, "bad_redirect_uri"),
        ({"redirect_uri": "SHOP/back#x"}, "bad_redirect_uri"),
    ],
)
def test_slack_shows_an_error_and_sends_nobody_anywhere(
    shop: Shop, beta: Place, changed: dict[str, str], error: str
) -> None:
    fixed = {name: value.replace("SHOP", shop.base) for name, value in changed.items()}
    with pytest.raises(CannotAct, match=error):
        beta.install("cy", start=shop.link(**fixed))
    assert shop.callbacks == []


def test_a_subdirectory_of_a_redirect_address_is_fine(shop: Shop, beta: Place) -> None:
    shop.named = f"{shop.base}/back/deeper"
    beta.install("cy")
    assert beta.installed


def test_guests_do_not_install_apps(shop: Shop, beta: Place) -> None:
    with pytest.raises(CannotAct, match="may not install"):
        beta.install("guest")
    assert shop.callbacks == []


def test_another_page_cannot_decide(slack: Sandbox, shop: Shop, beta: Place) -> None:
    who = f"{beta.workspace.team_id}/{beta.workspace.user('cy').id}"
    query = dict(parse_qs(urlsplit(shop.link()).query))
    form = {name: values[0] for name, values in query.items()} | {"who": who, "decision": "allow"}
    address = f"{slack.page_url}oauth/v2/authorize"
    request = urllib.request.Request(
        address, urlencode(form).encode(), {"Origin": "http://evil.example"}
    )
    with pytest.raises(urllib.request.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=5)
    assert caught.value.code == 403


def test_the_page_escapes_what_the_link_says(slack: Sandbox, shop: Shop, beta: Place) -> None:
    beta.workspace.add_person("eve", real_name="<b>Eve</b>")
    page = Browser().open(shop.link(state='"><script>x</script>'))
    assert page.status == 200
    assert "<script>" not in page.text
    assert "&lt;b&gt;Eve&lt;/b&gt;" in page.text
    only_beta = Browser().open(shop.link(team=beta.workspace.team_id))
    assert slack.workspace.team_id not in only_beta.text


def test_a_browser_leaves_no_machine_and_needs_a_link(shop: Shop, beta: Place) -> None:
    with pytest.raises(CannotAct, match="not on this machine"):
        beta.install("cy", start="https://slack.com/oauth/v2/authorize")
    with pytest.raises(AppFailed, match="no page of Slack"):
        beta.install("cy", start=f"{shop.base}/nothing")


def test_a_code_works_once_for_ten_minutes_and_for_its_address(
    slack: Sandbox, shop: Shop, beta: Place, clock: Clock
) -> None:
    assert error_of(shop.exchange, "1.made-up") == "invalid_code"
    code = shop.agreed(beta, "cy")
    assert error_of(shop.exchange, code, redirect_uri=f"{shop.base}/back") == "bad_redirect_uri"
    assert shop.exchange(code)["ok"]
    assert error_of(shop.exchange, code) == "code_already_used"
    shop.named = slack.redirect_uris[0]
    named = shop.agreed(beta, "cy")
    assert error_of(shop.exchange, named, redirect_uri=f"{shop.base}/x") == "bad_redirect_uri"
    assert shop.exchange(named)["ok"]
    late = shop.agreed(beta, "cy")
    clock.travel(minutes=10)
    assert error_of(shop.exchange, late) == "invalid_code"


def test_an_app_must_say_who_it_is(slack: Sandbox, shop: Shop, beta: Place) -> None:
    code = shop.agreed(beta, "cy")
    assert error_of(shop.exchange, code, client_id="9.9") == "invalid_client_id"
    assert error_of(shop.exchange, code, client_secret="wrong") == "bad_client_secret"
    assert error_of(shop.web.api_call, "oauth.v2.access") == "invalid_client_id"
    assert error_of(shop.exchange, code, grant_type="password") == "invalid_grant_type"
    assert shop.exchange(code)["ok"]
    client = web(slack, beta.bot_token)
    client_id, secret = slack.client_id, slack.client_secret
    refused = error_of(client.apps_uninstall, client_id=client_id, client_secret="wrong")
    assert refused == "bad_client_secret"
    assert client.apps_uninstall(client_id=client_id, client_secret=secret)["ok"]
    assert error_of(client.auth_test) == "account_inactive"


def test_a_token_stays_while_installed_and_a_new_one_comes_after_an_uninstallation(
    slack: Sandbox, shop: Shop, beta: Place
) -> None:
    beta.install("cy", approve_optional=False)
    ws = beta.workspace
    ws.invite_bot("ml", by="cy")
    old, bot = beta.bot_token, ws.bot_user_id
    beta.install("cy", approve_optional=False)
    assert beta.bot_token == old
    beta.uninstall()
    assert bot not in ws.channel("ml").members
    assert ws.users[bot].deleted
    beta.install("cy", approve_optional=False)
    assert beta.bot_token != old
    assert beta.scopes == DEFAULT_SCOPES - HISTORY
    assert (shop.answers[-1]["bot_user_id"], ws.users[bot].deleted) == (bot, False)
    assert error_of(web(slack, old).auth_test) == "account_inactive"
    ws.invite_bot("ml", by="cy")


def test_revoking_the_only_token_ends_the_installation(
    slack: Sandbox, shop: Shop, beta: Place
) -> None:
    beta.install("cy")
    client = web(slack, beta.bot_token)
    assert client.auth_revoke(test=True)["revoked"] is False
    assert client.auth_revoke()["revoked"] is True
    assert error_of(client.auth_test) == "token_revoked"
    assert not beta.installed


def test_an_admin_installs_the_app_for_a_whole_organisation(slack: Sandbox, shop: Shop) -> None:
    acme = slack.enterprise("Acme")
    rohan, gondor = (slack.add_workspace(name, enterprise=acme) for name in ("Rohan", "Gondor"))
    rohan.workspace.add_person("eowyn", is_admin=True)
    gondor.workspace.add_person("pippin")
    with pytest.raises(CannotAct, match="may not install"):
        acme.install("pippin")
    acme.install("eowyn")
    [answer] = shop.answers
    assert (answer["team"], answer["enterprise"]["id"]) == (None, acme.id)
    assert answer["is_enterprise_install"] is True
    assert rohan.bot_token == gondor.bot_token == acme.bot_token == answer["access_token"]
    with pytest.raises(CannotAct, match="cannot_install_an_org_installed_app"):
        gondor.install("pippin")
