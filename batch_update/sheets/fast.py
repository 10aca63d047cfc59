"""The fast reader: calamine through pandas. Only for worksheets in which the scan found nothing that it would lose.

pandas is told not to infer anything: no header, no types, no missing values. What it does beyond calamine - whole
numbers as int, dates with a midnight - is what the careful reader gives as well.
"""

from __future__ import annotations

import io
from datetime import date, time, timedelta
from math import isfinite

import pandas as pd

from batch_update.model import CellValue
from batch_update.sheets.dates import settle_date
from batch_update.sheets.formats import settle_number
from batch_update.sheets.grid import GridRow

_AS_THEY_ARE = frozenset((str, bool, int))


def read_rows(content: bytes) -> list[GridRow] | None:
    """The filled rows of a package's only sheet; None if the careful reader must say what is wrong with it."""
    try:
        frame = pd.read_excel(
            io.BytesIO(content),
            engine="calamine",
            header=None,
            dtype=object,
            na_filter=False,
            keep_default_na=False,
        )
        table = frame.to_numpy(dtype=object).tolist()
        del frame  # as large as the table
        rows = []
        for number, row in enumerate(table, 1):
            cells = [None if value == "" else value if type(value) in _AS_THEY_ARE else _settle(value) for value in row]
            if cells.count(None) < len(cells):
                rows.append(GridRow(number, cells))
    except Exception:  # noqa: BLE001 - whatever the library stumbles over, the careful reader finds the words for it
        return None
    except BaseException as panic:
        if type(panic).__name__ == "PanicException":  # a crash inside calamine, which is no Exception
            return None
        raise
    return rows


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
