"""How the cells of a row stand on `To fix`: what is read there again must be what was read before, or be refused."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

from batch_update.model import CellValue, OddCell, Oddity, Row, held, show
from batch_update.resource import Field
from batch_update.sheets.names import CUT_MARK
from batch_update.sheets.writing.cells import SURELY_SHORT, clean

NO_VALUE = "#N/A"
"""Stands on `To fix` for a value that can not stand there itself: no column takes it, so it is not sent."""

_EXACT = 1e15  # from here on a number of Excel has lost digits
Shown: TypeAlias = "str | float | bool"
"""What a cell of `To fix` holds."""


def show_row_again(
    row: Row, fields: Sequence[Field | None], id_field: Field
) -> tuple[list[Shown], dict[int, list[str]]]:
    """The cells of a row as they stand on `To fix`, and what must be said of some of them there, by place."""
    values: list[Shown] = []
    notes = {}
    for place, (cell, field) in enumerate(zip(row.cells, fields, strict=True)):
        if cell is None or (type(cell) is str and len(cell) < SURELY_SHORT):  # nearly every cell
            values.append(cell or "")
            continue
        if type(cell) is int and abs(cell) < _EXACT:
            values.append(str(cell))
            continue
        value, note = show_again(cell, field, id_field)
        values.append(value)
        if note:
            notes[place] = [note]
    for problem in row.problems:  # found while reading: the cell could not be read, and blank it would be left alone
        for place, (column, field) in enumerate(zip(row.columns, fields, strict=True)):
            if field is not None and row.cells[place] is None and problem.cell == row.address(column):
                values[place], notes[place] = NO_VALUE, [f"The cell held: {problem.value}"]
    return values, notes


def show_again(cell: CellValue, field: Field | None, id_field: Field) -> tuple[Shown, str]:
    """A cell as it must stand on `To fix` so that, if nobody mends it, the check says of it again what it said before.

    That is the text that was seen, but for three: a number that lost digits and a TRUE stay what they are, since as
    text they could pass for an id; and where the text is not the value (a formula that was never calculated, a merged
    range, digits in groups, a sum for an id, a text too long for a cell, 1.5 shown as 2) and the column would take it,
    or where nothing was seen of the value, `NO_VALUE` stands there, with a note that says so. In columns of the user's
    own, values stay what they are.
    """
    if isinstance(cell, OddCell):
        return _show_odd_again(cell, field, id_field)
    match cell:
        case bool():
            return cell, ""
        case int() | float() if math.isfinite(cell) and (abs(cell) >= _EXACT or not float(cell).is_integer()):
            return float(cell), ""
    return _show_text_again(show(cell), field)


def _show_odd_again(cell: OddCell, field: Field | None, id_field: Field) -> tuple[Shown, str]:
    match cell.oddity:
        case Oddity.AGGREGATE if field is id_field:  # a sum would pass for an id
            return NO_VALUE, f"The cell held: {show(cell)}"
        case Oddity.FORMULA | Oddity.AGGREGATE if cell.value is not None:
            return show_again(cell.value, field, id_field)
        case Oddity.UNCLEAR:
            return show_again(held(cell), field, id_field)
        case Oddity.HIDDEN | Oddity.SHOWN_OTHERWISE if field is None:
            return show_again(held(cell), field, id_field)
        case Oddity.HIDDEN:
            return NO_VALUE, f"The cell looked blank and held: {show(held(cell))}"
        case Oddity.SHOWN_OTHERWISE if field is not None and _misleads(field, cell):
            return NO_VALUE, f"The cell showed: {show(cell)}\nIt held: {show(held(cell))}"
        case Oddity.NOT_CALCULATED | Oddity.MERGED | Oddity.GROUPED if field is not None and _would_take(field, cell):
            return NO_VALUE, f"The cell held: {show(cell)}"  # 4817 shown as `4,817` would pass for a list
        case _:
            return _show_text_again(show(cell), field)


def _show_text_again(text: str, field: Field | None) -> tuple[Shown, str]:
    if field is not None and clean(text).endswith(CUT_MARK):
        said = f"The text is longer than a cell can hold ({len(text):,} characters): correct it in the first file."
        return NO_VALUE, said
    return text, ""


def _would_take(field: Field, cell: OddCell) -> bool:
    try:
        field.kind.read(cell.shown, field)
    except ValueError:
        return False
    return True


def _misleads(field: Field, cell: OddCell) -> bool:
    """Whether a column would take what the cell shows for another value than the cell holds."""
    value = held(cell)
    if value is None or not _would_take(field, cell):
        return False
    try:
        return field.kind.read(cell.shown, field) != field.kind.read(value, field)
    except ValueError:
        return True
