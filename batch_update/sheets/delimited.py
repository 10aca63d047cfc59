"""Text files: .csv and its like, whatever their encoding and delimiter.

Python's own `csv` reads them, and never pandas: a delimiter at the end of each row makes pandas shift every column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from batch_update.error_texts import is_error_text
from batch_update.errors import SheetError
from batch_update.model import CellValue, OddCell, Oddity, Problem
from batch_update.sheets.grid import (
    MOST_CELLS,
    TOO_MANY_CELLS,
    Grid,
    GridRow,
    Worksheet,
    is_blank,
    letters_of,
)
from batch_update.sheets.header import MatchHeader, find_header
from batch_update.sheets.records import Record, read_records
from batch_update.sheets.sniff import DAMAGED
from batch_update.texts import WINDOWS, TextError, decode_text

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_MOST_BYTES = 100 << 20
_ROWS_TRIED = 20
_WORDS_SHOWN = 5
_SEP = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_FORMULA_TEXT = re.compile(r'="((?:[^"]|"")*)"')
_FOREIGN_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f][^\W\d_]*")
_HOW_TO_MEND = "Open it in Excel, correct what looks wrong, save it as CSV UTF-8 or as .xlsx, and retry."
_SPLIT_CELL, _BROKEN_QUOTES = "too-many-cells", "broken-quotes"
_HOW_TO_QUOTE = 'Put the whole cell in double quotes, and write each " inside it twice; or use .xlsx.'


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """A text file as a workbook of one worksheet without a name."""

    text: str
    delimiter: str
    first_row: int  # 2 if the first line only names the delimiter
    match_header: MatchHeader
    notes: tuple[str, ...] = ()

    @property
    def worksheets(self) -> Sequence[Worksheet]:
        """The only one."""
        return (Worksheet(""),)

    def read(self, worksheet: Worksheet) -> Grid:  # noqa: ARG002 - there is only one
        """All filled rows. Raises SheetError where a quote is never closed or there is more than memory should hold."""
        rows, filled = [], 0
        for record in read_records(self.text, self.delimiter, first=self.first_row):
            row = _make_row(record)
            if any(cell is not None for cell in row.cells):
                rows.append(row)
                filled += sum(cell is not None for cell in row.cells)
                if filled > MOST_CELLS:
                    raise SheetError(TOO_MANY_CELLS)
        return Grid(rows=self._note_split_cells(rows))

    def _note_split_cells(self, rows: list[GridRow]) -> list[GridRow]:
        """Cut what lies beyond the header, and say so on its row: a comma inside a cell has split it."""
        header = find_header(rows, self.match_header)
        if header is None:
            return rows
        width = max((place for place, text in enumerate(header.texts, 1) if text), default=0)
        return [row if row.number <= header.row else _cut(row, width) for row in rows]


def open_text(content: bytes, match_header: MatchHeader) -> DelimitedText:
    """Decode a text file and find its delimiter: the one that makes most known headers of it.

    Raises:
        SheetError: if it is no text, or no table.
    """
    if len(content) > _MOST_BYTES:
        raise SheetError("The file is larger than 100 MB. Split it and run one part after the other.")
    text, notes = _decode(content)
    if not text.strip():
        raise SheetError("The file is empty. Save the sheet again, or choose another file.")
    if "\0" in text:
        raise SheetError("The file is not a sheet: it holds data that is no text. Choose an .xlsx or .csv file.")
    first_row = 1
    if named := _SEP.match(text):
        delimiter, text, first_row = named.group(1), text[named.end() :], 2
        if delimiter in '"\r\n':
            raise SheetError(DAMAGED)
    else:
        delimiter = _find_delimiter(text, match_header)
        if delimiter != ",":
            notes = [*notes, f"The cells are separated by a {_DELIMITERS[delimiter]}."]
    return DelimitedText(text, delimiter, first_row, match_header, tuple(notes))


def _decode(content: bytes) -> tuple[str, list[str]]:
    """The text of a sheet, and what is to be said where its encoding had to be guessed."""
    try:
        decoded = decode_text(content)
    except TextError as error:
        raise SheetError(f"{error} {_HOW_TO_MEND}") from error
    if decoded.encoding != WINDOWS:
        return decoded.text, []
    words = dict.fromkeys(word for word in _FOREIGN_WORD.findall(decoded.text) if word.strip())
    shown = ", ".join(f"'{word[:30]}'" for word in islice(words, _WORDS_SHOWN))
    note = (
        "The file is not UTF-8; it was read as Windows text (code page 1252). Please check that these words are right:"
        f" {shown}{', …' if len(words) > _WORDS_SHOWN else ''}. If not, save it as CSV UTF-8, or as .xlsx."
    )
    return decoded.text, [note]


def _find_delimiter(text: str, match_header: MatchHeader) -> str:
    """The delimiter with most known names in the header row; a comma if none has any."""
    known: dict[str, int] = {}
    for delimiter in _DELIMITERS:
        try:
            records = islice(read_records(text, delimiter, first=1, strict=False), _ROWS_TRIED)
            header = find_header([_make_row(record) for record in records], match_header)
        except SheetError:
            known[delimiter] = 0
            continue
        known[delimiter] = header.fields if header else 0
    return max(known, key=lambda delimiter: known[delimiter])


def _make_row(record: Record) -> GridRow:
    cells = [_read_cell(cell) for cell in record.cells]
    if not record.broken:
        return GridRow(record.number, cells)
    problem = Problem(
        row=record.number,
        code=_BROKEN_QUOTES,
        message='A double quote (") stands in the middle of a cell, so the cells of this row can not be told apart.',
        suggestion=_HOW_TO_QUOTE,
    )
    return GridRow(record.number, cells, (problem,))


def _read_cell(text: str) -> CellValue:
    if not text:
        return None
    if text[0] == "=" and (wrapped := _FORMULA_TEXT.fullmatch(text)):  # how programs keep Excel from touching a text
        return wrapped.group(1).replace('""', '"') or None
    if text[0] in "#Ee" and is_error_text(text.strip()):
        return OddCell(Oddity.ERROR, text.strip())
    return text


def _cut(row: GridRow, width: int) -> GridRow:
    beyond = [(place, cell) for place, cell in enumerate(row.cells[width:], width + 1) if not is_blank(cell)]
    if not beyond:
        return GridRow(row.number, row.cells[:width], row.problems)
    place, cell = beyond[0]
    problem = Problem(
        row=row.number,
        cell=f"{letters_of(place)}{row.number}",
        value=cell if isinstance(cell, str) else "",
        code=_SPLIT_CELL,
        message="The row has more cells than the header row: a comma or other separator inside a cell has split it.",
        suggestion=_HOW_TO_QUOTE,
    )
    return GridRow(row.number, row.cells[:width], (problem,))
