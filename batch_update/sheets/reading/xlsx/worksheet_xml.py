"""Takes rows and cells out of a worksheet's XML, whatever of it its writer left out or spelled in a way of its own.

ECMA-376 (part 1, 18.3.1.4 and 18.3.1.73) leaves the number of a row and the address of a cell to the writer: one
without stands behind the one before it. What stands in a cell beside its value is kept too, so that nothing is lost
without a word. Knows XML and places, and not what a value means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from xml.parsers.expat import ExpatError, ParserCreate

from batch_update.errors import SheetError
from batch_update.sheets.reading.file_kind import DAMAGED
from batch_update.sheets.reading.grid import MOST_COLUMNS, UNUSUAL, column_of, letters_of, too_far_right
from batch_update.sheets.reading.xlsx.raw_cells import RawCell, RawRow
from batch_update.sheets.reading.xlsx.texts import NO_TEXT
from batch_update.sheets.reading.xlsx.usual_rows import UsualRows

_DEPTH_OF_ROWS = 2  # inside of `worksheet` and `sheetData`
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?0*([1-9]\d{0,6})", re.IGNORECASE)


def raw_rows(chunks: Iterable[bytes]) -> Iterator[RawRow]:
    """The rows of a worksheet that have cells, in their order.

    Raises:
        SheetError: if the XML is broken, or its rows or addresses contradict each other.
    """
    reader = _RowReader()
    parser = ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.data
    stream = iter(chunks)
    opening = b"".join(islice(stream, 2))
    try:
        parser.Parse(opening, False)  # noqa: FBT003 - expat takes it by place only
        yield from reader.take_rows()
        usual = UsualRows(opening)
        for chunk in stream:
            xml, place = chunk.decode(), 0
            while place < len(xml):
                found = usual.take(xml, place, after=reader.last_row) if reader.is_between_rows else None
                if found is not None:
                    row, place = found
                    reader.last_row = row.number
                    if row.cells:
                        yield row
                    continue
                start, place = place, xml.find(usual.row_start, place + 1)
                place = len(xml) if place < 0 else place
                parser.Parse(xml[start:place].encode(), False)  # noqa: FBT003
                yield from reader.take_rows()
        parser.Parse(b"", True)  # noqa: FBT003
        yield from reader.take_rows()
    except (ExpatError, ValueError, LookupError) as error:
        raise SheetError(DAMAGED) from error


class _RowReader:
    """Takes elements as they come. Tags are compared whole; those of other namespaces are nobody's."""

    def __init__(self) -> None:
        self._rows: list[RawRow] = []
        self._row: RawRow | None = None
        self._cell: RawCell | None = None
        self.last_row = 0
        self._last_column = 0
        self._path: list[str] = []  # of the elements that are open inside of the cell
        self._space: str | None = None  # the namespace of the root, which is that of all that counts
        self._row_tag = self._cell_tag = ""
        self._depth = 0  # of elements that are open, outside of a cell

    @property
    def is_between_rows(self) -> bool:
        """Whether the next element stands where rows do."""
        return self._depth == _DEPTH_OF_ROWS and self._row is None

    def take_rows(self) -> list[RawRow]:
        rows, self._rows = self._rows, []
        return rows

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._space is None:
            self._space = tag[: tag.rfind("}") + 1]
            self._row_tag, self._cell_tag = f"{self._space}row", f"{self._space}c"
        elif self._cell is not None:
            self._path.append(tag.removeprefix(self._space))
            self._start_in_cell(self._cell, attributes)
            return
        elif tag == self._cell_tag:
            self._start_cell(attributes)
        elif tag == self._row_tag:
            self._start_row(attributes)
        self._depth += 1

    def end(self, tag: str) -> None:
        if self._path:
            self._path.pop()
            return
        self._depth -= 1
        if self._cell is not None:
            if self._cell.is_filled and self._cell.column > MOST_COLUMNS:
                raise SheetError(too_far_right(f"{letters_of(self._cell.column)}{self._number_so_far()}"))
            self._cell = None
        elif self._row is not None and tag == self._row_tag:
            self._end_row(self._row)

    def data(self, text: str) -> None:
        cell = self._cell
        if cell is None:
            return
        match self._path:
            case ["v"]:
                cell.value = (cell.value or "") + text
            case ["f"]:
                cell.formula = (cell.formula or "") + text
            case ["is", "t"] | ["is", "r", "t"]:
                cell.text = (cell.text or "") + text
            case [first, *rest] if first in NO_TEXT or (first == "is" and not NO_TEXT.isdisjoint(rest)):
                pass
            case _:
                cell.stray += text

    def _start_row(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r", "").strip()
        if self._row is not None or (written and not (written.isascii() and written.isdigit())):
            raise SheetError(UNUSUAL)
        number = int(written[:9]) if written else 0
        if written and number <= self.last_row:  # out of order: one reader would skip it, another would take it
            raise SheetError(UNUSUAL)
        self._row = RawRow(number, {name.encode(): value.encode() for name, value in attributes.items()})
        self._last_column = 0

    def _end_row(self, row: RawRow) -> None:
        row.number = row.number or self.last_row + 1
        self.last_row = row.number
        self._row = None
        if row.cells:
            self._rows.append(row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        row = self._row
        if row is None:
            raise SheetError(UNUSUAL)
        column = self._last_column + 1
        if address := attributes.get("r", "").strip():
            found = _ADDRESS.fullmatch(address)
            if found is None:
                raise SheetError(UNUSUAL)
            column, number = column_of(found.group(1).upper()), int(found.group(2))
            if not row.number and number > self.last_row:
                row.number = number
            if number != row.number:
                raise SheetError(UNUSUAL)
        self._last_column = column
        self._cell = RawCell(column, attributes.get("t", "").strip(), attributes.get("s", ""))
        row.cells.append(self._cell)

    def _start_in_cell(self, cell: RawCell, attributes: dict[str, str]) -> None:
        match self._path:
            case ["v"] if cell.value is not None:
                cell.stray += cell.value  # a second one: only one of them can be the value
                cell.value = ""
            case ["v"]:
                cell.value = ""
            case ["is"]:
                cell.text = cell.text or ""
            case ["f"]:
                cell.formula = ""
                cell.formula_kind, cell.shared_number = attributes.get("t", ""), attributes.get("si", "")

    def _number_so_far(self) -> int:
        return self._row.number or self.last_row + 1 if self._row else 0
