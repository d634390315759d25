"""Cells of a table that a spreadsheet opens: whole, and never a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.export_csv import harmless


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "＝1+1", "－1", "＠x"]
)
def test_what_a_spreadsheet_would_calculate_begins_with_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), (True, "yes"), (False, "no"), (-3, "-3"), (0, "0"), ("a\nb", "a\nb"), ("", "")],
)
def test_other_values_stay_what_they_are(value: object, cell: str) -> None:
    assert harmless(value) == cell


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=6))
def test_any_texts_come_back_cell_by_cell(texts: list[str]) -> None:
    written = io.StringIO(newline="")
    cells = [harmless(text) for text in texts]
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    [read] = csv.reader(io.StringIO(written.getvalue(), newline=""), strict=True)
    assert read == cells
    assert not [cell for cell in read if cell.lstrip()[:1] in tuple("=+-@")]
