"""Makes the sheet's columns and rows of a grid and its header, and the sentences that its user must be told."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from batch_update.errors import HeaderError
from batch_update.model import CellValue, Column, OddCell, Oddity, Problem, Row, Sheet, held, show
from batch_update.sheets.reading.grid import (
    UNREAD,
    Grid,
    GridRow,
    Worksheet,
    column_of,
    cut,
    holds_something,
    is_blank,
    letters_of,
    list_ranges,
)
from batch_update.sheets.reading.header import (
    Header,
    MatchHeader,
    describe_names,
    find_pulled,
    find_row_numbers,
    is_pulled,
    is_to_fix,
    list_columns,
)
from batch_update.sheets.reading.left_out import LeftOut, find_left_out
from batch_update.wording.phrases import cut_line

_LAST_ROW = 10**8  # no sheet has more rows than that; a text file may have more than Excel's 1,048,576


def assemble(  # noqa: PLR0913 - what a sheet is made of
    path: Path,
    worksheet: Worksheet,
    grid: Grid,
    header: Header,
    *,
    match_header: MatchHeader,
    notes: Sequence[str],
    takes_hidden: bool = True,
) -> Sheet:
    """The sheet as the check wants it. `notes` are the file's own, put before those of the rows.

    Without `takes_hidden` nothing is told of hidden rows: whoever leaves them out says so.

    Raises:
        HeaderError: where a header can not be read, or a second one with its columns in another order stands among
            the rows.
    """
    _refuse_unread_header(grid, header)
    below = [row for row in grid.rows if row.number > header.row]
    left_out = find_left_out(below, header, grid.totals, match_header)
    if numbers := left_out.numbers:
        below = [row for row in below if row.number not in numbers]
    columns = list_columns(header, worksheet.name, _nameless_places(below, header))
    rows = _build_rows(
        below, columns, _find_merged_cells(grid, columns, below), find_row_numbers(header, worksheet.name)
    )
    rows = _mark_rows(rows, grid.hidden_rows, find_pulled(columns))
    if is_to_fix(header, worksheet.name) or find_pulled(columns):
        grid = _open_folded(grid, columns, rows)
    if not takes_hidden:
        grid = replace(grid, hidden_rows=frozenset())
    described = _describe(grid, header, tuple(columns.values()), [row.number for row in rows], left_out)
    return Sheet(
        path=path,
        worksheet=worksheet.name,
        header_row=header.row,
        columns=tuple(columns.values()),
        rows=tuple(rows),
        notes=(*notes, *grid.notes, *left_out.notes, *describe_names(header, columns), *described),
    )


def _refuse_unread_header(grid: Grid, header: Header) -> None:
    """Without its header a column would be one of the user's own, and none of it would be sent."""
    unread = [
        problem.cell
        for row in grid.rows
        if row.number == header.row
        for problem in row.problems
        if problem.code == UNREAD
    ]
    if unread:
        raise HeaderError(
            f"The header in {cut(unread)} can not be read, or is held in two ways by the file. Type it anew in Excel,"
            " save the sheet and retry."
        )


def _nameless_places(rows: Iterable[GridRow], header: Header) -> set[int]:
    """The places from 0 on that hold a value below the header but have no text in it."""
    rows = list(rows)
    width = max((len(row.cells) for row in rows), default=0)
    unnamed = [place for place in range(width) if place >= len(header.texts) or not header.texts[place]]
    return {
        place
        for place in unnamed
        if any(
            place < len(row.cells) and row.cells[place] is not None and not is_blank(row.cells[place]) for row in rows
        )
    }


def _build_rows(
    below: Sequence[GridRow],
    columns: Mapping[int, Column],
    merged: Mapping[tuple[int, int], str],
    numbers: int | None,
) -> list[Row]:
    """The rows that are more than blank.

    `merged` are the cells of merged ranges, by row number and place; at the place `numbers` stand the rows' numbers in
    the first sheet.
    """
    kept, places = tuple(columns.values()), tuple(columns)
    width = max(places, default=-1) + 1
    rows = []
    for row in below:
        cells = [*row.cells, *[None] * (width - len(row.cells))]
        taken = [cells[place] for place in places]
        if not holds_something(taken) and not row.problems:
            continue
        if merged:
            taken = [
                OddCell(Oddity.MERGED, merged[row.number, place], cell) if (row.number, place) in merged else cell
                for place, cell in zip(places, taken, strict=True)
            ]
        problems = tuple(_name_column(found, row, kept) for found in row.problems)
        told = None if numbers is None or numbers >= len(row.cells) else _read_number(row.cells[numbers])
        rows.append(Row(row.number, tuple(taken), kept, problems, told))
    return rows


def _mark_rows(rows: list[Row], hidden: frozenset[int], places: Sequence[int]) -> list[Row]:
    """The rows with what is known of each beside its cells: that nobody sees it, and which pull it is from.

    `places` are those of the columns `_pulled`; two rows of two pulls may stand on one sheet, each with its own.
    """
    if not hidden and not places:
        return rows
    return [
        replace(
            row,
            hidden=row.number in hidden,
            pulled=next((show(row.cells[place]).strip() for place in places if not is_blank(row.cells[place])), ""),
        )
        for row in rows
    ]


def _read_number(cell: CellValue) -> int | None:
    """The row number that a cell holds, as a number or as text; None for anything else, such as a note put there."""
    value = held(cell)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,9}(\.0+)?\s*", value):
        value = int(value.partition(".")[0])
    return value if type(value) is int and 0 < value <= _LAST_ROW else None


def _name_column(problem: Problem, row: GridRow, columns: Sequence[Column]) -> Problem:
    """A problem that was found while reading, with the header of the column that its cell stands in."""
    headers = (column.header for column in columns if problem.cell == f"{column.letter}{row.number}")
    return replace(problem, column=next(headers, problem.column))


def _find_merged_cells(
    grid: Grid, columns: Mapping[int, Column], below: Sequence[GridRow]
) -> dict[tuple[int, int], str]:
    """The cells of fields that lie in a merged range, by row number and place, with the range's address.

    Only the first cell of such a range is seen, so nobody can tell which rows its value is meant for, and a value that
    a cell behind it still holds is seen by nobody: below a header that is merged downwards too. A merged range that is
    blank below the header means nothing.
    """
    numbers, width = [row.number for row in below], max((len(row.cells) for row in below), default=0)
    found = {}
    for area in grid.merged:
        rows = below[bisect_left(numbers, area.first_row) : bisect_right(numbers, area.last_row)]
        filled = range(area.first_column - 1, min(area.last_column, width))
        if not any(_is_filled(row, place) for row in rows for place in filled):
            continue
        for place, column in columns.items():
            if column.field is not None and area.first_column <= place + 1 <= area.last_column:
                found.update({(row.number, place): area.address for row in rows})
    return found


def _is_filled(row: GridRow, place: int) -> bool:
    return place < len(row.cells) and not is_blank(row.cells[place])


def _open_folded(grid: Grid, columns: Mapping[int, Column], rows: Sequence[Row]) -> Grid:
    """A grid that we wrote without the hidden columns that hold nothing: the program itself has folded them."""
    places = zip(columns, range(len(columns)), strict=True)
    blank = {place + 1 for place, index in places if all(is_blank(row.cells[index]) for row in rows)}
    return replace(grid, hidden_columns=grid.hidden_columns - blank)


def _describe(
    grid: Grid, header: Header, columns: Sequence[Column], numbers: Sequence[int], left_out: LeftOut
) -> Iterator[str]:
    """What the user must be told of the worksheet, one sentence each."""
    if hidden := sorted(grid.hidden_rows.intersection(numbers)):
        yield f"{_count(hidden, 'hidden row')} included: {list_ranges(hidden, str)}."
    if hidden := [place for column in columns if (place := column_of(column.letter)) in grid.hidden_columns]:
        yield f"{_count(hidden, 'hidden column')} included: {list_ranges(hidden, letters_of)}."
    between = set(range(header.row + 1, numbers[-1] if numbers else 0)).difference(numbers)
    if blank := sorted(between - left_out.numbers):
        yield f"{_count(blank, 'blank row')} skipped between the others: {list_ranges(blank, str)}."
    own = [
        f"{cut_line(column.header)} ({column.letter})"
        for column in columns
        if column.field is None and column.header and not is_pulled(column)
    ]
    if own:
        yield f"Your own {'columns are' if len(own) > 1 else 'column is'} kept and not sent: {cut(own)}."
    nameless = [column_of(column.letter) for column in columns if not column.header]
    if nameless:
        places = list_ranges(nameless, letters_of)
        yield f"{_count(nameless, 'column')} kept but not sent, having values and no header: {places}."
    used = {column_of(column.letter) for column in columns}
    if empty := sorted(grid.empty_results & used):
        yield (
            f"Some formulas give an empty text{', or were never calculated' * grid.may_be_uncalculated};"
            " their cells count as blank (nothing is changed). They are in"
            f" {'columns' if len(empty) > 1 else 'column'} {list_ranges(empty, letters_of)}."
        )


def _count(numbers: Sequence[int], noun: str) -> str:
    return f"1 {noun} is" if len(numbers) == 1 else f"{len(numbers):,} {noun}s are"
