"""The lines that the `Summary` page is made of, and how each is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.sheets.writing.cells import check_written, write_text
from batch_update.sheets.writing.styles import Styles, row_height

WIDTHS = (33.0, 9.0, 46.0, 46.0, 34.0)
"""The widths of its columns, in characters."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One text or count, in its style; `link` is where a click on it leads."""

    text: str | int
    style: Format
    link: str = ""


Line: TypeAlias = "dict[int, Cell]"
"""What stands on one line, by column."""
WHOLE = -1
"""In place of a column: one text across the whole page."""


def write_line(worksheet: Worksheet, number: int, line: Line) -> None:
    """Write a line at row `number`, counted from 0, as high as its texts need."""
    whole = line.get(WHOLE)
    texts = [
        (str(cell.text), sum(WIDTHS) if place == WHOLE else WIDTHS[place])
        for place, cell in line.items()
        if place == WHOLE or cell.style.text_wrap
    ]
    size = 22.0 if whole is not None and whole.style.font_size > 11 else None
    if height := row_height(*texts) or size:
        worksheet.set_row(number, height)
    if whole is not None:
        worksheet.merge_range(number, 0, number, len(WIDTHS) - 1, "", whole.style)
    for place, cell in line.items():
        column = max(0, place)
        if isinstance(cell.text, int):
            worksheet.write_number(number, column, cell.text, cell.style)
        elif cell.link:
            check_written(
                worksheet.write_url(number, column, f"internal:{cell.link}", cell.style, cell.text), number, column
            )
        else:
            write_text(worksheet, number, column, cell.text, cell.style)


def section(styles: Styles, title: str, *headers: str) -> Iterator[Line]:
    """The lines above a part of the page: its title, and the headers of its columns if it is a table."""
    yield {}
    yield {place: Cell(title if place == 0 else "", styles.section) for place in range(len(WIDTHS))}
    if headers:
        padded = (*headers, *[""] * (len(WIDTHS) - len(headers)))
        yield {place: Cell(header, styles.header) for place, header in enumerate(padded)}
