"""Text files: .csv and its like, whatever their encoding and delimiter.

Python's own `csv` reads them, and never pandas: a delimiter at the end of each row makes pandas shift every column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from batch_update.errors import SheetError
from batch_update.model import CellValue, OddCell, Oddity, Problem, show
from batch_update.sheets.reading.file_kind import DAMAGED
from batch_update.sheets.reading.grid import (
    MOST_CELLS,
    TOO_MANY_CELLS,
    Grid,
    GridRow,
    Worksheet,
    is_blank,
    letters_of,
)
from batch_update.sheets.reading.header import MatchHeader, find_header
from batch_update.sheets.reading.text.quotes import (
    HOW_TO_QUOTE,
    SwallowedRows,
    complain_of_broken,
    find_blank_before_quote,
    find_swallowed,
    has_blank_before_quote,
)
from batch_update.sheets.reading.text.records import Record, read_records
from batch_update.sheets.reading.text.separators import SEPARATORS, find_separator
from batch_update.texts.alphabets import WINDOWS
from batch_update.texts.decoding import TextError, decode_text
from batch_update.texts.errors_shown import is_error_text

_MOST_BYTES = 100 << 20
_WORDS_SHOWN = 5
_SEP = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_FORMULA_TEXT = re.compile(r'="((?:[^"]|"")*)"')
_FOREIGN_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f][^\W\d_]*")
_HOW_TO_MEND = "Open it in Excel, correct what looks wrong, save it as CSV UTF-8 or as .xlsx, and retry."
_SPLIT_CELL = "too-many-cells"
_DOS_END = "\x1a"  # ends a text that an old program wrote


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
        rows, filled, tall = [], 0, set[int]()
        for record in read_records(self.text, self.delimiter, first=self.first_row):
            row = _make_row(record)
            if any(cell is not None for cell in row.cells):
                rows.append(row)
                if record.is_tall:
                    tall.add(row.number)
                filled += sum(cell is not None for cell in row.cells)
                if filled > MOST_CELLS:
                    raise SheetError(TOO_MANY_CELLS)
        return Grid(rows=self._judge_rows(rows, tall))

    def _judge_rows(self, rows: list[GridRow], tall: Collection[int]) -> list[GridRow]:
        """Cut what lies beyond the header, and say so on its row: a comma inside a cell has split it.

        Say too where quotes hold together what does not belong so; only `tall` rows can have swallowed others.
        """
        header = find_header(rows, self.match_header)
        if header is None:
            return rows
        width = max((place for place, text in enumerate(header.texts, 1) if text), default=0)
        ids = [place for place, match in enumerate(header.matches) if match.is_id]
        swallowed = SwallowedRows(self.delimiter, width, ids[0]) if ids else None
        has_blanks = has_blank_before_quote(self.text, self.delimiter)
        judged = []
        for row in rows:
            if row.number > header.row:
                odd = find_blank_before_quote(row) if has_blanks else None
                if odd is None and swallowed and row.number in tall:
                    odd = find_swallowed(row, swallowed)
                judged.append(_cut(row, width, (odd,) if odd else ()))
            else:
                judged.append(row)
        return judged


def open_text(content: bytes, match_header: MatchHeader) -> DelimitedText:
    """Decode a text file and find its delimiter: the one that makes most known headers of it.

    Raises:
        SheetError: if it is no text, or no table.
    """
    if len(content) > _MOST_BYTES:
        raise SheetError("The file is larger than 100 MB. Split it and run one part after the other.")
    text, notes = _decode(content)
    text = text.removesuffix(_DOS_END)
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
        delimiter = find_separator(text, match_header)
        if delimiter != ",":
            notes = [*notes, f"The cells are separated by a {SEPARATORS[delimiter]}."]
    return DelimitedText(text, delimiter, first_row, match_header, tuple(notes))


def _decode(content: bytes) -> tuple[str, list[str]]:
    """The text of a sheet, and what is to be said where its encoding had to be guessed."""
    try:
        decoded = decode_text(content)
    except TextError as error:
        raise SheetError(f"{error} {_HOW_TO_MEND}") from error
    if decoded.encoding != WINDOWS:
        return decoded.text, _note_garbled(decoded.text)
    words = dict.fromkeys(word for word in _FOREIGN_WORD.findall(decoded.text) if word.strip())
    shown = ", ".join(f"'{word[:30]}'" for word in islice(words, _WORDS_SHOWN))
    note = (
        "The file is not UTF-8; it was read as Windows text (code page 1252). Please check that these words are right:"
        f" {shown}{', …' if len(words) > _WORDS_SHOWN else ''}. If not, save it as CSV UTF-8, or as .xlsx."
    )
    return decoded.text, [note, *_note_garbled(decoded.text)]


def _note_garbled(text: str) -> list[str]:
    """Words that lost letters before the file came to us: they are sent as they stand, which nobody may want."""
    if text.isascii():
        return []
    from batch_update.texts.foreign import find_garbled  # noqa: PLC0415 - most files need none of its patterns

    garbled = find_garbled(text)
    if not garbled:
        return []
    words = (f"'{word}' ({mended}?)" if mended else f"'{word}'" for word, mended in garbled.items())
    shown = ", ".join(islice(words, _WORDS_SHOWN)) + (", …" if len(garbled) > _WORDS_SHOWN else "")
    return [f"Some letters seem to have been lost when the file was saved: {shown}. They are taken as they are."]


def _make_row(record: Record) -> GridRow:
    cells = [_read_cell(cell) for cell in record.cells]
    return GridRow(record.number, cells, (complain_of_broken(record.number),) if record.broken else ())


def _read_cell(text: str) -> CellValue:
    if not text:
        return None
    if text[0] == "=" and (wrapped := _FORMULA_TEXT.fullmatch(text)):  # how programs keep Excel from touching a text
        return wrapped.group(1).replace('""', '"') or None
    if text[0] in "#Ee" and is_error_text(text.strip()):
        return OddCell(Oddity.ERROR, text.strip())
    return text


def _cut(row: GridRow, width: int, odd: tuple[Problem, ...]) -> GridRow:
    beyond = [(place, cell) for place, cell in enumerate(row.cells[width:], width + 1) if not is_blank(cell)]
    if not beyond:
        return GridRow(row.number, row.cells[:width], (*row.problems, *odd))
    problem = Problem(
        row=row.number,
        cell=f"{letters_of(beyond[0][0])}{row.number}",
        value=", ".join(show(cell) for _, cell in beyond),  # they stand nowhere else: the row ends with the header
        code=_SPLIT_CELL,
        message="The row has more cells than the header row: a comma or other separator inside a cell has split it.",
        suggestion=HOW_TO_QUOTE,
    )
    told = tuple(replace(found, value=found.value or problem.value) for found in odd)
    return GridRow(row.number, row.cells[:width], told or (problem,))
