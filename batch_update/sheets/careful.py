"""The careful reader: openpyxl, row by row. Ten times slower than the fast one; it tells errors, formulas and formats.

It reads twice where there are formulas, since openpyxl gives either their results or that they are formulas.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, time, timedelta
from itertools import repeat
from math import isfinite
from typing import Any

import openpyxl
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.utils.escape import unescape

from batch_update.errors import SheetError
from batch_update.model import CellValue, OddCell, Oddity, show
from batch_update.sheets.dates import read_number, settle_date
from batch_update.sheets.formats import NumberFormat, number_format, read_truth, text_as_seen, truth_as_seen
from batch_update.sheets.grid import MOST_CELLS, MOST_COLUMNS, TOO_MANY_CELLS, GridRow, letters_of
from batch_update.sheets.sniff import DAMAGED

_NEXT_STEP = "Open the sheet in Excel, correct the cell, save and retry."


def read_rows(
    content: bytes,
    *,
    last_column: int,
    has_formulas: bool,
    uncalculated: frozenset[str],
) -> tuple[list[GridRow], frozenset[int]]:
    """The filled rows of a package's only sheet, and the columns that hold formulas which give an empty text.

    Raises:
        SheetError: if openpyxl can not read it, or it holds more than memory should.
    """
    width = min(last_column or MOST_COLUMNS, MOST_COLUMNS)
    reader = _Reader(uncalculated)
    rows: list[GridRow] = []
    filled = 0
    try:
        values = _rows(content, width, data_only=True)
        formulas = _rows(content, width, data_only=False) if has_formulas else repeat(())
        before: Sequence[Any] | None = None
        for number, (row, twins) in enumerate(zip(values, formulas, strict=False), 1):
            if row is before:  # openpyxl fills a gap between two rows, a million long at times, with one tuple
                continue
            before = row
            cells = reader.read_row(number, row, twins)
            if any(cell is not None for cell in cells):
                rows.append(GridRow(number, cells))
                filled += sum(cell is not None for cell in cells)
                if filled > MOST_CELLS:
                    raise SheetError(TOO_MANY_CELLS)  # noqa: TRY301 - the one limit, seen where it is counted
    except SheetError:
        raise
    except Exception as error:
        raise SheetError(DAMAGED) from error
    return rows, frozenset(reader.empty_results)


def _rows(content: bytes, width: int, *, data_only: bool) -> Iterator[Sequence[Any]]:
    """Every row from the first on, each `width` cells wide."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that concern nobody here
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)
    book._date_formats = set()  # type: ignore[attr-defined]  # noqa: SLF001 - it would turn bad dates into '#VALUE!'
    with closing(book):
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size is often wrong, and would hide cells
        yield from sheet.iter_rows(max_col=width)


class _Reader:
    """Makes cell values of openpyxl's cells."""

    def __init__(self, uncalculated: frozenset[str]) -> None:
        self.empty_results: set[int] = set()
        self._uncalculated = uncalculated
        self._formats: dict[int, NumberFormat] = {}  # by the number of the style

    def read_row(self, number: int, row: Sequence[Any], twins: Sequence[Any]) -> list[CellValue]:
        """The values of one row. `twins` are the same cells with their formulas, where the sheet has any."""
        cells: list[CellValue] = []
        for place, cell in enumerate(row):
            twin = twins[place] if place < len(twins) else None
            if twin is not None and twin.data_type == "f":
                cells.append(self._read_formula(f"{letters_of(place + 1)}{number}", place + 1, cell, twin.value))
            elif cell.value is None and cell.data_type != "e":
                cells.append(None)
            else:
                cells.append(self._read_value(f"{letters_of(place + 1)}{number}", cell))
        return cells

    def _read_formula(self, address: str, column: int, cell: Any, formula: object) -> CellValue:
        if cell.data_type == "e":
            return self._read_value(address, cell)
        if cell.value is None or cell.value == "":
            if cell.data_type in ("str", "s", "inlineStr") and address not in self._uncalculated:
                self.empty_results.add(column)
                return None
            return OddCell(Oddity.NOT_CALCULATED, _formula_text(formula))
        result = self._read_value(address, cell)
        if isinstance(formula, str) and (truth := read_truth(formula)) is not None:
            return truth if isinstance(result, (bool, int)) else result
        if isinstance(result, OddCell) and result.oddity is Oddity.ERROR:
            return result
        return OddCell(Oddity.FORMULA, show(result), result)

    def _read_value(self, address: str, cell: Any) -> CellValue:
        value = cell.value
        if cell.data_type == "e":
            return OddCell(Oddity.ERROR, str(value) if value else "#VALUE!")
        match value:
            case bool():
                return truth_as_seen(value, self._format_of(cell))
            case str():
                return text_as_seen(unescape(value), self._format_of(cell)) or None
            case int() | float():
                return self._read_number(address, value, cell)
            case date() | time() | timedelta():
                return settle_date(value)
            case _:
                raise SheetError(f"Cell {address} can not be read. {_NEXT_STEP}")

    def _read_number(self, address: str, value: float, cell: Any) -> CellValue:
        if not isfinite(value):
            raise SheetError(f"Cell {address} holds a number that is infinite or no number at all. {_NEXT_STEP}")
        return read_number(value, self._format_of(cell), epoch_1904=cell.parent.parent.epoch == MAC_EPOCH)

    def _format_of(self, cell: Any) -> NumberFormat:
        style = cell._style_id  # noqa: SLF001 - openpyxl would look for the format anew at every cell
        if style not in self._formats:
            try:
                self._formats[style] = number_format(cell.number_format)
            except IndexError:  # a style that the file does not have
                self._formats[style] = number_format("General")
        return self._formats[style]


def _formula_text(formula: object) -> str:
    """A formula as it is typed; openpyxl has objects for those that fill several cells."""
    text = formula if isinstance(formula, str) else getattr(formula, "text", None) or getattr(formula, "ref", None)
    return text if isinstance(text, str) and text != "=" else "a formula"
