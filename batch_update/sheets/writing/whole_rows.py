"""Rows written whole, for pages of half a million cells: the XML of a row in one go, not in six calls for each cell.

The one place that knows how xlsxwriter keeps and writes a row and its cells; a test compares the files that come of it,
byte for byte, with those that the library makes by itself. What is no plain text and no number goes the library's own
way here too.
"""
# ruff: noqa: SLF001

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from types import MappingProxyType
from typing import TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from batch_update.sheets.writing.cells import SURELY_SHORT, check_written, write_text

Value: TypeAlias = "str | float | bool | None"
"""What a cell is to hold; None and "" are blank, a number is finite."""

BETWEEN = "`"
"""Stands before, between and behind the texts of a row while they are looked at together: few begin or end with it."""

_NOWHERE: Mapping[int, Format] = MappingProxyType({})
_END = "</t></is></c>"


def join_texts(values: Sequence[Value]) -> str:
    """The texts of a row as one, since to look at it takes a tenth of the time; nothing if a value is no text."""
    if 0 in values:  # or FALSE, which equals it: no blank, though `filter` would take it for one
        return ""
    try:
        return f"{BETWEEN}{BETWEEN.join(filter(None, values))}{BETWEEN}"  # type: ignore[arg-type]  # that is asked here
    except TypeError:
        return ""


def _are_plain(joined: str) -> bool:
    """Whether each of these texts is written as it is: nothing to escape, clean or cut, no blanks at an end."""
    spaced = joined.replace("\n", " ")
    return not (
        "&" in joined
        or "<" in joined
        or ">" in joined
        or "_x" in joined  # Excel's escape, and so escaped itself
        or f"{BETWEEN} " in spaced
        or f" {BETWEEN}" in spaced
        or len(joined) >= SURELY_SHORT
        or not spaced.isprintable()
    )


class RowWriter:
    """Writes the rows of one page, each below the last, under a header that is there already and has all the columns.

        worksheet.set_row(...), write_comment(...)            if at all, then before the row is begun
        rows.begin(line)
        rows.number(...), rows.cell(...), rows.texts(...)     from left to right
        rows.end()

    Only for a workbook whose rows are written in order. A cell without a style has that of its row, and its column must
    have none. Raises ResultsError where something does not fit.
    """

    def __init__(self, worksheet: Worksheet) -> None:
        self._worksheet = worksheet
        self._heads = [f'<c r="{xl_col_to_name(column)}' for column in range(worksheet.dim_colmax + 1)]
        self._plain_row = self._made(lambda: worksheet._write_row(0, None)).split("1")
        self._row = -1
        self._pieces: list[str] = []
        self._row_style: Format | None = None

    def begin(self, row: int) -> None:
        """What follows is of this row, counted from 0."""
        worksheet = self._worksheet
        check_written(worksheet._check_dimensions(row, worksheet.dim_colmin), row, 0)
        if row > worksheet.previous_row:
            worksheet._write_single_row(row)  # what was written the usual way before
        self._row, self._number = row, f"{row + 1}"
        look = worksheet.row_info.get(row)
        self._row_style = look.row_format if look else None
        self._pieces = [
            self._made(lambda: worksheet._write_row(row, None, look)) if look else self._number.join(self._plain_row)
        ]

    def number(self, column: int, value: float, style: Format) -> None:
        """A number."""
        self._pieces.append(f'{self._heads[column]}{self._number}"{_mark(style)}><v>{value:.16G}</v></c>')

    def cell(self, column: int, value: Value, style: Format | None) -> None:
        """One cell; foreign text is written as text and nothing else. A blank is no cell, unless it has a style."""
        worksheet, row = self._worksheet, self._row
        if value is None or value == "":
            self._pieces += [f'{self._heads[column]}{self._number}"{_mark(style)}/>'] if style else []
        elif isinstance(value, str) and _are_plain(join_texts((value,))):
            self._pieces.append(f"{self._heads[column]}{self._before_text(style)}{value}{_END}")
        elif isinstance(value, str):
            self._write(column, lambda: write_text(worksheet, row, column, value, style))
        elif isinstance(value, bool):
            self._write(column, lambda: worksheet.write_boolean(row, column, value, style))
        else:
            self._write(column, lambda: check_written(worksheet.write_number(row, column, value, style), row, column))

    def link(self, column: int, target: str, style: Format, text: str, tip: str) -> None:
        """A link, as `write_url` takes it."""
        worksheet, row = self._worksheet, self._row
        self._write(
            column, lambda: check_written(worksheet.write_url(row, column, target, style, text, tip), row, column)
        )

    def texts(
        self,
        first: int,
        values: Sequence[Value],
        style: Format | None,
        *,
        apart: Mapping[int, Format] = _NOWHERE,
        joined: str | None = None,
    ) -> None:
        """The cells from column `first` on; `apart` are the styles of those that have another, by their place here.

        `joined` is what `join_texts` made of the values, if that is known.
        """
        joined = join_texts(values) if joined is None else joined
        if not joined or not _are_plain(joined) or not all(values[place] for place in apart):
            for place, value in enumerate(values):
                if place in apart or not (value is None or value == ""):
                    self.cell(first + place, value, apart.get(place, style))
            return
        heads, before = self._heads[first:], self._before_text(style)
        befores = [before] * len(values)
        for place, other in apart.items():
            befores[place] = self._before_text(other)
        cells = zip(heads, befores, values, strict=True)
        self._pieces += [f"{head}{before}{value}{_END}" for head, before, value in cells if value]

    def end(self) -> None:
        """Write the row."""
        self._pieces.append("</row>")
        self._worksheet.fh.write("".join(self._pieces))
        self._worksheet.previous_row = self._row + 1

    def _write(self, column: int, write: Callable[[], object]) -> None:
        """A cell as the library makes it, if `write` makes one."""
        write()
        worksheet = self._worksheet
        cell = worksheet.table[self._row].pop(column, None)
        if cell is not None:
            self._pieces.append(self._made(lambda: worksheet._write_cell(self._row, column, cell)))

    def _before_text(self, style: Format | None) -> str:
        """What stands between the column's letters and the text of a cell."""
        return f'{self._number}"{_mark(style or self._row_style)} t="inlineStr"><is><t>'

    def _made(self, write: Callable[[], object]) -> str:
        """What the library writes meanwhile."""
        usual, self._worksheet.fh = self._worksheet.fh, StringIO()
        try:
            write()
            return str(self._worksheet.fh.getvalue())
        finally:
            self._worksheet.fh = usual


def _mark(style: Format | None) -> str:
    return f' s="{style._get_xf_index()}"' if style else ""
