"""The calamine and the XML reader end in the same cells."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.workbooks import row, sheet, styles_xml, text_cell

from batch_update.sheets.reading.archive import Archive
from batch_update.sheets.reading.grid import Grid
from batch_update.sheets.reading.xlsx.workbook import OpenXmlWorkbook

ROOT = Path(__file__).parents[3]
WORKBOOKS = sorted([*ROOT.glob("samples/*.xlsx"), *ROOT.glob("templates/*.xlsx")])
STYLES = styles_xml("yyyy-mm-dd", "h:mm", "[h]:mm:ss", "0.00", "@", "00000", "0%")

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="<&_\ufffe\uffff"), max_size=12
)
NUMBERS = st.one_of(
    st.integers(-(10**18), 10**18), st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 60_000)
)


def filled(grid: Grid) -> list[tuple[int, list[tuple[type, object]]]]:
    """The cells that hold something, row by row."""
    rows: list[tuple[int, list[tuple[type, object]]]] = []
    for line in grid.rows:
        cells = list(line.cells)
        while cells and cells[-1] is None:
            cells.pop()
        rows.append((line.number, [(type(cell), cell) for cell in cells]))
    return rows


def read_both_ways(content: bytes) -> None:
    book = OpenXmlWorkbook(Archive(content))
    for worksheet in book.worksheets:
        assert filled(book.read_as(worksheet, by_xml=False)) == filled(book.read_as(worksheet, by_xml=True))


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_sample_reads_the_same_both_ways(path: Path) -> None:
    read_both_ways(path.read_bytes())


@settings(max_examples=60)
@given(st.lists(st.one_of(TEXTS, st.booleans(), st.tuples(NUMBERS, st.integers(0, 5))), min_size=1, max_size=8))
def test_any_plain_cells_read_the_same_both_ways(cells: list[str | bool | tuple[float, int]]) -> None:
    written = []
    for place, cell in enumerate(cells):
        address = f"{chr(65 + place)}2"
        match cell:
            case bool():
                written.append(f'<c r="{address}" t="b"><v>{int(cell)}</v></c>')
            case str():
                written.append(text_cell(address, cell))
            case (number, style):
                written.append(f'<c r="{address}" s="{style}"><v>{number!r}</v></c>')

    read_both_ways(sheet(row(2, *written), styles=STYLES))
