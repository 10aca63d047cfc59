"""Double quotes that stand where they hold nothing together, or hold together what are several rows.

Python's `csv` reads these as a spreadsheet does: without a word, and with rows and cells that nobody meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from batch_update.model import Problem
from batch_update.sheets.reading.grid import GridRow, letters_of

HOW_TO_QUOTE = 'Put the whole cell in double quotes, and write each " inside it twice; or use .xlsx.'
_CODE = "broken-quotes"
_ID_LIKE = re.compile(r"[A-Za-z_-]{0,8}\d[A-Za-z0-9_-]{0,63}")
_GROUP = re.compile(r"\d{3}(?!\d)")  # what follows the comma of a number such as 10,000
_BLANKS = " \t\u00a0"
_BLANK_AND_QUOTE = re.compile(r'\s+"')


@dataclass(frozen=True, slots=True)
class SwallowedRows:
    """What a line within a cell looks like that was a row of its own: its separator, width, and place of the id."""

    delimiter: str
    width: int
    id_place: int

    def holds(self, cell: str, cells_behind: int) -> bool:
        """Whether a cell of several lines has such a line. `10,000 minutes` and `12, more or less` are none.

        The row that its last line began goes on in the `cells_behind` it.
        """
        if "\n" not in cell and "\r" not in cell:
            return False
        *inner, last = cell.splitlines()[1:] or [""]
        return self._is_row(last, self.width - cells_behind) or any(self._is_row(line, self.width) for line in inner)

    def _is_row(self, line: str, width: int) -> bool:
        cells = line.split(self.delimiter)
        if not (1 < len(cells) == width > self.id_place and _ID_LIKE.fullmatch(cells[self.id_place])):
            return False
        behind = cells[self.id_place + 1 :]
        return not any(cell[:1].isspace() for cell in cells[1:]) and not (behind and _GROUP.match(behind[0]))


def complain_of_broken(row: int) -> Problem:
    """The problem of a row with a quote where none may be."""
    message = 'A double quote (") stands in the middle of a cell, so the cells of this row can not be told apart.'
    return _complain(row, message, HOW_TO_QUOTE)


def has_blank_before_quote(text: str, delimiter: str) -> bool:
    """Whether any row of a text has one: to look at every cell takes long."""
    if not any(f'{blank}"' in text for blank in _BLANKS if blank != delimiter):
        return False
    return re.search(rf'(^|{re.escape(delimiter)})[{_BLANKS}]+"', text, re.MULTILINE) is not None


def find_blank_before_quote(row: GridRow) -> Problem | None:
    """A cell such as `, "a, b"`, which is split at its comma: only at its very beginning does a quote hold a cell."""
    for place, cell in enumerate(row.cells, 1):
        if isinstance(cell, str) and _BLANK_AND_QUOTE.match(cell):
            return _complain(
                row.number,
                'A blank stands before a double quote ("), so that the quote is a part of the cell and does not hold it'
                " together.",
                "Take out the blank before the quote.",
                place,
                cell,
            )
    return None


def find_swallowed(row: GridRow, swallowed: SwallowedRows) -> Problem | None:
    """A cell that holds what were rows of the sheet: its quote was closed only lines later."""
    for place, cell in enumerate(row.cells, 1):
        if isinstance(cell, str) and swallowed.holds(cell, len(row.cells) - place):
            return _complain(
                row.number,
                'The cell holds what look like further rows: a double quote (") that is not closed has swallowed them.',
                "Take out the quote, or close it where the cell ends. If the cell is right, use .xlsx.",
                place,
                cell,
            )
    return None


def _complain(row: int, message: str, suggestion: str, place: int = 0, value: str = "") -> Problem:
    cell = f"{letters_of(place)}{row}" if place else ""
    return Problem(row=row, cell=cell, value=value, code=_CODE, message=message, suggestion=suggestion)
