"""`make screenshots`: takes the pictures of the README from the running demo.

python tests/browser/screenshots.py [FOLDER]
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from conftest import ARGUMENTS, CHROMIUM
from playwright.sync_api import Browser, Locator, Page, ViewportSize, sync_playwright
from visitor import Visitor

from sandbox.demo.page import stage

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images"
# A fixed day, so that a picture changes only when what it shows does.
DAY = datetime(2026, 11, 25, 14, 5, tzinfo=UTC)
WINDOW: ViewportSize = {"width": 1180, "height": 820}


def main(folder: Path) -> None:
    """Take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with stage(until=DAY) as (slack, live), sync_playwright() as playwright:
        live()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        visitor = Visitor(_window(browser), slack)
        visitor.open("ana", "ml-platform")
        _close_first_steps(visitor)
        _summary(visitor, folder)
        _tips(visitor, folder)
        _invitation_and_modal(visitor, folder)
        browser.close()
    sys.stdout.write(f"The pictures are in {folder}.\n")


def _window(browser: Browser) -> Page:
    context = browser.new_context(viewport=WINDOW, color_scheme="light")
    return context.new_page()


def _close_first_steps(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Close first steps").click()


def _summary(visitor: Visitor, folder: Path) -> None:
    visitor.page.set_viewport_size({"width": 1100, "height": 1500})
    summary = visitor.message("What moved")
    summary.scroll_into_view_if_needed()
    _take(summary, folder / "summary.png")
    visitor.page.set_viewport_size(WINDOW)


def _tips(visitor: Visitor, folder: Path) -> None:
    tips = visitor.open_thread().get_by_role("article").filter(has_text="Model Release: next steps")
    tips.evaluate("(article) => article.scrollIntoView({block: 'start'})")
    _take(visitor.page, folder / "tips.png")
    visitor.thread.get_by_role("button", name="Close thread").click()


def _invitation_and_modal(visitor: Visitor, folder: Path) -> None:
    visitor.write("/maturity start")
    invitation = visitor.message("Open until")
    _take(visitor.page, folder / "invitation.png")
    invitation.get_by_role("button", name="Answer").click()
    visitor.titled("People")
    _take(visitor.page, folder / "modal.png")


def _take(what: Locator | Page, path: Path) -> None:
    what.screenshot(path=path, animations="disabled")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
