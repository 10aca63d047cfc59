"""An old .xls file, through xlrd, which keeps the type of each cell: errors stay errors.

xlrd gives the results of formulas and not that they are formulas; those are looked up in the records themselves, and
so is that no cell is missing.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlrd
from xlrd.compdoc import SIGNATURE, CompDoc

from batch_update.errors import SheetError
from batch_update.model import CellValue, OddCell, Oddity, show
from batch_update.sheets.reading.file_kind import DAMAGED, LOCKED
from batch_update.sheets.reading.formats.dates import read_number
from batch_update.sheets.reading.formats.number_format import (
    BUILT_IN,
    NumberFormat,
    number_format,
    text_as_seen,
    truth_as_seen,
)
from batch_update.sheets.reading.formats.zeros import hide_zeros
from batch_update.sheets.reading.formulas import is_aggregate, never_gives_text
from batch_update.sheets.reading.grid import Area, Grid, GridRow, Worksheet, unread_cell
from batch_update.sheets.reading.xls.records import (
    OldFormula,
    OldRecords,
    Place,
    formula_text,
    read_records,
    was_calculated,
)

_NOTHING = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
_STREAM = 2  # kind of an entry in the table of contents of [MS-CFB]
_WHY = {  # words in what xlrd complains of -> why the file can not be read, for a person
    "workbook in ole2": "no workbook was found in it",
    "expected bof": "it does not begin as a workbook does",
    "expected shrfmla": "the result of a formula is missing in it",
    "expected string": "the result of a formula is missing in it",
    "biff": "it was written by a version of Excel that is not known",
    "corruption": "its parts overlap or are missing",
    "compound document": "its parts overlap or are missing",
    "codec": "the code page of its letters is not known",
    "encoding": "the code page of its letters is not known",
    "formula": "a name or formula in it is not understood",
}
_NO_FORMATS = (
    "The formats of the file could not be read: what it hides or merges, and how its numbers are shown, is not known."
    " Open it in Excel, save it as .xlsx and use that to be sure."
)


class OldWorkbook:
    """A workbook of Excel 5.0 to 2003."""

    def __init__(self, content: bytes) -> None:
        """Raises SheetError if it is protected or damaged."""
        try:
            _refuse_endless_chains(content)
            self._book, self.notes = _open(content)
            self.worksheets = tuple(
                Worksheet(name, self._book.sheet_by_index(place).visibility == 0, str(place))
                for place, name in enumerate(self._book.sheet_names())
            )
        except Exception as error:
            raise SheetError(LOCKED if "encrypted" in str(error) else _unreadable(error)) from error
        if not self.worksheets:
            raise SheetError("The workbook holds no worksheet with cells. Choose another file.")

    def read(self, worksheet: Worksheet) -> Grid:
        """All filled rows of a worksheet. Raises SheetError if its records make no sense."""
        try:
            sheet = self._book.sheet_by_index(int(worksheet.part))
            return _read_sheet(self._book, sheet, read_records(self._book, int(worksheet.part)))
        except Exception as error:
            raise SheetError(_unreadable(error)) from error


def open_old_excel(content: bytes) -> OldWorkbook:
    """The workbook in an old Excel file. Raises SheetError if it can not be read."""
    return OldWorkbook(content)


def _refuse_endless_chains(content: bytes) -> None:
    """Refuse a damaged file whose table of short sectors leads in a circle: xlrd would follow it until memory ends."""
    if not content.startswith(SIGNATURE):
        return
    document = CompDoc(content, logfile=io.StringIO())
    for entry in document.dirlist:
        sector, seen = entry.first_SID, set()
        while entry.etype == _STREAM and 0 <= sector < len(document.SSAT):
            if entry.tot_size >= document.min_size_std_stream:
                break
            if sector in seen:
                raise SheetError(DAMAGED)
            seen.add(sector)
            sector = document.SSAT[sector]


def _unreadable(error: Exception) -> str:
    """The sentence for a file that xlrd does not read: other programs may, so it is not called damaged."""
    complaint = f"{type(error).__name__} {error}".casefold()
    why = next((why for words, why in _WHY.items() if words in complaint), "a part of it is not built as it should be")
    return (
        f"The file can not be read by this program; it may be damaged ({why})."
        " Open it in Excel, save it as .xlsx and retry."
    )


def _open(content: bytes) -> tuple[Any, tuple[str, ...]]:  # xlrd has no types
    """The book, and what is to be said of it."""
    for with_formats in (True, False):  # what it can not find out about formats is no reason to refuse the values
        try:
            book = xlrd.open_workbook(
                file_contents=content,
                formatting_info=with_formats,
                ragged_rows=True,
                on_demand=True,  # keeps the records, which tell formulas
                logfile=io.StringIO(),
            )
        except Exception as error:
            if not with_formats or "encrypted" in str(error):
                raise
        else:
            return book, () if with_formats else (_NO_FORMATS,)
    raise SheetError(DAMAGED)


def _read_sheet(book: Any, sheet: Any, records: OldRecords | None) -> Grid:
    reader = _SheetReader(book, records)
    rows = [
        reader.read_row(number, sheet.row(number) if number < sheet.nrows else ())
        for number in range(_count_rows(sheet, records))
    ]
    rows = [row for row in rows if row.problems or row.cells.count(None) < len(row.cells)]
    return Grid(
        rows=rows if sheet.show_zero_values else hide_zeros(rows),
        hidden_rows=frozenset(
            number + 1 for number, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0
        ),
        hidden_columns=frozenset(
            number + 1 for number, info in sheet.colinfo_map.items() if info.hidden or info.width == 0
        ),
        merged=tuple(Area(top + 1, bottom, left + 1, right) for top, bottom, left, right in sheet.merged_cells),
        empty_results=frozenset(reader.empty_results),
        may_be_uncalculated=True,
    )


def _count_rows(sheet: Any, records: OldRecords | None) -> int:
    """How many rows there are, by xlrd or by the records."""
    return max(sheet.nrows, max(records.filled, default=-1) + 1) if records else int(sheet.nrows)


class _SheetReader:
    """Makes rows of xlrd's cells, and looks after each cell of which the records say that it holds something."""

    def __init__(self, book: Any, records: OldRecords | None) -> None:
        self.empty_results: set[int] = set()
        self._book, self._records = book, records or OldRecords()
        self._was_calculated: bool | None = None  # the whole workbook; looked up once, and only where it matters

    def read_row(self, number: int, row: Sequence[Any]) -> GridRow:
        """One row; its number is the one from 0 on."""
        cells: list[CellValue] = [_read_cell(self._book, cell) for cell in row]
        for place, cell in enumerate(cells):
            if (number, place) in self._records.formulas and not _is_error(cell):
                cells[place] = self._read_result((number, place), cell)
        lost = [
            unread_cell(number + 1, column + 1, "")
            for column in sorted(self._records.filled.get(number, ()))
            if column >= len(row) or row[column].ctype in _NOTHING
        ]
        return GridRow(number + 1, cells, tuple(lost))

    def _read_result(self, place: Place, value: CellValue) -> CellValue:
        """What a formula gives. An empty result may be one that was never calculated."""
        formula, text = self._records.formulas[place], formula_text(self._book, self._records, place)
        if formula.is_empty or value is None:
            if self._can_be_empty(formula, text):
                self.empty_results.add(place[1] + 1)
                return None
            return OddCell(Oddity.NOT_CALCULATED, text)
        return OddCell(Oddity.AGGREGATE if is_aggregate(text) else Oddity.FORMULA, show(value), value)

    def _can_be_empty(self, formula: OldFormula, text: str) -> bool:
        """Whether a formula may well give an empty text, so that it need not be one that was never calculated."""
        if formula.is_typed_empty:
            return True
        if self._was_calculated is None:
            self._was_calculated = was_calculated(self._book)
        return self._was_calculated and not never_gives_text(text)


def _is_error(cell: CellValue) -> bool:
    return isinstance(cell, OddCell) and cell.oddity is Oddity.ERROR


def _read_cell(book: Any, cell: Any) -> CellValue:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return text_as_seen(cell.value, _format_of(book, cell)) or None
        case xlrd.XL_CELL_BOOLEAN:
            return truth_as_seen(bool(cell.value), _format_of(book, cell))
        case xlrd.XL_CELL_ERROR:
            return OddCell(Oddity.ERROR, xlrd.error_text_from_code.get(cell.value, "#VALUE!"))
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            return read_number(cell.value, _format_of(book, cell), epoch_1904=bool(book.datemode))
        case _:
            return None


def _format_of(book: Any, cell: Any) -> NumberFormat:
    if cell.xf_index is None:
        return number_format("yyyy-mm-dd" if cell.ctype == xlrd.XL_CELL_DATE else "General")
    number = book.xf_list[cell.xf_index].format_key
    known = book.format_map.get(number)  # of formats that files name by number only, xlrd tells no codes of some
    return number_format((known and known.format_str) or BUILT_IN.get(number, "General"))
