"""The sheets of these tests are the loader's: what a test asks for is what it gets."""

from __future__ import annotations

from datetime import datetime

import pytest
from support.books import make_sheet

from batch_update.model import CellValue, OddCell, Oddity

ODD = [
    OddCell(Oddity.ERROR, "#N/A"),
    OddCell(Oddity.NOT_CALCULATED, "=A1+1"),
    OddCell(Oddity.FORMULA, "12", 12),
    OddCell(Oddity.FORMULA, "", OddCell(Oddity.HIDDEN, "", 5)),
    OddCell(Oddity.MERGED, "B2:B3", "Sales"),
    OddCell(Oddity.PADDED, "00123", 123),
    OddCell(Oddity.HIDDEN, "", "Diwali"),
    OddCell(Oddity.SHOWN_OTHERWISE, "low", 5),
    OddCell(Oddity.SHOWN_OTHERWISE, "5", -5),
    OddCell(Oddity.UNCLEAR, "1.20E+03", 1200),
]
PLAIN = ["007", " a ", "a\nb", "<r>&", "_x0041_", "\x00\x0b\r", True, 7, 29.5, datetime(2026, 1, 2, 12, 30)]


@pytest.mark.parametrize("cell", [*PLAIN, *ODD], ids=ascii)
def test_a_cell_is_read_as_it_was_asked_for(cell: CellValue) -> None:
    (row,) = make_sheet(("id", "title"), ("7", cell)).rows

    assert row.cells == ("7", cell)
    assert type(row.cells[1]) is type(cell)


def test_a_sheet_stands_where_it_was_asked_for() -> None:
    sheet = make_sheet(("note", "id"), ("n", "7"), (None, "8"), left=3, top=6)

    assert (sheet.header_row, [row.number for row in sheet.rows]) == (5, [6, 7])
    assert [(column.letter, column.header, column.field) for column in sheet.columns] == [
        ("C", "note", "note"),
        ("D", "id", "id"),
    ]
