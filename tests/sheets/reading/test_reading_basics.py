"""A sheet in, rows out: the plain cases of both formats that most people use."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from support.workbooks import cells, read, row, sheet, styles_xml, text_cell, workbook, worksheet_xml

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher
from batch_update.errors import SheetError
from batch_update.model import OddCell, Oddity
from batch_update.sheets.reading.loader import open_sheet, read_sheet

SAMPLES = Path(__file__).parents[3] / "samples"


def test_rows_keep_their_numbers_and_cells_their_addresses() -> None:
    found = read(
        sheet(row(3, '<c r="A3"><v>281</v></c>', text_cell("B3", "Diwali")) + row(5, '<c r="A5"><v>282</v></c>'))
    )

    assert [(line.number, line.cells) for line in found.rows] == [(3, (281, "Diwali")), (5, (282, None))]
    assert [found.rows[0].address(column) for column in found.columns] == ["A3", "B3"]
    assert found.worksheet == "Campaigns"
    assert found.header_row == 1


def test_every_sort_of_plain_cell_is_read_as_it_is() -> None:
    plain = (
        '<c r="A2"><v>1234</v></c>',
        '<c r="B2" t="b"><v>1</v></c>',
        text_cell("C2", "007"),
        text_cell("D2", "NA"),
        '<c r="E2"><v>2.5</v></c>',
    )
    header = row(
        1, *(text_cell(f"{letter}1", name) for letter, name in zip("ABCDE", ("id", "a", "b", "c", "d"), strict=True))
    )

    content = workbook({"Campaigns": worksheet_xml(header + row(2, *plain))})
    assert cells(content) == [(1234, True, "007", "NA", 2.5)]


def test_an_error_cell_and_a_formula_are_never_taken_at_their_value() -> None:
    content = sheet(
        row(2, '<c r="A2"><v>1</v></c>', '<c r="B2" t="e"><v>#N/A</v></c>')
        + row(3, '<c r="A3"><f>A2+1</f><v>2</v></c>', '<c r="B3"><f>A2&amp;"x"</f></c>')
    )

    assert cells(content) == [
        (1, OddCell(Oddity.ERROR, "#N/A")),
        (OddCell(Oddity.FORMULA, "2", 2), OddCell(Oddity.NOT_CALCULATED, '=A2&"x"')),
    ]


def test_a_csv_is_read_as_text_with_the_rows_that_a_spreadsheet_would_show() -> None:
    found = read(b'id,name,description\r\n281,"two\r\nlines",="007"\r\n\r\n282,#N/A,\r\n', "sheet.csv")

    assert [(line.number, line.cells) for line in found.rows] == [
        (2, ("281", "two\r\nlines", "007")),
        (4, ("282", OddCell(Oddity.ERROR, "#N/A"), None)),
    ]


@pytest.mark.parametrize("name", ["campaigns.xlsx", "campaigns.csv"])
def test_the_samples_are_read(name: str) -> None:
    found = read_sheet(open_sheet(SAMPLES / name), CAMPAIGN, worksheet=None, match_header=HeaderMatcher(CAMPAIGN))

    assert len(found.rows) == 6


def test_a_file_that_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"There is no file .*none\.xlsx"):
        open_sheet(tmp_path / "none.xlsx")


def test_a_date_is_read_with_its_midnight() -> None:
    assert cells(sheet(row(2, '<c r="A2" s="1"><v>46024</v></c>'), styles=styles_xml("yyyy-mm-dd"))) == [
        (datetime(2026, 1, 2), None)
    ]
