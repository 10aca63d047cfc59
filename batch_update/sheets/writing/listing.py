"""A page of our workbooks that is a list: its header, a line for each item, and a word for those that find no room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from xlsxwriter.worksheet import Worksheet

from batch_update.sheets.writing.cells import LAST_ROW, write_text
from batch_update.sheets.writing.styles import Styles, set_up_print
from batch_update.wording.phrases import tell_no_room

T = TypeVar("T")

MOST_LINES = LAST_ROW - 1
"""The most items that find room, with a line for what does not: 100,000 rows may come to millions of them."""


def write_list_head(  # noqa: PLR0913 - all by name but where it goes
    worksheet: Worksheet, styles: Styles, columns: Mapping[str, float], *, lines: int, seen: int, height: float
) -> None:
    """The header of so many `lines`, its `height` in points, and all that holds for the page.

    `columns` have their widths in characters; the first `seen` of them stay in sight.
    """
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(1, seen)
    worksheet.set_row(0, height)
    for place, (name, width) in enumerate(columns.items()):
        worksheet.set_column(place, place, width)
        write_text(worksheet, 0, place, name, styles.header)
    set_up_print(worksheet, fit=True)
    worksheet.autofilter(0, 0, max(1, lines), len(columns) - 1)


def list_items(  # noqa: PLR0913 - what a list is made of, all by name but where it goes
    worksheet: Worksheet,
    styles: Styles,
    items: Sequence[T],
    *,
    columns: Mapping[str, float],
    noun: str,
    told_in: str,
    elsewhere: str = "",
) -> Iterator[tuple[int, T]]:
    """Write the header now, then give each item that finds room with its line, counted from 0, for the caller to write.

    How many found none is told last, in the column `told_in`: `noun` is what one of them is called, `elsewhere` the
    page that has all rows.
    """
    write_list_head(worksheet, styles, columns, lines=min(len(items), MOST_LINES), seen=3, height=20)
    return _give_lines(worksheet, styles, items, list(columns).index(told_in), noun, elsewhere)


def _give_lines(  # noqa: PLR0913, PLR0917 - as above
    worksheet: Worksheet, styles: Styles, items: Sequence[T], told_at: int, noun: str, elsewhere: str
) -> Iterator[tuple[int, T]]:
    yield from enumerate(items[:MOST_LINES], start=1)
    if (more := len(items) - MOST_LINES) > 0:
        write_text(worksheet, MOST_LINES + 1, told_at, tell_no_room(more, noun, elsewhere), styles.warned)
