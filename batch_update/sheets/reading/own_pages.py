"""The pages of our own workbooks beside the rows: known again, so that none is taken for rows to send.

`_base` and `Lists` are read, since they tell something of the rows; what they hold, `sheets.base` says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from batch_update.errors import SheetError
from batch_update.live import Base, NameLists
from batch_update.model import show
from batch_update.sheets import names
from batch_update.sheets.base import is_lists, read_base, read_lists
from batch_update.sheets.reading.grid import Grid, Workbook, Worksheet

_ROWS_SEARCHED = 20
_TELLING = {  # texts that stand together in the header of a page; a sheet of a person's own may have the page's name
    names.CHANGES: {"column", "cell", "now", "new"},
    names.LEFT_OUT: {"column", "before", "found", "why"},
}

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a workbook keeps of a pull, as far as it is there and whole."""

    base: Base | None = None
    lists: NameLists | None = None
    notes: tuple[str, ...] = ()


def is_own_page(worksheet: Worksheet, grid: Grid) -> bool:
    """Whether a worksheet is one of our pages that hold ids, and that must not be taken for rows to send."""
    name = _spelled(worksheet.name)
    if name == _spelled(names.BASE):
        return True
    if name == _spelled(names.LISTS):
        return is_lists(_texts(grid, _ROWS_SEARCHED))
    telling = next((words for page, words in _TELLING.items() if _spelled(page) == name), None)
    return telling is not None and any(
        telling <= {text.strip().casefold() for text in row} for row in _texts(grid, _ROWS_SEARCHED)
    )


def read_kept(book: Workbook) -> Kept:
    """The base and the lists of a workbook; a note for each that is there and can not be read."""
    base, base_notes = _try_page(
        book,
        names.BASE,
        read_base,
        "so it is not known what was pulled, and rows that were pulled are not sent: pull again",
    )
    lists, list_notes = _try_page(
        book, names.LISTS, read_lists, "so names in id cells are not understood, only ids are: pull again for the names"
    )
    return Kept(base=base, lists=lists, notes=(*base_notes, *list_notes))


def _try_page(
    book: Workbook, name: str, read: Callable[[Sequence[Sequence[str]]], Found | None], otherwise: str
) -> tuple[Found | None, tuple[str, ...]]:
    """What a page holds, and what must be said where it is there and can not be read."""
    worksheet = next((found for found in book.worksheets if _spelled(found.name) == _spelled(name)), None)
    if worksheet is None:
        return None, ()
    try:
        return read(_texts(book.read(worksheet))), ()
    except SheetError:
        if not any(_spelled(found.name) == _spelled(names.BASE) for found in book.worksheets):
            return None, ()  # a page `Lists` of somebody's own
        return None, (f"The sheet '{worksheet.name}' can not be read, {otherwise}.",)
    except ValueError as error:
        return None, (f"The sheet '{worksheet.name}' {error}, {otherwise}.",)


def _texts(grid: Grid, most: int | None = None) -> list[list[str]]:
    return [[show(cell) for cell in row.cells] for row in grid.rows[:most]]


def _spelled(name: str) -> str:
    return name.strip().casefold()
