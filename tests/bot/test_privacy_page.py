"""docs/privacy.md says what the code does: every table, every column, every period."""

import re
from pathlib import Path

import pytest

from bot.domain import retention
from bot.services.due import REMEMBERED
from storage.models import Base

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \|(.*)$", PAGE, re.MULTILINE))
TIES = {"id", "workspace_id", "team_id", "check_in_id", "participant_id"}


def test_the_page_tells_of_every_table_and_of_no_other() -> None:
    assert set(ROWS) == set(Base.metadata.tables)


@pytest.mark.parametrize("table", Base.metadata.tables)
def test_the_page_tells_of_every_column(table: str) -> None:
    told = set(re.findall(r"`(\w+)`", ROWS[table]))
    assert set(Base.metadata.tables[table].columns.keys()) - TIES == told


def test_the_periods_are_those_of_the_code() -> None:
    *months, last = retention.KEEP_MONTHS
    kept = f"{', '.join(map(str, months))} or {last} months after the close"
    assert f"{kept}, as the team's settings say; {retention.DEFAULT_KEEP_MONTHS} unless" in PAGE
    assert f"thread: {retention.MESSAGES.days} days" in ROWS["message"]
    assert f"| {retention.AUDIT.days} days |" in ROWS["audit"]
    assert f"| {retention.PACE.days} day after that |" in ROWS["pace"]
    assert f"| {REMEMBERED.days} day |" in ROWS["inbox"]
    assert f"after {retention.AFTER_LEAVING.days} days every" in PAGE
