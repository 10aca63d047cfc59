"""Text into the cells of a workbook, safely: what xlsxwriter would drop, cut, take for its own or leave behind."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from functools import partial
from io import BufferedWriter
from types import FunctionType
from zipfile import ZipFile

import xlsxwriter.workbook
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.errors import ResultsError
from batch_update.texts.fitting import CELL_LIMIT, fit_cell

LAST_ROW = 1_048_575
"""The last row of a worksheet, counted from 0."""

SURELY_SHORT = CELL_LIMIT // 2
"""So many characters fit into a cell, whatever they are."""

clean = fit_cell
"""Text as a workbook can hold it."""


class _Workbook(Workbook):  # type: ignore[misc]  # xlsxwriter ships no types
    """A workbook packed in less than half the time, and a quarter larger: 31 MB instead of 24 for 100,000 rows.

    xlsxwriter has no option for it, so its method is given another ZipFile than its module has.
    """

    _store_workbook = FunctionType(
        Workbook._store_workbook.__code__,  # noqa: SLF001 - see above
        {**vars(xlsxwriter.workbook), "ZipFile": partial(ZipFile, compresslevel=1)},
    )


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


def check_written(code: int, row: int, column: int) -> None:
    """Refuse to go on where xlsxwriter dropped a cell, which it says by its return value alone. Raises ResultsError."""
    if code != 0:
        raise ResultsError(
            f"The results do not fit into a worksheet: row {row + 1}, column {column + 1} could not be written"
            " (Excel holds 1,048,576 rows and 16,384 columns). Split the sheet."
        )
