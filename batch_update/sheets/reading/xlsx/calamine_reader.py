"""pandas with its calamine engine: the fast reader, for worksheets in which the scan found nothing it would lose.

Rows are taken from the book that pandas has opened. Its `read_excel` would look at every cell again and then at every
column for a type, which costs as much as the reading itself and is what must not happen: a cell is read for itself.
"""

from __future__ import annotations

import io
from datetime import date, time, timedelta
from math import isfinite
from typing import Any

import pandas as pd

from batch_update.model import CellValue
from batch_update.sheets.reading.formats.dates import settle_date
from batch_update.sheets.reading.formats.number_format import settle_number
from batch_update.sheets.reading.grid import GridRow

_AS_THEY_ARE = frozenset((str, bool, int))


def read_rows(content: bytes, *, filled: int) -> list[GridRow] | None:
    """The filled rows of a package's only sheet; None if the XML reader must say what is wrong with it.

    So it must where not as many cells are found as hold something in the file, which is `filled`.
    """
    rows, found = [], 0
    try:
        with pd.ExcelFile(io.BytesIO(content), engine="calamine") as opened:
            book: Any = opened.book  # calamine's, of which pandas tells no type
            worksheet = book.get_sheet_by_index(0)
            margin = [None] * (worksheet.start or (0, 0))[1]  # the rows come without the blank columns on the left
            texts: dict[str, str] = {}
            share = texts.setdefault  # half of the texts stand in many cells: 5 % of the memory of 100,000 rows
            for number, row in enumerate(worksheet.iter_rows(), 1):
                cells: list[CellValue] = [
                    None if value == "" else share(value, value) if type(value) is str
                    else value if type(value) in _AS_THEY_ARE else _settle(value)
                    for value in row
                ]  # fmt: skip
                if count := len(cells) - cells.count(None):
                    rows.append(GridRow(number, margin + cells))
                    found += count
    except Exception:  # noqa: BLE001 - whatever the library stumbles over, the XML reader finds the words for it
        return None
    except BaseException as panic:
        if type(panic).__name__ == "PanicException":  # a crash inside calamine, which is no Exception
            return None
        raise
    return rows if found == filled else None


def _settle(value: object) -> CellValue:
    """One value of calamine's as every reader gives it."""
    match value:
        case "" | None:
            return None
        case bool() | str():
            return value
        case int() | float():
            if not isfinite(value):
                raise ValueError
            return settle_number(value)
        case date() | time() | timedelta():
            return settle_date(value)
        case _:
            raise TypeError
