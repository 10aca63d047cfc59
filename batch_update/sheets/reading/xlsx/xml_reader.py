"""Reads a worksheet from its XML, cell by cell, with nothing taken for granted that the format leaves open.

Slower than calamine; it tells errors, formulas and number formats, and names each cell of which the file holds
something that it can not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import NamedTuple

from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import Translator, TranslatorError
from openpyxl.utils.datetime import from_ISO8601

from batch_update.errors import SheetError
from batch_update.model import CellValue, OddCell, Oddity, Problem, Scalar, show
from batch_update.sheets.reading.formats.dates import read_number, settle_date
from batch_update.sheets.reading.formats.number_format import (
    NumberFormat,
    number_format,
    read_truth,
    text_as_seen,
    truth_as_seen,
)
from batch_update.sheets.reading.formulas import is_aggregate
from batch_update.sheets.reading.grid import MOST_CELLS, MOST_COLUMNS, TOO_MANY_CELLS, GridRow, letters_of, unread_cell
from batch_update.sheets.reading.xlsx.raw_cells import RawCell, RawRow
from batch_update.sheets.reading.xlsx.scan_hidden import row_is_hidden
from batch_update.sheets.reading.xlsx.texts import decode_escapes
from batch_update.sheets.reading.xlsx.worksheet_xml import raw_rows

_NEXT_STEP = "Open the sheet in Excel, correct the cell, save and retry."
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"[-+]?\d+", re.ASCII)
_LONGEST_WHOLE = 400  # digits; a longer one is no number that a cell can hold
_TEXT_NUMBER = re.compile(r"\+?(\d{1,9})(?:\.0*)?", re.ASCII)
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}
_TEXT_KINDS = ("s", "str", "inlineStr")
_MOST_KEPT = 100_000  # values, of which most stand in many cells


@dataclass(slots=True)
class CarefulRows:
    """What the XML reader found in a worksheet."""

    rows: list[GridRow] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    empty_results: set[int] = field(default_factory=set)  # columns with formulas that give an empty text


class _UnreadError(ValueError):
    """What a cell holds can not be read."""


def read_rows(
    xml: Iterable[bytes],
    texts: Sequence[str],
    formats: Sequence[NumberFormat],
    *,
    epoch_1904: bool,
    is_flat: bool,
) -> CarefulRows:
    """The filled rows of a worksheet. `texts` are those that cells share, `formats` those of the cell styles.

    `is_flat` says that rows without a height of their own have none.

    Raises:
        SheetError: if its XML makes no sense, or it holds more than memory should.
    """
    reader = _Reader(texts, formats, epoch_1904=epoch_1904)
    found = CarefulRows(empty_results=reader.empty_results)
    filled = 0
    for raw in raw_rows(xml):
        row = reader.read_row(raw)
        count = len(row.cells) - row.cells.count(None)
        filled += count
        if filled > MOST_CELLS:
            raise SheetError(TOO_MANY_CELLS)
        if count or row.problems:
            found.rows.append(row)
            if row_is_hidden(raw.attributes, is_flat=is_flat):
                found.hidden_rows.add(raw.number)
    return found


class _Formula(NamedTuple):
    """A formula as it is typed, and whether it adds up others; `origin` is the first of the cells that share it."""

    written: str
    origin: str
    oddity: Oddity

    def in_cell(self, address: str) -> str:
        """As it reads in a cell that has it or shares it."""
        return self.written if self.origin in ("", address) else _moved(self.written, self.origin, address)


class _Reader:
    """Makes cell values of what is written."""

    def __init__(self, texts: Sequence[str], formats: Sequence[NumberFormat], *, epoch_1904: bool) -> None:
        self.empty_results: set[int] = set()
        self._texts, self._formats, self._epoch_1904 = texts, formats, epoch_1904
        self._shared_formulas: dict[str, _Formula] = {}
        self._values: dict[tuple[str, str, str | None, str | None], CellValue] = {}  # by what is written
        self._results: dict[tuple[Oddity, type, Scalar], OddCell] = {}

    def read_row(self, raw: RawRow) -> GridRow:
        """The values of one row, each in its place, and the problem of each cell that could not be read."""
        width = max((cell.column for cell in raw.cells if cell.column <= MOST_COLUMNS), default=0)
        cells: list[CellValue] = [None] * width
        problems: list[Problem] = []
        for cell in raw.cells:
            if not cell.is_filled:
                continue
            try:
                value = self._read_cell(raw.number, cell)
            except _UnreadError:
                value = None
                problems.append(unread_cell(raw.number, cell.column, _written(cell)))
            if value is not None and cells[cell.column - 1] is not None:  # the file holds the cell twice
                problems.append(unread_cell(raw.number, cell.column, _written(cell)))
            elif value is not None:
                cells[cell.column - 1] = value
        return GridRow(raw.number, cells, tuple(problems))

    def _read_cell(self, row: int, cell: RawCell) -> CellValue:
        """The value of a cell that holds something; None only where that is an empty text.

        Raises:
            _UnreadError: if not all that it holds is in the value.
        """
        if cell.stray.strip():
            raise _UnreadError
        if cell.formula is None:
            return self._read_value(row, cell)
        formula = self._read_formula(row, cell, cell.formula)
        value = self._read_value(row, cell)
        if isinstance(value, OddCell) and value.oddity is Oddity.ERROR:
            return value
        if value is None:
            if cell.kind in _TEXT_KINDS and (cell.value is not None or cell.text is not None):
                self.empty_results.add(cell.column)
                return None
            return OddCell(Oddity.NOT_CALCULATED, formula.in_cell(_address(row, cell)))
        if (truth := read_truth(formula.written)) is not None:
            return truth if isinstance(value, (bool, int)) else value
        return self._make_result(formula.oddity, value)

    def _make_result(self, oddity: Oddity, value: Scalar | OddCell) -> OddCell:
        """The result of a formula; the same one for the same value."""
        if isinstance(value, OddCell):
            return OddCell(oddity, show(value), value)
        key = oddity, value.__class__, value
        known = self._results.get(key)
        if known is None:
            known = OddCell(oddity, show(value), value)
            if len(self._results) < _MOST_KEPT:
                self._results[key] = known
        return known

    def _read_formula(self, row: int, cell: RawCell, written: str) -> _Formula:
        """The formula of a cell. One that cells share is written in the first."""
        formula = f"={written.strip()}"
        if cell.formula_kind != "shared":
            return _Formula("a formula", "", Oddity.FORMULA) if formula == "=" else _take_formula(formula, "")
        if formula != "=":
            self._shared_formulas[cell.shared_number] = _take_formula(formula, _address(row, cell))
        return self._shared_formulas.get(cell.shared_number, _Formula("a formula", "", Oddity.FORMULA))

    def _read_value(self, row: int, cell: RawCell) -> CellValue:
        key = cell.kind, cell.style, cell.value, cell.text
        value = self._values.get(key)
        if value is None:
            value = self._see(self._read_plain(row, cell), cell)
            if len(self._values) < _MOST_KEPT:
                self._values[key] = value
        return value

    def _see(self, value: CellValue, cell: RawCell) -> CellValue:
        """A value as it is seen in the format of its cell."""
        match value:
            case bool():
                return truth_as_seen(value, self._format_of(cell))
            case str():
                return text_as_seen(value, self._format_of(cell)) or None
            case _:
                return value

    def _read_plain(self, row: int, cell: RawCell) -> CellValue:
        """The value of a cell: as its type says, or the text that stands in it whatever its type says."""
        value, text = cell.value or "", cell.text or ""
        if cell.kind == "e":
            return OddCell(Oddity.ERROR, (value or text).strip() or "#VALUE!")
        if text:
            if value not in ("", text):
                raise _UnreadError
            return decode_escapes(text)
        if cell.kind in ("str", "inlineStr"):
            return decode_escapes(value)
        value = value.strip()
        if not value:
            return None
        match cell.kind:
            case "" | "n":
                return self._read_number(row, value, cell)
            case "s":
                return self._find_text(row, value, cell)
            case "b" if value.casefold() in _TRUTHS:
                return _TRUTHS[value.casefold()]
            case "d":
                return _read_iso_date(value)
            case _:
                raise _UnreadError

    def _find_text(self, row: int, number: str, cell: RawCell) -> str:
        found = _TEXT_NUMBER.fullmatch(number)
        if found is None:
            raise _UnreadError
        if int(found.group(1)) >= len(self._texts):
            raise SheetError(f"Cell {_address(row, cell)} holds a text that is missing in the file. {_NEXT_STEP}")
        return self._texts[int(found.group(1))]

    def _read_number(self, row: int, written: str, cell: RawCell) -> CellValue:
        is_number = _NUMBER.fullmatch(written)
        if not is_number and written.casefold().lstrip("+-") not in ("nan", "inf", "infinity"):
            raise _UnreadError
        value = int(written) if len(written) < _LONGEST_WHOLE and _WHOLE.fullmatch(written) else float(written)
        if not isfinite(value):
            raise SheetError(
                f"Cell {_address(row, cell)} holds a number that is infinite or no number at all. {_NEXT_STEP}"
            )
        return read_number(value, self._format_of(cell), epoch_1904=self._epoch_1904)

    def _format_of(self, cell: RawCell) -> NumberFormat:
        style = cell.style.strip() or "0"
        known = style.isascii() and style.isdigit() and len(style) < 9 and int(style) < len(self._formats)
        return self._formats[int(style)] if known else number_format("General")  # a style that the file does not have


def _take_formula(written: str, origin: str) -> _Formula:
    return _Formula(written, origin, Oddity.AGGREGATE if is_aggregate(written) else Oddity.FORMULA)


def _address(row: int, cell: RawCell) -> str:
    return f"{letters_of(cell.column)}{row}"


def _moved(formula: str, origin: str, address: str) -> str:
    """A shared formula as it reads in another cell; as it was written where it is too odd to be moved."""
    try:
        return str(Translator(formula, origin=origin).translate_formula(address))
    except (TokenizerError, TranslatorError, ValueError, IndexError):
        return formula


def _read_iso_date(written: str) -> CellValue:
    try:
        found = from_ISO8601(written)  # type: ignore[no-untyped-call]
    except ValueError:
        found = None
    return settle_date(found) if found is not None else OddCell(Oddity.UNREADABLE_DATE, written)


def _written(cell: RawCell) -> str:
    """All that is written in a cell, for a person to find it by."""
    return " ".join(filter(None, (" ".join((part or "").split()) for part in (cell.value, cell.text, cell.stray))))
