"""What a reader of files found odd about a cell, and what that means for a campaign: refused, or seen through.

Pure.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import NoReturn

from batch_update.campaign.cleaning import AS_TEXT, Refused
from batch_update.campaign.codes import refuse_date
from batch_update.model import OddCell, Oddity, Scalar

FORMULAS = frozenset({Oddity.FORMULA, Oddity.AGGREGATE})
"""Whose result is sent, with a warning."""

ODDITIES = {  # oddity -> code, message, suggestion; what is missing here is read all the same
    Oddity.ERROR: (
        "error-cell",
        "The cell shows a spreadsheet error instead of a value.",
        "Correct the formula, or type the value.",
    ),
    Oddity.NOT_CALCULATED: (
        "formula-not-calculated",
        "The cell holds a formula whose result was never saved, so its value is not known.",
        "Open the sheet in Excel and save it, or paste the cell as a value.",
    ),
    Oddity.MERGED: (
        "merged-cells",
        "The cell is part of merged cells, so it is not clear which rows the value is for.",
        "Unmerge the cells and fill in each one.",
    ),
    Oddity.PADDED: (
        "padded-number",
        "The cell's format shows zeros that its value does not have.",
        "Format the column as Text and type the value as it should be sent, zeros included.",
    ),
    Oddity.PERCENT: (
        "percentage",
        "The cell is formatted as a percentage, so its value is not what it shows.",
        "Format the column as Text and type a plain number.",
    ),
    Oddity.GROUPED: (
        "formatted-number",
        "The cell's format shows separators or a currency sign that its value does not have.",
        "Format the column as Text and type plain digits.",
    ),
    Oddity.UNREADABLE_DATE: (
        "date-in-cell",
        "The cell is a number in a date format, and no such date exists.",
        AS_TEXT,
    ),
}

ID_FROM_AGGREGATE = (
    "id-from-aggregate",
    "The cell adds up or counts other cells, so its result is no campaign's id.",
    "Delete the row if it is a line of totals, or type the id.",
)


def refuse_error() -> NoReturn:
    """Refuse an error that arrives as text as the error cell that it was."""
    raise Refused(*ODDITIES[Oddity.ERROR])


def see_through(cell: OddCell, *, is_id: bool) -> Scalar:
    """The plain value behind an odd cell that may be sent.

    Raises:
        Refused: for a cell whose value is not what it shows, or is not known, or can be no id.
    """
    if cell.oddity is Oddity.AGGREGATE and is_id:
        raise Refused(*ID_FROM_AGGREGATE)
    if cell.oddity in FORMULAS:
        if cell.value is None:
            raise Refused(*ODDITIES[Oddity.NOT_CALCULATED])
        return see_through(cell.value, is_id=is_id) if isinstance(cell.value, OddCell) else cell.value
    if cell.oddity is Oddity.UNREADABLE_DATE and isinstance(cell.value, (date, time, timedelta)):
        refuse_date(cell.value)
    code, message, suggestion = ODDITIES[cell.oddity]
    if cell.oddity is Oddity.PADDED:
        suggestion = f"If {cell.shown} is meant: format the column as Text and type it so."
    raise Refused(code, message, suggestion)
