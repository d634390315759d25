"""The pages for installing: complete, inert, and without anything from elsewhere."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from bot.manifest import OPTIONAL_SCOPES, SCOPES
from bot.views.install_pages import WHY, failure, install, lacking, success
from bot.views.welcome import welcome

HOSTILE = '"><script>alert(1)</script><a href="javascript:x'
PAGES = {
    "install": install("https://slack.invalid/oauth/v2/authorize?a=1&b=2", SCOPES, OPTIONAL_SCOPES),
    "success": success("Beta & Sons", "A1", "T1"),
    "org": success("Group", "A1", ""),
    "failure": failure("access_denied", "/slack/install"),
    "refused": failure("bad_redirect_uri", "/slack/install"),
    "lacking": lacking(["groups:read"], "/slack/install"),
    "hostile": success(HOSTILE, HOSTILE, HOSTILE) + failure(HOSTILE, HOSTILE),
}


class Outline(HTMLParser):
    """The tags of a page, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [str(value) for name, value in attrs if name in ("href", "src")]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_page_has_one_link_and_nothing_that_runs_or_is_fetched(page: str) -> None:
    outline = Outline(page.split("</html>")[0])
    assert len(outline.links) == 1
    assert not {"script", "img", "link", "iframe", "form"} & set(outline.tags)
    assert not re.search(r"url\(|@import|onclick", page)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_what_others_wrote_is_text(page: str) -> None:
    assert "<script" not in page
    assert 'href="javascript' not in page


def test_every_scope_that_is_asked_for_is_explained() -> None:
    assert set(WHY) == {*SCOPES, *OPTIONAL_SCOPES}
    assert all(why in unescape(PAGES["install"]) for why in WHY.values())


def test_slacks_own_word_is_shown_where_we_have_no_better_one() -> None:
    assert "<code>bad_redirect_uri</code>" in PAGES["refused"]
    assert "You cancelled" in PAGES["failure"]
    assert "slack://app?team=T1&amp;id=A1" in PAGES["success"]
    assert "slack://open" in PAGES["org"]


def test_the_welcome_says_in_its_text_form_what_to_do_next() -> None:
    assert "/invite @Rung" in welcome().text
    assert "/maturity setup" in welcome().text
