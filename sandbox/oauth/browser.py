"""A person's browser, as far as an installation needs one. It never leaves this machine."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from sandbox.errors import AppFailed, CannotAct

AUTHORIZE = "/oauth/v2/authorize"
OURS = ("127.0.0.1", "localhost")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MOST_REDIRECTS = 5
SECONDS = 10


@dataclass(frozen=True)
class Page:
    """What a browser shows, and from where."""

    url: str
    status: int
    text: str


@dataclass
class Browser:
    """Follows redirects and keeps cookies, by host; those marked Secure too, for there is no TLS
    here.
    """

    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def open(self, url: str, form: list[tuple[str, str]] | None = None) -> Page:
        """The page behind an address, or behind a form that is sent to it.

        Raises CannotAct for an address of another machine.
        """
        for _ in range(MOST_REDIRECTS):
            page, onward = self._fetch(url, form)
            if onward is None:
                return page
            url, form = urljoin(url, onward), None
        raise AppFailed(f"{url} redirects for ever")

    def install(self, start: str, who: str, optional: set[str], *, allow: bool) -> Page:
        """From the app's page over Slack's to where the app says how it went.

        Raises AppFailed where the app's page has no link to Slack's, CannotAct where Slack shows an
        error.
        """
        asking = self.open(_authorize_link(self.open(start)))
        if asking.status != http.HTTPStatus.OK:
            raise CannotAct(_words(asking.text))
        decision = [("who", who), ("decision", "allow" if allow else "cancel")]
        ticked = [("optional", scope) for scope in sorted(optional)]
        address = urlsplit(asking.url)
        query = parse_qsl(address.query, keep_blank_values=True)
        page = self.open(asking.url.partition("?")[0], [*query, *decision, *ticked])
        if urlsplit(page.url).netloc == address.netloc and urlsplit(page.url).path == AUTHORIZE:
            raise CannotAct(_words(page.text))
        return page

    def _fetch(self, url: str, form: list[tuple[str, str]] | None) -> tuple[Page, str | None]:
        address = urlsplit(url)
        if address.hostname not in OURS:
            raise CannotAct(f"{url} is not on this machine")
        kept = self.cookies.setdefault(address.hostname or "", {})
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in kept.items())} if kept else {}
        body = urlencode(form) if form is not None else None
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        line = http.client.HTTPConnection(address.netloc, timeout=SECONDS)
        try:
            line.request("POST" if body else "GET", target, body, headers | (FORM if body else {}))
            with line.getresponse() as answer:
                page = Page(url, answer.status, answer.read().decode("utf-8", "replace"))
                for cookie in answer.headers.get_all("Set-Cookie", []):
                    name, _, value = cookie.partition(";")[0].partition("=")
                    kept[name.strip()] = value.strip()
                return page, answer.headers["Location"] if answer.status in (302, 303) else None
        finally:
            line.close()


def _authorize_link(page: Page) -> str:
    """The address of Slack's page: where a redirect led already, or the link on the app's page."""
    if urlsplit(page.url).path == AUTHORIZE:
        return page.url
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', page.text)]
    found = [link for link in links if urlsplit(link).path == AUTHORIZE]
    if not found:
        raise AppFailed(f"{page.url} leads to no page of Slack's (status {page.status})")
    return found[0]


def _words(text: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", text)).strip()
