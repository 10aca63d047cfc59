"""Number formats that a cell has only now and then: those of an .xlsx worksheet's conditional formatting.

Whether a condition holds is for Excel to work out. So where its format would show something else than a cell holds,
nobody can tell what is seen, and the cell is in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from batch_update.model import CellValue, OddCell, Oddity, show
from batch_update.sheets.reading.formats.number_format import NumberFormat, as_seen, text_as_seen, truth_as_seen
from batch_update.sheets.reading.grid import Area, GridRow, column_of

_TAG = re.compile(rb"<(?:[\w.-]+:)?(?:conditionalFormatting\b([^>]*)|cfRule\b([^>]*))>")
_RANGES = re.compile(rb"""\bsqref\s*=\s*["']([^"']*)["']""")
_STYLE = re.compile(rb"""\bdxfId\s*=\s*["'](\d{1,6})["']""")
_CORNERS = re.compile(r"\$?([A-Z]{1,3})?\$?(\d{1,7})?(?::\$?([A-Z]{1,3})?\$?(\d{1,7})?)?")
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14


class Condition(NamedTuple):
    """An area whose cells may have a style of the workbook's differential ones, by its number (`dxfId`)."""

    area: Area
    style: int


def find_conditions(tail: bytes) -> list[Condition]:
    """The conditional formatting in the XML behind a worksheet's rows (ECMA-376 part 1, 18.3.1.18)."""
    found: dict[Condition, None] = {}
    areas: list[Area] = []
    for tag in _TAG.finditer(tail):
        block, rule = tag.groups()
        if rule is None:
            ranges = _RANGES.search(block)
            areas = list(_areas(ranges.group(1).decode("ascii", "replace"))) if ranges else []
        elif style := _STYLE.search(rule):
            found.update(dict.fromkeys(Condition(area, int(style.group(1))) for area in areas))
    return list(found)


def doubt_cells(
    rows: Sequence[GridRow], conditions: Iterable[Condition], formats: Sequence[NumberFormat | None]
) -> Sequence[GridRow]:
    """The rows with those cells in doubt that a condition may show otherwise. `formats` are the styles', by number."""
    known = [
        (condition.area, form)
        for condition in conditions
        if condition.style < len(formats) and (form := formats[condition.style]) is not None and not form.is_inert
    ]
    return [_doubt_row(row, known) for row in rows] if known else rows


def _doubt_row(row: GridRow, known: Sequence[tuple[Area, NumberFormat]]) -> GridRow:
    cells = list(row.cells)
    for area, form in known:
        if area.first_row <= row.number <= area.last_row:
            for place in range(area.first_column - 1, min(area.last_column, len(cells))):
                cells[place] = _doubt(cells[place], form)
    return GridRow(row.number, cells, row.problems)


def _doubt(cell: CellValue, form: NumberFormat) -> CellValue:
    match cell:
        case OddCell(oddity=Oddity.FORMULA | Oddity.AGGREGATE, value=result) if result is not None:
            return OddCell(cell.oddity, cell.shown, _doubt(result, form))
        case bool():
            seen = truth_as_seen(cell, form)
        case int() | float():
            seen = OddCell(Oddity.UNCLEAR, "") if form.may_be_date else as_seen(cell, form)
        case str():
            seen = text_as_seen(cell, form)
        case _:
            return cell
    return OddCell(Oddity.UNCLEAR, show(cell), cell) if isinstance(seen, OddCell) else cell


def _areas(ranges: str) -> Iterator[Area]:
    for text in ranges.split():
        if (corners := _CORNERS.fullmatch(text.upper())) and text:
            left, top, right, bottom = corners.groups()
            if ":" not in text:
                right, bottom = left, top
            yield Area(
                int(top or 1),
                int(bottom or _LAST_ROW),
                column_of(left) if left else 1,
                column_of(right) if right else _LAST_COLUMN,
            )
