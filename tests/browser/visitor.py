"""Somebody at the demo's page, who finds things by their names, as a screen reader does."""

import re
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

from sandbox import Sandbox

# The machine may be busy; nothing waits longer than it has to.
PATIENCE = 15_000


class Visitor:
    """A browser window on the page; `troubles` is what its console complained of."""

    def __init__(self, page: Page, slack: Sandbox) -> None:
        self.page, self._slack = page, slack
        self.troubles: list[str] = []
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def _hear(self, message) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"{message.type}: {message.text}")

    def open(self, name: str = "ana", place: str = "ml-platform") -> None:
        """Come to a place as somebody."""
        workspace = self._slack.workspace
        where = place if place == "home" else workspace.channel(place).id
        address = urlencode({"as": workspace.user(name).id, "in": where})
        self.page.goto("about:blank")
        self.page.goto(f"{self._slack.page_url}#{address}")
        expect(self.page.get_by_role("button", name="Travel in time:")).to_be_visible()

    def act_as(self, name: str) -> None:
        """Become somebody else."""
        self.page.get_by_role("button", name="Act as:").click()
        self.page.get_by_role("menuitemradio", name=name).click()
        expect(self.page.get_by_role("button", name=f"Act as: {name}")).to_be_visible()

    def go(self, name: str) -> None:
        """Go to a channel, to Home or to the direct messages."""
        places = self.page.get_by_role("navigation", name="Channels")
        places.get_by_role("link", name=re.compile(rf"^{re.escape(name)}\b")).click()

    def write(self, text: str, *, thread: bool = False) -> None:
        """Type into the composer of the channel or of the open thread, and press Enter."""
        pane = self.thread if thread else self.page.get_by_role("region", name="Conversation")
        field = pane.get_by_role("textbox")
        field.fill(text)
        field.press("Enter")
        expect(field).to_have_value("")

    def travel(self, stop: str) -> None:
        """Let time pass, and wait until the bot has done what fell due."""
        clock = self.page.get_by_role("button", name="Travel in time:")
        clock.click()
        self.page.get_by_role("menuitem", name=stop).click()
        expect(self.page.get_by_role("button", name="Travelling in time")).to_have_count(0)

    @property
    def messages(self) -> Locator:
        """The articles of the conversation in the middle."""
        return self.page.get_by_role("region", name="Conversation").get_by_role("article")

    def message(self, text: str | re.Pattern[str]) -> Locator:
        """The newest message in the middle with this text, once it is there."""
        found = self.messages.filter(has_text=text).last
        expect(found).to_be_visible()
        return found

    def open_thread(self) -> Locator:
        """Open the thread of the newest message that has one; the side pane."""
        self.messages.get_by_role("button", name="open the thread").last.click()
        expect(self.thread).to_be_visible()
        return self.thread

    @property
    def thread(self) -> Locator:
        """The side pane."""
        return self.page.get_by_role("complementary", name="Thread")

    @property
    def modal(self) -> Locator:
        """The dialog."""
        return self.page.get_by_role("dialog")

    def titled(self, title: str) -> Locator:
        """The dialog with this title, once it is there."""
        dialog = self.page.get_by_role("dialog", name=title)
        expect(dialog).to_be_visible()
        return dialog

    def choose_first(self) -> None:
        """In each question of the page, the first answer."""
        for group in self.modal.get_by_role("radiogroup").all():
            group.get_by_role("radio").first.check()

    def answer(self, invitation: Locator, role: str = "Data scientist") -> None:
        """Answer all four pages with the first answer of each question, and close the form."""
        invitation.get_by_role("button", name="Answer").click()
        for title in ("People", "Model Creation", "Model Release"):
            self.titled(title)
            if title == "People":
                self.modal.get_by_label("Your role").select_option(label=role)
            self.choose_first()
            self.modal.get_by_role("button", name="Save and continue").click()
        self.titled("Application Integration")
        self.choose_first()
        self.modal.get_by_role("button", name="Save and finish").click()
        expect(self.modal).to_contain_text("saved", ignore_case=True)
        self.close()

    def close(self) -> None:
        """Close the dialog."""
        self.modal.get_by_role("button", name="Close dialog").click()
        expect(self.modal).to_have_count(0)


def assert_inert(page: Page) -> None:
    """No text of the page has become a script, a handler or a link that runs."""
    assert page.title() != "owned"
    running = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter((e) =>
            (e.tagName === 'SCRIPT' && !e.src) ||
            [...e.attributes].some((a) => a.name.startsWith('on')) ||
            /^\\s*javascript:/i.test(e.getAttribute('href') ?? '')).length"""
    )
    assert running == 0
