"""The fast and the careful reader end in the same cells, and pandas changes nothing that calamine read."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from support.workbooks import row, sheet, styles_xml, text_cell

from batch_update.sheets.archive import Archive
from batch_update.sheets.grid import Grid
from batch_update.sheets.openxml import OpenXmlWorkbook, is_fast

ROOT = Path(__file__).parents[2]
WORKBOOKS = sorted([*ROOT.glob("samples/*.xlsx"), *ROOT.glob("templates/*.xlsx")])
STYLES = styles_xml("yyyy-mm-dd", "h:mm", "[h]:mm:ss", "0.00", "@", "00000", "0%")

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="<&_"), max_size=12)
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
        assert filled(book.read_as(worksheet, careful=False)) == filled(book.read_as(worksheet, careful=True))


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_sample_reads_the_same_both_ways(path: Path) -> None:
    read_both_ways(path.read_bytes())


@settings(max_examples=60, deadline=None)
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


@pytest.mark.parametrize(
    "written",
    [
        *(f"<v>{number}</v>" for number in ("1", "1.0", "0.1", "29.999999999999996", "1E5", "1234567890123456")),
        *(f"TEXT{text}" for text in ("007", "1E5", "TRUE", "NA", "None", "nan", "", " ", "#N/A", "inf", "1,234")),
    ],
)
def test_pandas_changes_nothing_that_calamine_read(written: str) -> None:
    cell = text_cell("A2", written[4:]) if written.startswith("TEXT") else f'<c r="A2">{written}</c>'
    rows = row(2, cell, '<c r="B2" t="b"><v>1</v></c>', '<c r="C2" s="1"><v>46024</v></c>') + row(
        4, text_cell("B4", "x")
    )
    book = OpenXmlWorkbook(Archive(sheet(rows, styles=STYLES)))
    package = book.prepare(book.worksheets[0])
    assert is_fast(package)

    frame = pd.read_excel(
        io.BytesIO(package.content),
        engine="calamine",
        header=None,
        dtype=object,
        na_filter=False,
        keep_default_na=False,
    )

    alone = CalamineWorkbook.from_filelike(io.BytesIO(package.content)).get_sheet_by_index(0)
    assert frame.to_numpy(dtype=object).tolist() == [
        [datetime(cell.year, cell.month, cell.day) if isinstance(cell, date) else cell for cell in line]
        for line in alone.to_python(skip_empty_area=False)
    ]
