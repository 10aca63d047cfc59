"""An old .xls file, through xlrd, which keeps the type of each cell: errors stay errors.

xlrd gives the results of formulas and not that they are formulas; those are looked up in the records themselves.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping
from typing import Any

import xlrd
from xlrd.compdoc import SIGNATURE, CompDoc

from batch_update.errors import SheetError
from batch_update.model import CellValue, OddCell, Oddity, show
from batch_update.sheets.dates import read_number
from batch_update.sheets.formats import NumberFormat, number_format, text_as_seen, truth_as_seen
from batch_update.sheets.grid import Area, Grid, GridRow, Worksheet
from batch_update.sheets.sniff import DAMAGED, LOCKED
from batch_update.sheets.zeros import hide_zeros

_FORMULA, _BOF, _EOF = 0x0006, 0x0809, 0x000A  # records of [MS-XLS]
_STREAM = 2  # kind of an entry in the table of contents of [MS-CFB]
_EMPTY_TEXT = b"\x03"
_TRUTHS = (b"\x1d\x00", b"\x1d\x01", b"\x42\x00\x22\x00", b"\x42\x00\x23\x00")  # a typed TRUE or FALSE, `TRUE()`
_FIRST_WITH_RECORDS = 50  # Excel 5.0; older versions write formulas in another way, and nobody has them


class OldWorkbook:
    """A workbook of Excel 5.0 to 2003."""

    def __init__(self, content: bytes) -> None:
        """Raises SheetError if it is protected or damaged."""
        try:
            _refuse_endless_chains(content)
            self._book = _open(content)
            self.worksheets = tuple(
                Worksheet(name, self._book.sheet_by_index(place).visibility == 0, str(place))
                for place, name in enumerate(self._book.sheet_names())
            )
        except Exception as error:
            raise SheetError(LOCKED if "encrypted" in str(error) else DAMAGED) from error
        self.notes = ()
        if not self.worksheets:
            raise SheetError("The workbook holds no worksheet with cells. Choose another file.")

    def read(self, worksheet: Worksheet) -> Grid:
        """All filled rows of a worksheet. Raises SheetError if its records make no sense."""
        try:
            sheet = self._book.sheet_by_index(int(worksheet.part))
            formulas = dict(_formulas(self._book, int(worksheet.part)))
            return _read_sheet(self._book, sheet, formulas)
        except Exception as error:
            raise SheetError(DAMAGED) from error


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


def _open(content: bytes) -> Any:  # xlrd has no types
    for with_formats in (True, False):  # what it can not find out about formats is no reason to refuse the values
        try:
            return xlrd.open_workbook(
                file_contents=content,
                formatting_info=with_formats,
                ragged_rows=True,
                on_demand=True,  # keeps the records, which tell formulas
                logfile=io.StringIO(),
            )
        except Exception as error:
            if not with_formats or "encrypted" in str(error):
                raise
    raise SheetError(DAMAGED)


def _read_sheet(book: Any, sheet: Any, formulas: Mapping[tuple[int, int], bytes]) -> Grid:
    rows, empty_results = [], set()
    for number in range(sheet.nrows):
        cells: list[CellValue] = []
        for place, cell in enumerate(sheet.row(number)):
            value = _read_cell(book, cell)
            result = formulas.get((number, place))
            if result is not None and not (isinstance(value, OddCell) and value.oddity is Oddity.ERROR):
                if result == _EMPTY_TEXT or value == "":
                    empty_results.add(place + 1)
                    value = None
                else:
                    value = OddCell(Oddity.FORMULA, show(value), value)
            cells.append(value)
        if cells.count(None) < len(cells):
            rows.append(GridRow(number + 1, cells))
    return Grid(
        rows=rows if sheet.show_zero_values else hide_zeros(rows),
        hidden_rows=frozenset(
            number + 1 for number, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0
        ),
        hidden_columns=frozenset(
            number + 1 for number, info in sheet.colinfo_map.items() if info.hidden or info.width == 0
        ),
        merged=tuple(Area(top + 1, bottom, left + 1, right) for top, bottom, left, right in sheet.merged_cells),
        empty_results=frozenset(empty_results),
    )


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
    style = book.xf_list[cell.xf_index]
    return number_format(book.format_map[style.format_key].format_str)


def _formulas(book: Any, place: int) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Every formula of a worksheet: its row and column from 0 on, and the kind of its result as one byte."""
    if book.biff_version < _FIRST_WITH_RECORDS:
        return
    records, position, depth = book.mem, book._sh_abs_posn[place], 0  # noqa: SLF001 - xlrd keeps them to itself
    while position + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, position)
        position += 4
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
        elif kind == _FORMULA and depth == 1 and length >= 14 and position + 14 <= len(records):
            row, column = struct.unpack_from("<HH", records, position)
            if bytes(records[position + 22 : position + length]) in _TRUTHS:
                position += length
                continue
            is_number = records[position + 12 : position + 14] != b"\xff\xff"
            yield (row, column), b"" if is_number else bytes(records[position + 6 : position + 7])
        position += length
        if depth <= 0:
            return
