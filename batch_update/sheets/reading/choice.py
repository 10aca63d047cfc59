"""Which worksheet of a workbook holds the rows to send. Never by position: the first may be a guide or a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from batch_update.errors import SheetError
from batch_update.resource import Resource
from batch_update.sheets import names
from batch_update.sheets.reading.grid import Grid, Workbook, Worksheet
from batch_update.sheets.reading.header import Header, MatchHeader, find_header
from batch_update.sheets.reading.own_pages import is_own_page

_MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """The worksheet to read, with what is in it, and what is to be said of those that were not taken."""

    worksheet: Worksheet
    grid: Grid
    header: Header | None
    notes: tuple[str, ...] = ()


def choose_worksheet(book: Workbook, wanted: str | None, resource: Resource, match_header: MatchHeader) -> Choice:
    """The worksheet to read: the wanted one, else `To fix`, else the resource's own, else the only one that fits.

    Raises:
        SheetError: if there is none, or two fit.
    """
    if wanted is not None:
        return _refuse_own_page(_read(book, _find_wanted(book.worksheets, wanted), match_header), resource)
    visible = [worksheet for worksheet in book.worksheets if worksheet.visible]
    for name in (names.TO_FIX, resource.worksheet):
        if found := _named(visible, name):
            copies = [other for other in visible if other != found and name.casefold() in other.name.casefold()]
            filled = _find_filled(book, copies, match_header)
            return _note_copies(_read(book, found, match_header), filled, resource)
    if len(visible) == 1:
        return _refuse_own_page(_read(book, visible[0], match_header), resource)
    return _choose_by_header(book, visible, resource, match_header)


def _refuse_own_page(read: Choice, resource: Resource) -> Choice:
    """Raise SheetError for a page that the program has made to tell of rows, and that has ids too."""
    if is_own_page(read.worksheet, read.grid):
        raise SheetError(
            f"The worksheet '{read.worksheet.name}' was made by the program to be looked at; its rows are no"
            f" {resource.plural} to update. Choose the worksheet that has them, with --sheet."
        )
    return read


def _find_filled(book: Workbook, copies: Sequence[Worksheet], match_header: MatchHeader) -> list[Worksheet]:
    """Those worksheets that have rows of what is updated.

    Asked of worksheets that are named after the one that is taken, and of no others: to read them all takes long.
    """
    filled = []
    for copy in copies:
        try:
            read = _read(book, copy, match_header)
        except SheetError:  # what can not be read would not do as well
            continue
        if _fits(read) and _has_rows(read):
            filled.append(copy)
    return filled


def _note_copies(taken: Choice, copies: Sequence[Worksheet], resource: Resource) -> Choice:
    """Say which worksheet was taken where a copy of it, which may be the one that was filled in, would do as well.

    Raises:
        SheetError: it has no rows, and the copy has.
    """
    if not copies:
        return taken
    name = taken.worksheet.name
    if not _has_rows(taken):
        raise SheetError(
            f"The worksheet '{name}' has no rows, but there are some in {_listed(copies)}. Name it with --sheet."
        )
    note = (
        f"The worksheet '{name}' was read. Others that have rows of {resource.plural} were not: {_listed(copies)}."
        " To take one of these, name it with --sheet."
    )
    return replace(taken, notes=(note,))


def _choose_by_header(
    book: Workbook, visible: Sequence[Worksheet], resource: Resource, match_header: MatchHeader
) -> Choice:
    read, unreadable = [], []
    for worksheet in visible:
        try:
            found = _read(book, worksheet, match_header)
        except SheetError as error:  # a sheet of charts and notes may be odd, as long as another one fits
            unreadable.append(error)
        else:
            if not is_own_page(worksheet, found.grid):
                read.append(found)
    fits = [found for found in read if found.header is not None and found.header.has_id]
    fits = list(filter(_fits, fits)) or fits
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise SheetError(
            f"{len(fits)} worksheets could be the one: {_listed([found.worksheet for found in fits])}."
            " Say which with --sheet NAME."
        )
    if unreadable:
        raise unreadable[0]
    raise SheetError(
        f"No visible worksheet has a header row with a column {resource.id_field.name}."
        f" The workbook has {_listed(book.worksheets)}."
        " Say which one to use with --sheet NAME, or give one of them the template's headers."
    )


def _read(book: Workbook, worksheet: Worksheet, match_header: MatchHeader) -> Choice:
    grid = book.read(worksheet)
    return Choice(worksheet, grid, find_header(grid.rows, match_header))


def _has_rows(choice: Choice) -> bool:
    return choice.header is not None and any(row.number > choice.header.row for row in choice.grid.rows)


def _fits(choice: Choice) -> bool:
    """Whether it has an id and at least one field beside it."""
    return choice.header is not None and choice.header.has_id and choice.header.fields > 1


def _find_wanted(worksheets: Sequence[Worksheet], wanted: str) -> Worksheet:
    found = _named(worksheets, wanted)
    if found is None:
        if not any(worksheet.name for worksheet in worksheets):
            raise SheetError("A text file has no worksheets. Leave out --sheet.")
        raise SheetError(
            f"There is no worksheet '{wanted}' with cells. The workbook has {_listed(worksheets)}. Correct --sheet."
        )
    return found


def _named(worksheets: Sequence[Worksheet], name: str) -> Worksheet | None:
    exact = [worksheet for worksheet in worksheets if worksheet.name == name]
    close = [worksheet for worksheet in worksheets if worksheet.name.strip().casefold() == name.strip().casefold()]
    return next(iter(exact + close), None)


def _listed(worksheets: Sequence[Worksheet]) -> str:
    shown = [
        f"'{worksheet.name}'" + ("" if worksheet.visible else " (hidden)") for worksheet in worksheets[:_MOST_LISTED]
    ]
    return ", ".join(shown) + (" and more" if len(worksheets) > _MOST_LISTED else "")
