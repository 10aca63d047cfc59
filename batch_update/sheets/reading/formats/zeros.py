"""Zeros in a worksheet that shows none (Excel: Options, Advanced, "Show a zero in cells that have zero value").

Every format keeps that choice elsewhere; what it does to the cells is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta

from batch_update.model import CellValue, OddCell, Oddity
from batch_update.sheets.reading.grid import GridRow

_NOTHING = (time(), timedelta())  # what a zero is in a date format


def hide_zeros(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows as they are seen where zeros are not shown: a zero is a cell that looks blank and is not."""
    return [
        GridRow(row.number, [cell if type(cell) is str else _hide(cell) for cell in row.cells], row.problems)
        for row in rows
    ]


def _hide(cell: CellValue) -> CellValue:
    if isinstance(cell, OddCell):
        if cell.oddity in (Oddity.FORMULA, Oddity.AGGREGATE) and _is_zero(cell.value):
            return OddCell(cell.oddity, "", _hide(cell.value))
        return OddCell(Oddity.HIDDEN, "", cell.value) if _is_zero(cell) else cell
    return OddCell(Oddity.HIDDEN, "", cell) if _is_zero(cell) else cell


def _is_zero(cell: CellValue) -> bool:
    """Whether a cell holds the number 0; FALSE is none, and nor is an error."""
    if isinstance(cell, OddCell):
        return cell.oddity is not Oddity.MERGED and _is_zero(cell.value)
    return (isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell == 0) or cell in _NOTHING
