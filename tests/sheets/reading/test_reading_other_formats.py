"""Old Excel files and OpenDocument: the same sheet, saved by LibreOffice in every format, reads back the same."""

from __future__ import annotations

import contextlib
import struct
from datetime import datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.packaging.custom import IntProperty
from openpyxl.styles import PatternFill
from support.libreoffice import convert, needs_libreoffice
from support.open_documents import cell, document, line, table
from support.workbooks import read

from batch_update.errors import SheetError
from batch_update.model import OddCell, Oddity, Sheet

FORMULA, ERROR, MERGED = Oddity.FORMULA, Oddity.ERROR, Oddity.MERGED
EXPECTED = [
    (2, 281, "a\u00a0b", True, datetime(2026, 1, 2), time(12, 30)),
    (3, "007", OddCell(ERROR, "#DIV/0!"), OddCell(Oddity.PERCENT, "50%", 0.5), OddCell(Oddity.GROUPED, "12,345", 12345),
     OddCell(Oddity.PADDED, "00123", 123)),
    (4, 123456789012345, OddCell(FORMULA, "562", 562), None, "'007", timedelta(hours=30)),
    (5, 5, None, OddCell(MERGED, "C5:C6", "m1"), 0.00001, OddCell(Oddity.SHOWN_OTHERWISE, "12.3", 12.345)),
    (6, 6, None, OddCell(MERGED, "C5:C6"), None, None),
    (7, 7, "a\nb", OddCell(ERROR, "#N/A"), OddCell(ERROR, "#N/A"), None),
    (12, OddCell(FORMULA, "281", 281), None, None, None, None),
]  # fmt: skip
NOTES = (
    "1 hidden row is included: 7.",
    "1 hidden column is included: D.",
    "4 blank rows are skipped between the others: 8-11.",
    "Your own column is kept and not sent: own (E).",
    "Some formulas give an empty text; their cells count as blank (nothing is changed). They are in column C.",
)
NOTES_BY_KIND = {  # an .xls says of a formula that was never calculated that its result is an empty text
    "xls": (*NOTES[:-1], NOTES[-1].replace("empty text;", "empty text, or were never calculated;")),
}


def write_sheet(path: Path) -> None:
    """A sheet with most of what a sheet may hold."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Campaigns"
    book.create_sheet("Lists").sheet_state = "hidden"
    page.append(["id", "name", "description", "dial_method", "own"])
    page.append([281, "a\u00a0b", True, datetime(2026, 1, 2), time(12, 30)])
    page.append(["007", "=1/0", 0.5, 12345, 123])
    page.append([123456789012345, "=A2*2", '=IF(1=1,"","a")', "'007", timedelta(hours=30)])
    page.append([5, None, "m1", 0.00001, 12.345])
    page.append([6])
    page.append([7, "a\nb", "#N/A", "=NA()"])
    page["A12"] = "=A2"
    for address, code in {"C3": "0%", "D3": "#,##0", "E3": "00000", "E4": "[h]:mm:ss", "E5": "0.0"}.items():
        page[address].number_format = code
    page.merge_cells("C5:C6")
    page["A1000"].fill = PatternFill("solid", fgColor="FF0000")
    page.row_dimensions[7].hidden = True
    page.column_dimensions["D"].hidden = True
    book.custom_doc_props.append(IntProperty(name="batch_update template", value=99))  # type: ignore[attr-defined]
    book.save(path)


def values(found: Sheet) -> list[tuple[object, ...]]:
    return [(line.number, *line.cells) for line in found.rows]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sheet as LibreOffice saves it, in each of its formats."""
    folder = tmp_path_factory.mktemp("office")
    write_sheet(folder / "made.xlsx")
    for kind in ("xlsx", "xls", "ods", "csv"):
        convert(folder / "made.xlsx", kind, folder / "saved")
    return folder / "saved"


@needs_libreoffice
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_sheet_saved_by_libreoffice_reads_the_same_in_every_format(saved: Path, kind: str) -> None:
    found = read((saved / f"made.{kind}").read_bytes(), f"made.{kind}")

    assert values(found) == EXPECTED
    assert found.notes[-5:] == NOTES_BY_KIND.get(kind, NOTES)


@needs_libreoffice
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_mark_of_the_template_survives_libreoffice(saved: Path, kind: str) -> None:
    assert "newer version of the template (99;" in read((saved / f"made.{kind}").read_bytes()).notes[0]


@needs_libreoffice
def test_a_text_saved_by_libreoffice_shows_what_the_sheet_showed(saved: Path) -> None:
    found = read((saved / "made.csv").read_bytes(), "made.csv")

    assert found.rows[1].cells[:3] == ("007", OddCell(ERROR, "#DIV/0!"), "50%")
    assert found.rows[-1].number == 12


@needs_libreoffice
def test_a_damaged_old_workbook_is_refused(saved: Path) -> None:
    content = (saved / "made.xls").read_bytes()

    with pytest.raises(SheetError, match="damaged"):
        read(content[: len(content) // 3])


@needs_libreoffice
def test_an_old_workbook_whose_sectors_lead_in_a_circle_is_refused(saved: Path) -> None:
    content = bytearray((saved / "made.xls").read_bytes())
    (short_sectors,) = struct.unpack_from("<i", content, 60)
    struct.pack_into("<i", content, 512 + 512 * short_sectors, 0)  # the first of them is followed by itself
    entry = content.index("Workbook".encode("utf-16-le"))
    struct.pack_into("<ii", content, entry + 116, 0, 100)  # the workbook begins there, and is short

    with pytest.raises(SheetError, match="damaged"):
        read(bytes(content))


@needs_libreoffice
@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(512, 10**6), st.integers(0, 255)), min_size=1, max_size=12))
def test_a_sheet_of_libreoffice_with_bytes_changed_is_read_or_refused(
    saved: Path, kind: str, changes: list[tuple[int, int]]
) -> None:
    content = bytearray((saved / f"made.{kind}").read_bytes())
    for place, value in changes:
        content[place % len(content)] = value

    with contextlib.suppress(SheetError):
        assert read(bytes(content)).columns


# --- OpenDocument, written by hand ------------------------------------------------------------------------------------

ROUNDED = OddCell(Oddity.SHOWN_OTHERWISE, "12.35", 12.345)
EUROS = OddCell(Oddity.GROUPED, "1 234,5 €", 1234.5)
BLANK_LINE = '<table:table-cell table:number-columns-repeated="16384"/>'


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (cell("TRUE", 'office:value-type="boolean" office:boolean-value="true"'), True),
        (cell("12,5", 'office:value-type="float" office:value="12.5"'), 12.5),
        (cell("12.35", 'office:value-type="float" office:value="12.345"'), ROUNDED),
        (cell("1 234,5 €", 'office:value-type="currency" office:value="1234.5"'), EUROS),
        (cell("00:10", 'office:value-type="time" office:time-value="PT00H10M00S"'), time(0, 10)),
        (cell("02/01/2026", 'office:value-type="date" office:date-value="2026-01-02"'), datetime(2026, 1, 2)),
        (cell("?", 'office:value-type="date" office:date-value="-0044-03-15"'), OddCell(Oddity.UNREADABLE_DATE, "?")),
        (cell("a<text:s text:c='2'/>b<text:line-break/>c<text:span>d</text:span>"), "a  b\ncd"),
        (cell("a</text:p><text:p>b"), "a\nb"),
        (cell("a<office:annotation><text:p>a comment</text:p></office:annotation>"), "a"),
        ("<table:table-cell><office:annotation><text:p>x</text:p></office:annotation></table:table-cell>", None),
        (cell("#N/A"), "#N/A"),
        (cell("Err:502", 'table:formula="of:=X(1)" office:value-type="string"'), OddCell(ERROR, "Err:502")),
        (cell("#REF!", 'office:value-type="string" calcext:value-type="error"'), OddCell(ERROR, "#REF!")),
        ('<table:table-cell table:formula="of:=[.A1]"/>', OddCell(Oddity.NOT_CALCULATED, "=[.A1]")),
    ],
    ids=[
        "truth", "decimal comma", "rounded", "currency", "time", "date", "date before the calendar", "spaces and spans",
        "two paragraphs", "comment in a paragraph", "comment alone", "text like an error", "error of an old version",
        "error", "never calculated",
    ],
)  # fmt: skip
def test_a_cell_of_an_open_document_is_read_as_it_is_shown(written: str, expected: object) -> None:
    id_cell = cell("281", 'office:value-type="float" office:value="281"')

    assert values(read(document(table(line(id_cell, written))))) == [(2, 281, expected)]


def test_rows_and_columns_repeated_by_the_million_cost_nothing() -> None:
    content = document(
        table(
            line(cell("281"), '<table:table-cell table:number-columns-repeated="16383"/>'),
            line(cell("x", 'table:number-columns-repeated="2"'), attributes='table:number-rows-repeated="3"'),
            line(BLANK_LINE, attributes='table:number-rows-repeated="1048571"'),
        )
    )

    assert values(read(content)) == [(2, "281", None), (3, "x", "x"), (4, "x", "x"), (5, "x", "x")]


def test_values_repeated_by_the_million_are_refused() -> None:
    with pytest.raises(SheetError, match="filled cells"):
        read(document(table(line(cell("x"), attributes='table:number-rows-repeated="99999999"'))))


def test_a_value_repeated_to_the_last_column_is_refused_by_name() -> None:
    with pytest.raises(SheetError, match="Cell XFD2 holds something"):
        read(document(table(line(cell("x", 'table:number-columns-repeated="16384"')))))


def test_a_hidden_table_is_not_taken_by_itself() -> None:
    styles = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'

    content = document(table(style="ta1"), table(line(cell("281")), name="May"), styles=styles)

    assert read(content).worksheet == "May"


def test_merged_cells_of_an_open_document_are_odd() -> None:
    merged = cell("x", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
    content = document(table(line(cell("1"), merged), line(cell("2"), "<table:covered-table-cell/>")))

    assert values(read(content)) == [(2, "1", OddCell(MERGED, "B2:B3", "x")), (3, "2", OddCell(MERGED, "B2:B3"))]
