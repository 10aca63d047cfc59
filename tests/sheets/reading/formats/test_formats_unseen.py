"""Worksheets that show no zeros, and rows and columns that have no height or width."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import openpyxl
import pytest
from support.libreoffice import convert, needs_libreoffice
from support.workbooks import HEADER, cells, read, row, sheet, styles_xml, text_cell, workbook, worksheet_xml, zipped

from batch_update.model import CellValue, OddCell, Oddity
from batch_update.sheets.reading.formats.zeros import hide_zeros
from batch_update.sheets.reading.grid import GridRow

NO_ZEROS = '<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>'
ID = '<c r="A2"><v>7</v></c>'
STYLES = styles_xml("0.00", "0%", "yyyy-mm-dd", "00")


def hidden(value: CellValue) -> OddCell:
    assert not isinstance(value, OddCell)
    return OddCell(Oddity.HIDDEN, "", value)


ZEROS: list[tuple[str, str, OddCell]] = [
    ("plain", '<c r="B2"><v>0</v></c>', hidden(0)),
    ("with a fraction", '<c r="B2"><v>0.0</v></c>', hidden(0)),
    ("with decimals", '<c r="B2" s="1"><v>0</v></c>', hidden(0)),
    ("negative", '<c r="B2"><v>-0</v></c>', hidden(0)),
    ("a power", '<c r="B2"><v>0E+00</v></c>', hidden(0)),
    ("a percentage", '<c r="B2" s="2"><v>0</v></c>', hidden(0)),
    ("padded", '<c r="B2" s="4"><v>0</v></c>', hidden(0)),
    ("a date", '<c r="B2" s="3"><v>0</v></c>', hidden(time())),
    ("a formula's result", '<c r="B2"><f>A2-7</f><v>0</v></c>', OddCell(Oddity.FORMULA, "", hidden(0))),
    ("a percentage of a formula", '<c r="B2" s="2"><f>A2-7</f><v>0</v></c>', OddCell(Oddity.FORMULA, "", hidden(0))),
]
SEEN: list[tuple[str, str, CellValue]] = [
    ("one", '<c r="B2"><v>1</v></c>', 1),
    ("a little", '<c r="B2"><v>0.001</v></c>', 0.001),
    ("a text", text_cell("B2", "0"), "0"),
    ("a truth", '<c r="B2" t="b"><v>0</v></c>', False),
    ("a blank", "", None),
    ("an error", '<c r="B2" t="e"><v>#N/A</v></c>', OddCell(Oddity.ERROR, "#N/A")),
    ("half a percentage", '<c r="B2" s="2"><v>0.5</v></c>', OddCell(Oddity.PERCENT, "50%", 0.5)),
]


@pytest.mark.parametrize(("written", "expected"), [case[1:] for case in ZEROS], ids=[case[0] for case in ZEROS])
@pytest.mark.parametrize("value", ["0", "false"])
def test_a_zero_is_hidden_where_the_worksheet_shows_none(written: str, expected: OddCell, value: str) -> None:
    before = NO_ZEROS.replace('"0"', f'"{value}"', 1)

    assert cells(sheet(row(2, ID, written), styles=STYLES, before=before)) == [(7, expected)]


@pytest.mark.parametrize(("written", "expected"), [case[1:] for case in SEEN], ids=[case[0] for case in SEEN])
def test_whatever_is_no_zero_is_seen_all_the_same(written: str, expected: CellValue) -> None:
    found = cells(sheet(row(2, ID, written), styles=STYLES, before=NO_ZEROS))

    assert found == [(7, expected)]
    assert type(found[0][1]) is type(expected)


@pytest.mark.parametrize("view", ["", ' showZeros="1"', ' showZeros="true"'])
def test_a_zero_is_seen_where_the_worksheet_shows_them(view: str) -> None:
    before = f'<sheetViews><sheetView{view} workbookViewId="0"/></sheetViews>'

    assert cells(sheet(row(2, ID, '<c r="B2"><v>0</v></c>'), before=before)) == [(7, 0)]


def test_a_merged_zero_stays_merged() -> None:
    merged = OddCell(Oddity.MERGED, "A1:A2", 0)

    assert hide_zeros([GridRow(1, [merged])]) == [GridRow(1, [merged])]


@needs_libreoffice
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_zeros_are_hidden_in_every_kind_of_file(tmp_path: Path, kind: str) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["id", "name"])
    page.append([7, 0])
    page.append([8, 1])
    page.append([9, "0"])
    page.sheet_view.showZeros = False
    book.save(tmp_path / "made.xlsx")

    saved = convert(tmp_path / "made.xlsx", kind, tmp_path)

    assert cells(saved.read_bytes(), saved.name) == [(7, hidden(0)), (8, 1), (9, "0")]


# --- rows and columns without any size --------------------------------------------------------------------------------

FLAT_ROWS = ['ht="0" customHeight="1"', 'ht="0"', "ht='0.0' customHeight='1'", 'hidden="1"', 'ht="0" hidden="true"']
FLAT_DEFAULT = '<sheetFormatPr defaultRowHeight="0" customHeight="1"/>'


def notes(attributes: str, before: str = "") -> list[str]:
    """What is said of hidden things in a sheet with such a third row."""
    second, third = (
        '<row r="2" ht="15"><c r="A2"><v>7</v></c></row>',
        f'<row r="3" {attributes}><c r="A3"><v>8</v></c></row>',
    )
    found = read(workbook({"Campaigns": worksheet_xml(HEADER + second + third, before=before)}))
    return [note for note in found.notes if "hidden" in note]


@pytest.mark.parametrize("attributes", FLAT_ROWS)
def test_a_row_of_no_height_is_a_hidden_row(attributes: str) -> None:
    assert notes(attributes) == ["1 hidden row is included: 3."]


def test_a_row_without_a_height_where_rows_have_none_is_a_hidden_row() -> None:
    assert notes("", FLAT_DEFAULT) == ["1 hidden row is included: 3."]


@pytest.mark.parametrize(
    "attributes", ["", 'ht="15"', 'ht="1"', 'hidden="0"', 'spans="1:2"', 'customHeight="1" ht="409.5"']
)
def test_a_row_that_has_a_height_is_seen(attributes: str) -> None:
    assert notes(attributes) == []


def test_a_filled_row_is_seen_where_only_unused_rows_are_hidden() -> None:
    assert notes("", '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>') == []


@pytest.mark.parametrize(
    "before",
    ['<cols><col min="2" max="2" width="0" customWidth="1"/></cols>', '<cols><col min="2" max="9" hidden="1"/></cols>',
     '<sheetFormatPr defaultRowHeight="15" defaultColWidth="0"/><cols><col min="1" max="1" width="9"/></cols>'],
    ids=["no width", "hidden", "no width by default"],
)  # fmt: skip
def test_a_column_of_no_width_is_a_hidden_column(before: str) -> None:
    assert notes("", before) == ["1 hidden column is included: B."]


@pytest.mark.parametrize(
    "before", ['<cols><col min="2" max="2" width="9.1"/></cols>', '<cols><col min="2" max="2"/></cols>']
)
def test_a_column_that_has_a_width_is_seen(before: str) -> None:
    assert notes("", before) == []


NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)


def test_rows_and_columns_of_an_open_document_without_size_are_hidden() -> None:
    styles = (
        '<style:style style:name="flat" style:family="table-row"><style:table-row-properties style:row-height="0cm"/>'
        '</style:style><style:style style:name="flat" style:family="table-column"><style:table-column-properties'
        ' style:column-width="2.1cm"/></style:style><style:style style:name="thin" style:family="table-column">'
        '<style:table-column-properties style:column-width="0.000in"/></style:style>'
    )
    texts = [[f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in line]
             for line in (("id", "name"), ("7", "a"), ("8", "b"))]  # fmt: skip
    rows = [f"<table:table-row>{''.join(line)}</table:table-row>" for line in texts]
    rows[2] = rows[2].replace("<table:table-row>", '<table:table-row table:style-name="flat">')
    columns = '<table:table-column table:style-name="flat"/><table:table-column table:style-name="thin"/>'
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="Campaigns">{columns}{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )

    found = read(zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}))

    assert found.notes[:2] == ("1 hidden row is included: 3.", "1 hidden column is included: B.")
