"""What a reader of any format hands on: the filled rows of one worksheet, and what it saw beside the cells.

Knows nothing of files. Rows and columns are numbered from 1, as a spreadsheet numbers them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from batch_update.model import CellValue, Problem

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})", re.ASCII)
MOST_COLUMNS = 702  # A to ZZ: nobody types a campaign further right; one value in XFD would make readers ask for it all
MOST_CELLS = 5_500_000  # filled ones, 100,000 rows with every cell filled; values, rows and results take 0.8 GB
UNREAD = "unread-cell"
_MOST_LISTED = 10
_MOST_SHOWN = 100  # characters of a value that could not be read
TOO_MANY_CELLS = f"The sheet holds more than {MOST_CELLS:,} filled cells. Split it in several files, and run each."
UNUSUAL = "The sheet is written in an unusual way. Open it in Excel, save it as .xlsx and retry."


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, its last row and column included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @property
    def address(self) -> str:
        """As a spreadsheet writes it: `B2:B3`."""
        return f"{letters_of(self.first_column)}{self.first_row}:{letters_of(self.last_column)}{self.last_row}"


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row that holds something. `cells` begin in column A and may end before the widest row does."""

    number: int
    cells: Sequence[CellValue]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The filled rows of one worksheet in their order, with what the worksheet hides and merges."""

    rows: Sequence[GridRow]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    empty_results: frozenset[int] = field(default_factory=frozenset)  # columns with formulas that give an empty text
    may_be_uncalculated: bool = False  # the format can not tell such a formula from one that was never calculated
    totals: tuple[Area, ...] = ()  # the totals rows of tables
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A sheet of a workbook that has cells (a chart has none). `part` is where its reader finds it."""

    name: str
    visible: bool = True
    part: str = ""


class Workbook(Protocol):
    """What every format offers: its worksheets, and the grid of one of them."""

    @property
    def worksheets(self) -> Sequence[Worksheet]:
        """Those that have cells, in the order of their tabs."""

    @property
    def notes(self) -> Sequence[str]:
        """What is to be said of the file as a whole."""

    def read(self, worksheet: Worksheet) -> Grid:
        """All that a worksheet holds. Raises SheetError if it can not be read."""


@lru_cache(maxsize=1024)
def letters_of(column: int) -> str:
    """The letters over a column: 28 is `AB`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """The number of the column with these letters: `AB` is 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def read_area(reference: str) -> Area | None:
    """The rectangle that `B2:C3` names; None for a single cell and for what names none."""
    corners = _AREA.fullmatch(reference.strip().upper())
    if corners is None:
        return None
    left, top, right, bottom = corners.groups()
    columns, rows = sorted((column_of(left), column_of(right))), sorted((int(top), int(bottom)))
    return Area(rows[0], rows[1], columns[0], columns[1])


def too_far_right(address: str) -> str:
    """The sentence for a cell that holds something where no column of a sheet of campaigns is."""
    return (
        f"Cell {address} holds something, far to the right of every column that a sheet of campaigns has."
        " Delete that column, save the sheet and retry."
    )


def unread_cell(row: int, column: int, value: str) -> Problem:
    """The problem of a cell of which the file holds something that is not in the grid. Its row must not be sent."""
    return Problem(
        row=row,
        cell=f"{letters_of(column)}{row}",
        value=value[:_MOST_SHOWN],
        code=UNREAD,
        message="The file holds something in this cell that can not be read, or holds it in two ways.",
        suggestion="Type the cell's value anew in Excel, save the sheet and retry.",
    )


def is_blank(cell: CellValue) -> bool:
    """Whether a cell shows nothing: no value, or a text of nothing but spaces and invisible characters."""
    if cell is None:
        return True
    if not isinstance(cell, str):
        return False
    return not cell.strip() or all(sign.isspace() or unicodedata.category(sign) == "Cf" for sign in cell)


def holds_something(cells: Iterable[CellValue]) -> bool:
    """Whether any cell of a row is more than blank."""
    return any(cell is not None and not is_blank(cell) for cell in cells)


def list_ranges(numbers: Sequence[int], name: Callable[[int], str]) -> str:
    """Ascending numbers in short: `6, 9-12, 15`; the tail is counted."""
    groups: list[list[int]] = []
    for number in numbers:
        if groups and number == groups[-1][-1] + 1:
            groups[-1][1:] = [number]
        else:
            groups.append([number])
    return cut(["-".join(map(name, group)) for group in groups])


def cut(words: Sequence[str]) -> str:
    """The first words of a list; the rest is counted."""
    rest = len(words) - _MOST_LISTED
    return ", ".join(words[:_MOST_LISTED]) + (f" and {rest} more" if rest > 0 else "")
