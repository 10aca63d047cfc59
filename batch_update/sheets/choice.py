"""Which worksheet of a workbook holds the campaigns. Never by position: the first may be hidden, a guide or a chart."""

from __future__ import annotations

from collections.abc import Sequence

from batch_update.errors import SheetError
from batch_update.sheets import names
from batch_update.sheets.grid import Grid, Workbook, Worksheet
from batch_update.sheets.header import Header, MatchHeader, find_header

DEFAULT = "Campaigns"
_MOST_LISTED = 20


def choose_worksheet(
    book: Workbook, wanted: str | None, match_header: MatchHeader
) -> tuple[Worksheet, Grid, Header | None]:
    """The worksheet to read: the wanted one, else `To fix`, else `Campaigns`, else the only visible one that fits.

    Raises:
        SheetError: if there is none, or two fit.
    """
    if wanted is not None:
        return _read(book, _find_wanted(book.worksheets, wanted), match_header)
    for name in (names.TO_FIX, DEFAULT):
        if found := _named([worksheet for worksheet in book.worksheets if worksheet.visible], name):
            return _read(book, found, match_header)
    visible = [worksheet for worksheet in book.worksheets if worksheet.visible]
    if len(visible) == 1:
        return _read(book, visible[0], match_header)
    return _choose_by_header(book, visible, match_header)


def _choose_by_header(
    book: Workbook, visible: Sequence[Worksheet], match_header: MatchHeader
) -> tuple[Worksheet, Grid, Header | None]:
    read, unreadable = [], []
    for worksheet in visible:
        try:
            read.append(_read(book, worksheet, match_header))
        except SheetError as error:  # a sheet of charts and notes may be odd, as long as another one fits
            unreadable.append(error)
    fits = [found for found in read if found[2] is not None and found[2].has_id]
    fits = [found for found in fits if found[2] is not None and found[2].fields > 1] or fits
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise SheetError(
            f"{len(fits)} worksheets could be the one: {_listed([found[0] for found in fits])}."
            " Say which with --sheet NAME."
        )
    if unreadable:
        raise unreadable[0]
    raise SheetError(
        f"No visible worksheet has a header row with a column id. The workbook has {_listed(book.worksheets)}."
        " Say which one to use with --sheet NAME, or give one of them the template's headers."
    )


def _read(book: Workbook, worksheet: Worksheet, match_header: MatchHeader) -> tuple[Worksheet, Grid, Header | None]:
    grid = book.read(worksheet)
    return worksheet, grid, find_header(grid.rows, match_header)


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
