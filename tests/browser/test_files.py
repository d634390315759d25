"""A file in direct messages: shown with its name and size, and saved by its link."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from visitor import Visitor

pytestmark = pytest.mark.xdist_group("town")


def test_an_export_is_saved_from_the_direct_messages(visitor: Visitor):
    visitor.open("bo", "ml-platform")
    visitor.write("/maturity export")
    expect(visitor.message("Your CSV file is on its way")).to_be_visible()
    visitor.go("Rung")
    sent = visitor.message("The history of")
    link = sent.get_by_role("link", name="Check-ins of #ml-platform")
    expect(link).to_contain_text("kB")
    with visitor.page.expect_download() as saved:
        link.click()
    assert saved.value.suggested_filename.startswith("ml-platform-")
    assert Path(saved.value.path()).read_bytes().startswith(b"\xef\xbb\xbfrow,period,date")
