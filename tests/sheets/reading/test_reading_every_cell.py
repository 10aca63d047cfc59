"""One rule for every reader and format: as many cells with content in the file, as many cells that are not blank."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.libreoffice import convert, needs_libreoffice
from support.loose_workbooks import GRIDS, LooseWriter, Value

from batch_update.sheets.reading.archive import Archive
from batch_update.sheets.reading.grid import Grid, Workbook
from batch_update.sheets.reading.ods.workbook import open_opendocument
from batch_update.sheets.reading.xls.workbook import open_old_excel
from batch_update.sheets.reading.xlsx.workbook import OpenXmlWorkbook

ROOT = Path(__file__).parents[3]
WORKBOOKS = sorted([*ROOT.glob("samples/*.xlsx"), *ROOT.glob("templates/*.xlsx")])
FORMULA = '<{p}row r="20"><{p}c r="A20"><{p}f>1+1</{p}f><{p}v>2</{p}v></{p}c></{p}row>'


def plain(grid: Grid, rows: int) -> dict[tuple[int, int], tuple[type, object]]:
    """The cells that hold something in the first rows, by their places from 1 on."""
    return {
        (row.number, column): (type(cell), cell)
        for row in grid.rows
        for column, cell in enumerate(row.cells, 1)
        if cell is not None and row.number <= rows
    }


def expected(rows: list[list[Value]]) -> dict[tuple[int, int], tuple[type, object]]:
    return {
        (number, column): (type(value), value)
        for number, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value is not None
    }


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), GRIDS)
@pytest.mark.parametrize("more", ["", FORMULA], ids=["plain", "a formula elsewhere"])
@pytest.mark.parametrize("by_xml", [False, True], ids=["chosen reader", "XML reader"])
def test_any_way_of_writing_a_sheet_gives_the_same_grid(
    by_xml: bool, more: str, data: st.DataObject, rows: list[list[Value]]
) -> None:
    book = OpenXmlWorkbook(Archive(LooseWriter(data).write(rows, more=more)))

    grid = book.read_as(book.worksheets[0], by_xml=by_xml)

    assert [problem for row in grid.rows for problem in row.problems] == []
    assert plain(grid, len(rows)) == expected(rows)


def count_in_xlsx(archive: Archive, part: str) -> int:
    """Cells with content, by a plain parser that knows no more than that."""
    shared = [_text_of(item) for item in archive.parse("xl/sharedStrings.xml")] if _has_texts(archive) else []
    return sum(_is_filled(cell, shared) for cell in archive.parse(part).iter() if _name(cell) == "c")


def _has_texts(archive: Archive) -> bool:
    return "xl/sharedStrings.xml" in archive


def _is_filled(cell: Element, shared: list[str]) -> bool:
    written = _text_of(cell)
    if cell.get("t") == "s" and written.isdigit():
        written = shared[int(written)]
    return bool(written) or any(_name(child) == "f" for child in cell)


def _text_of(element: Element) -> str:
    return "".join(element.itertext())


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def count_in_ods(archive: Archive, table: int) -> int:
    """Cells with content, each as often as it is repeated."""
    tables = [found for found in archive.parse("content.xml").iter() if _name(found) == "table"]
    return sum(
        _repeated(row, "rows") * _repeated(cell, "columns")
        for row in tables[table].iter()
        if _name(row) == "table-row"
        for cell in row
        if any(_name(child) == "p" for child in cell) or any(key.endswith("}formula") for key in cell.attrib)
    )


def _repeated(element: Element, what: str) -> int:
    found = [value for key, value in element.attrib.items() if key.endswith(f"}}number-{what}-repeated")]
    return int(found[0]) if found else 1


def count_in_grid(book: Workbook, sheet: int) -> int:
    """Cells that are not blank; one whose row has a problem of reading would be no more than that."""
    grid = book.read(book.worksheets[sheet])
    assert [problem for row in grid.rows for problem in row.problems] == []
    return sum(cell is not None for row in grid.rows for cell in row.cells)


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_cell_of_our_own_workbooks_is_lost(path: Path) -> None:
    archive = Archive(path.read_bytes())
    book = OpenXmlWorkbook(archive)

    counts = [count_in_grid(book, place) for place in range(len(book.worksheets))]

    assert counts == [count_in_xlsx(archive, worksheet.part) for worksheet in book.worksheets]


@needs_libreoffice
@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_cell_is_lost_in_any_format_that_libreoffice_saves(path: Path, tmp_path: Path) -> None:
    books: dict[str, Workbook] = {"as it is": OpenXmlWorkbook(Archive(path.read_bytes()))}
    books["xlsx"] = OpenXmlWorkbook(Archive(convert(path, "xlsx", tmp_path).read_bytes()))
    books["xls"] = open_old_excel(convert(path, "xls", tmp_path).read_bytes())
    archive = Archive(convert(path, "ods", tmp_path).read_bytes())
    books["ods"] = open_opendocument(archive)

    counts = {
        kind: [count_in_grid(book, place) for place in range(len(book.worksheets))] for kind, book in books.items()
    }

    assert counts["ods"] == [count_in_ods(archive, place) for place in range(len(counts["ods"]))]
    assert counts == dict.fromkeys(counts, counts["as it is"])
