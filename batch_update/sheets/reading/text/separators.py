"""What separates the cells of a text: the sign that makes most known headers of it, and why none does."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import islice

from batch_update.errors import SheetError
from batch_update.sheets.reading.grid import GridRow
from batch_update.sheets.reading.header import Header, MatchHeader, find_header
from batch_update.sheets.reading.text.records import read_records

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_OTHERS = {  # not read: what a person types as one of these may be part of a cell
    ":": "a colon",
    "^": "a caret",
    "~": "a tilde",
    "，": "a Chinese comma",
    "、": "a Japanese comma",
    "；": "a Chinese semicolon",
    "،": "an Arabic comma",
    "\x01": "a control character",
    "\x1e": "a control character",
    "\x1f": "a control character",
}
_BLANKS = re.compile(r"\s{2,}")
_ROWS_TRIED = 20
_WAY_ON = "Open it in Excel, choose Data > Text to Columns, save it as .xlsx, and use that file."


def find_separator(text: str, match_header: MatchHeader) -> str:
    """The separator with most known names in the header row; a comma if none has any and nothing tells why.

    Raises:
        SheetError: the cells are set apart in a way that is not read; the message says in which.
    """
    known = {sign: _count_fields(_split_rows(text, sign), match_header) for sign in SEPARATORS}
    best = max(known, key=lambda sign: known[sign])
    if not known[best] and (reason := _explain(text, match_header)):
        raise SheetError(f"{reason} {_WAY_ON}")
    return best


def _explain(text: str, match_header: MatchHeader) -> str:
    """How the cells are set apart instead, or "" if there are no known headers at all."""
    for sign, name in _OTHERS.items():
        if _count_fields(_split_rows(text, sign), match_header) > 1:
            return f"The cells of the file are separated by {name}, not by a comma, semicolon, tab or vertical bar."
    whole = [cells[0] for cells in _split_rows(text, ",") if any(cells)]
    for sign, name in SEPARATORS.items():
        if _count_fields([next(csv.reader([line], delimiter=sign), []) for line in whole], match_header) > 1:
            return f"Each line of the file is one cell: its quotes hold the {name}s in it too."
    if _count_fields([_BLANKS.split(line) for line in whole], match_header) > 1:
        return "The columns of the file are set apart by blanks alone."
    return ""


def _split_rows(text: str, sign: str) -> Sequence[list[str]]:
    try:
        return [record.cells for record in islice(read_records(text, sign, first=1, strict=False), _ROWS_TRIED)]
    except SheetError:
        return []


def _count_fields(rows: Sequence[Sequence[str]], match_header: MatchHeader) -> int:
    grid = [GridRow(number, [cell or None for cell in cells]) for number, cells in enumerate(rows, 1)]
    header: Header | None = find_header(grid, match_header)
    return header.fields if header else 0
