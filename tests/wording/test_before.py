"""What is said of a sheet before anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.pulled_rows import pulled, pulled_row, snapshot

from batch_update.campaign import CAMPAIGN
from batch_update.checking import check_rows
from batch_update.model import CellValue, Sheet
from batch_update.wording.before import describe_sheet

FIRST_LINES: list[tuple[list[CellValue], str]] = [  # the cells of ring_timeout, which held 25
    (["25", "25", "40"], "c.xlsx, sheet “Campaigns”: 3 rows, 1 valid, 0 invalid, 2 not edited."),
    (["40", "x", "25"], "c.xlsx, sheet “Campaigns”: 3 rows, 1 valid, 1 invalid, 1 not edited."),
    (["40", "x", "41"], "c.xlsx, sheet “Campaigns”: 3 rows, 2 valid, 1 invalid."),
]


@pytest.mark.parametrize(("cells", "line"), FIRST_LINES, ids=str)
def test_rows_that_were_not_edited_are_counted_apart(cells: list[CellValue], line: str) -> None:
    rows = tuple(pulled_row(2 + place, id=str(281 + place), ring_timeout=cell) for place, cell in enumerate(cells))
    of = pulled(*(snapshot(str(281 + place)) for place in range(3)))
    sheet = Sheet(path=Path("c.xlsx"), worksheet="Campaigns", header_row=1, columns=rows[0].columns, rows=rows)
    assert [*describe_sheet(sheet, check_rows(CAMPAIGN, rows, pulled=of))] == [line]
