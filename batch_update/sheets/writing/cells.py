"""Text into the cells of a workbook, safely: what xlsxwriter would drop, cut, take for its own or leave behind."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from io import BufferedWriter

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import CellStringTuple, Worksheet

from batch_update.errors import ResultsError
from batch_update.texts.fitting import CELL_LIMIT, fit_cell

LAST_ROW = 1_048_575
"""The last row of a worksheet, counted from 0."""

SURELY_SHORT = CELL_LIMIT // 2
"""So many characters fit into a cell, whatever they are."""

clean = fit_cell
"""Text as a workbook can hold it."""


class _Worksheet(Worksheet):  # type: ignore[misc]  # xlsxwriter ships no types
    """A worksheet that writes plain texts, nearly all of our cells, in one step instead of in six.

    That halves the time of large results. The method and the form of the cell are xlsxwriter's own, from which it must
    not differ: whatever could need escaping, or is no text, goes its usual way.
    """

    def _write_cell(self, row: int, col: int, cell: object) -> None:
        if not (self.constant_memory and isinstance(cell, CellStringTuple)) or _NEEDS_CARE.search(cell.string):
            super()._write_cell(row, col, cell)
            return
        style = cell.format
        if not style and row in self.row_info:
            style = self.row_info[row].row_format
        if not style and col in self.col_info:
            style = self.col_info[col].column_format
        mark = f' s="{style._get_xf_index()}"' if style else ""  # noqa: SLF001 - as its own method does
        address = xl_rowcol_to_cell_fast(row, col)
        self.fh.write(f'<c r="{address}"{mark} t="inlineStr"><is><t>{cell.string}</t></is></c>')


_NEEDS_CARE = re.compile(r"[&<>\x00-\x1f\ufffe\uffff]|_x|^\s|\s$")


class _Workbook(Workbook):  # type: ignore[misc]  # likewise
    worksheet_class = _Worksheet


@contextlib.contextmanager
def new_workbook(file: BufferedWriter, *, rows_in_order: bool) -> Iterator[Workbook]:
    """A workbook that is written to `file` when the block ends.

    With `rows_in_order` it takes little memory, and what is written to an earlier row is refused. Its part files, which
    then hold readable text of the sheet, are in a folder of their own that only this user can open and that goes
    whatever happens. Raises OSError.
    """
    with tempfile.TemporaryDirectory(prefix="batch_update-", ignore_cleanup_errors=True) as parts:
        workbook = _Workbook(
            file,
            {
                "constant_memory": rows_in_order,
                "tmpdir": parts,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "use_zip64": True,
            },
        )
        try:
            yield workbook
            workbook.close()
        except FileCreateError as error:
            raise error.args[0] from error
        finally:
            for worksheet in workbook.worksheets():
                if worksheet.row_data_fh is not None:
                    with contextlib.suppress(OSError):  # a full disk was said already
                        worksheet.row_data_fh.close()


def write_text(worksheet: Worksheet, row: int, column: int, text: str, style: Format | None = None) -> None:
    """Write foreign text as text and nothing else. A blank stays a blank cell, with its format. Raises ResultsError."""
    text = clean(text)
    if text == "":
        code = worksheet.write_blank(row, column, None, style)
    elif text.startswith("<r>") and text.endswith("</r>"):
        # xlsxwriter takes this for XML of its own making and would copy it into the file unescaped.
        code = worksheet.write_rich_string(row, column, "<", "r", text[2:], *([style] if style else []))
    else:
        code = worksheet.write_string(row, column, text, style)
    check_written(code, row, column)


def direct_writer(worksheet: Worksheet) -> Callable[..., int]:
    """The worksheet's `write_string`, less its look for addresses such as "A1", for half a million cells."""
    return partial(Worksheet.write_string.__wrapped__, worksheet)


def text_writer(worksheet: Worksheet) -> Callable[[int, int, str, Format], None]:
    """`write_text` for many cells: a text that it would leave as it is takes the short way."""
    write_string = direct_writer(worksheet)

    def write(row: int, column: int, text: str, style: Format) -> None:
        if text.isprintable() and text[:1] not in {"", "<"} and len(text) < SURELY_SHORT:
            check_written(write_string(row, column, text, style), row, column)
        else:
            write_text(worksheet, row, column, text, style)

    return write


def check_written(code: int, row: int, column: int) -> None:
    """Refuse to go on where xlsxwriter dropped a cell, which it says by its return value alone. Raises ResultsError."""
    if code != 0:
        raise ResultsError(
            f"The results do not fit into a worksheet: row {row + 1}, column {column + 1} could not be written"
            " (Excel holds 1,048,576 rows and 16,384 columns). Split the sheet."
        )
