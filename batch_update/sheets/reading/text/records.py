"""Takes delimited text apart into numbered records, by Python's own `csv`, and says where its quotes are wrong."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from batch_update.errors import SheetError
from batch_update.sheets.reading.grid import MOST_COLUMNS

_USUAL_LIMIT = 131_072  # characters in a cell; unquoted pages of a script are longer


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the text. `number` is the one that a spreadsheet would show: a quoted line break makes no new row."""

    number: int
    cells: list[str]
    is_tall: bool = False  # a cell of it holds line breaks
    broken: bool = False  # a quote stands where none may, so that its cells can not be trusted


class _Lines:
    """The lines of a text, those of the record that is being read kept."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = "\n" if "\n" in text else "\r"  # lines that end with a bare CR come from old Macs only
        self._place = 0
        self.of_record: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._place >= len(self._text):
            raise StopIteration
        end = self._text.find(self._end, self._place) + 1 or len(self._text)
        line = self._text[self._place : end]
        self._place = end
        self.of_record.append(line)
        return line


def read_records(text: str, delimiter: str, *, first: int, strict: bool = True) -> Iterator[Record]:
    """Every record; the first has the number `first`. With `strict` a quote in the wrong place makes it broken.

    Raises:
        SheetError: where a quote is never closed, so that it swallows the rest of the file.
    """
    before = csv.field_size_limit(max(len(text), _USUAL_LIMIT))  # a setting of the whole process; put back below
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=strict)
    number, line = first - 1, first
    try:
        while True:
            lines.of_record.clear()
            try:
                found, broken = [next(reader)], False
            except StopIteration:
                return
            except csv.Error as error:
                if "expected after" not in str(error):
                    raise SheetError(_explain(str(error), number + 1, line)) from error
                # A quote in the wrong place may have swallowed whole lines: each of them is a row, or it would be lost.
                found, broken = [_read_loosely(part, delimiter) for part in lines.of_record], True
            for cells in found:
                number += 1
                _check_width(number, cells)
                yield Record(number, cells, not broken and len(lines.of_record) > 1, broken)
            line += len(lines.of_record)
    finally:
        csv.field_size_limit(before)


def _read_loosely(line: str, delimiter: str) -> list[str]:
    """The cells of a line whose quotes are wrong, as well as they can be told."""
    return next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])


def _check_width(row: int, cells: list[str]) -> None:
    if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
        raise SheetError(
            f"Row {row} has {len(cells):,} cells, far more than a sheet of campaigns. Check its commas and quotes."
        )


def _explain(complaint: str, row: int, line: int) -> str:
    where = f"Row {row} (line {line} of the file)"
    if "unexpected end" in complaint:
        return f'{where} has a cell that begins with a double quote (") which is never closed. Close it and retry.'
    if "new-line" in complaint:
        return f"{where} has a line break inside a cell without quotes. Put the cell in double quotes and retry."
    return f"{where} can not be read as a row of cells. Check its quotes and retry."
