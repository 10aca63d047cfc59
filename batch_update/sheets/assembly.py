"""Makes the sheet's columns and rows of a grid and its header, and the sentences that its user must be told."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from batch_update.model import Column, OddCell, Oddity, Row, Sheet
from batch_update.sheets.grid import Grid, GridRow, Worksheet, column_of, holds_something, is_blank, letters_of
from batch_update.sheets.header import Header, describe_names, list_columns

_MOST_LISTED = 10


def assemble(path: Path, worksheet: Worksheet, grid: Grid, header: Header, *, notes: Sequence[str]) -> Sheet:
    """The sheet as the check wants it. `notes` are the file's own, put before those of the rows."""
    below = [row for row in grid.rows if row.number > header.row]
    columns = list_columns(header, worksheet.name, _nameless_places(below, header))
    rows = _build_rows(below, columns, _find_merged_cells(grid, columns, below))
    return Sheet(
        path=path,
        worksheet=worksheet.name,
        header_row=header.row,
        columns=tuple(columns.values()),
        rows=tuple(rows),
        notes=(
            *notes,
            *grid.notes,
            *describe_names(header, columns),
            *_describe(grid, header, tuple(columns.values()), [row.number for row in rows]),
        ),
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
    below: Sequence[GridRow], columns: Mapping[int, Column], merged: Mapping[tuple[int, int], str]
) -> list[Row]:
    """The rows that are more than blank. `merged` are the cells of merged ranges, by row number and place."""
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
        rows.append(Row(row.number, tuple(taken), kept, row.problems))
    return rows


def _find_merged_cells(
    grid: Grid, columns: Mapping[int, Column], below: Sequence[GridRow]
) -> dict[tuple[int, int], str]:
    """The cells of fields that lie in a merged range, by row number and place, with the range's address.

    Only the first cell of such a range holds its value, so nobody can tell which rows it is meant for. A merged range
    that is blank means nothing; one that begins at or above the header is a title.
    """
    numbers = [row.number for row in below]
    found = {}
    for area in grid.merged:
        rows = below[bisect_left(numbers, area.first_row) : bisect_right(numbers, area.last_row)]
        if not rows or rows[0].number != area.first_row or not _cell(rows[0], area.first_column - 1):
            continue
        for place, column in columns.items():
            if column.field is not None and area.first_column <= place + 1 <= area.last_column:
                found.update({(row.number, place): area.address for row in rows})
    return found


def _cell(row: GridRow, place: int) -> bool:
    return place < len(row.cells) and holds_something([row.cells[place]])


def _describe(grid: Grid, header: Header, columns: Sequence[Column], numbers: Sequence[int]) -> Iterator[str]:
    """What the user must be told of the worksheet, one sentence each."""
    if hidden := sorted(grid.hidden_rows.intersection(numbers)):
        yield f"{_count(hidden, 'hidden row')} included: {list_ranges(hidden, str)}."
    if hidden := [place for column in columns if (place := column_of(column.letter)) in grid.hidden_columns]:
        yield f"{_count(hidden, 'hidden column')} included: {list_ranges(hidden, letters_of)}."
    between = set(range(header.row + 1, numbers[-1] if numbers else 0)).difference(numbers)
    if blank := sorted(between):
        yield f"{_count(blank, 'blank row')} skipped between the others: {list_ranges(blank, str)}."
    own = [
        f"{_shorten(column.header)} ({column.letter})" for column in columns if column.field is None and column.header
    ]
    if own:
        yield f"Your own {'columns are' if len(own) > 1 else 'column is'} kept and not sent: {_cut(own)}."
    nameless = [column_of(column.letter) for column in columns if not column.header]
    if nameless:
        places = list_ranges(nameless, letters_of)
        yield f"{_count(nameless, 'column')} kept but not sent, having values and no header: {places}."
    used = {column_of(column.letter) for column in columns}
    if empty := sorted(grid.empty_results & used):
        yield (
            f"Some formulas give an empty text; their cells count as blank (nothing is changed). They are in"
            f" {'columns' if len(empty) > 1 else 'column'} {list_ranges(empty, letters_of)}."
        )


def list_ranges(numbers: Sequence[int], name: Callable[[int], str]) -> str:
    """Ascending numbers in short: `6, 9-12, 15`; the tail is counted."""
    groups: list[list[int]] = []
    for number in numbers:
        if groups and number == groups[-1][-1] + 1:
            groups[-1][1:] = [number]
        else:
            groups.append([number])
    return _cut(["-".join(map(name, group)) for group in groups])


def _cut(words: Sequence[str]) -> str:
    rest = len(words) - _MOST_LISTED
    return ", ".join(words[:_MOST_LISTED]) + (f" and {rest} more" if rest > 0 else "")


def _count(numbers: Sequence[int], noun: str) -> str:
    return f"1 {noun} is" if len(numbers) == 1 else f"{len(numbers):,} {noun}s are"


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:39]}…"
