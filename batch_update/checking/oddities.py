"""What a reader of files found odd about a cell, and what that means for a row: refused, or seen through.

Pure.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import NoReturn

from batch_update.checking.shown import FORMAT_ODDITIES, read_shown
from batch_update.kinds.cleaning import AS_TEXT, Refused
from batch_update.kinds.codes import refuse_date
from batch_update.model import OddCell, Oddity, Scalar
from batch_update.resource import Doubt, Field

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
    Oddity.UNREADABLE_DATE: (
        "date-in-cell",
        "The cell is a number in a date format, and no such date exists.",
        AS_TEXT,
    ),
}

FROM_FORMULA = Doubt(
    "formula",
    "The cell holds a formula; the result that was saved last is sent.",
    "Paste the column as values to be sure.",
)


def refuse_error() -> NoReturn:
    """Refuse an error that arrives as text as the error cell that it was."""
    raise Refused(*ODDITIES[Oddity.ERROR])


def see_through(cell: OddCell, known: Field, *, id_of: str | None) -> tuple[Scalar, tuple[Doubt, ...]]:
    """The plain value behind an odd cell that may be sent, with what is doubtful about it.

    `id_of`, in the column of the ids, is what one of those things is called that rows update: "campaign".

    Raises:
        Refused: for a cell whose value is not what it shows, or is not known, or can be no id.
    """
    if cell.oddity is Oddity.AGGREGATE and id_of:
        message = f"The cell adds up or counts other cells, so its result is no {id_of}'s id."
        raise Refused("id-from-aggregate", message, "Delete the row if it is a line of totals, or type the id.")
    if cell.oddity in FORMULAS:
        if cell.value is None:
            raise Refused(*ODDITIES[Oddity.NOT_CALCULATED])
        if not isinstance(cell.value, OddCell):
            return cell.value, (FROM_FORMULA,)
        value, doubts = see_through(cell.value, known, id_of=id_of)
        return value, (FROM_FORMULA, *doubts)
    if cell.oddity in FORMAT_ODDITIES:
        return read_shown(cell, known)
    if cell.oddity is Oddity.UNREADABLE_DATE and isinstance(cell.value, (date, time, timedelta)):
        refuse_date(cell.value)
    raise Refused(*ODDITIES[cell.oddity])
