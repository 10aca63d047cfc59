"""Takes tables, rows and cells out of an .ods file's `content.xml`, and keeps the filled ones.

Knows the elements of OpenDocument 1.3, part 3, chapters 5, 6 and 9; what a cell's value is, `opendocument_cells` says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from batch_update.errors import SheetError
from batch_update.model import CellValue
from batch_update.sheets.reading.archive import local_name
from batch_update.sheets.reading.grid import (
    MOST_CELLS,
    MOST_COLUMNS,
    TOO_MANY_CELLS,
    Area,
    GridRow,
    letters_of,
    too_far_right,
    unread_cell,
)
from batch_update.sheets.reading.ods.cells import read_cell

_MOST_ROWS = 1 << 20
_NOTHING = re.compile(r"0*\.?0*[a-z]*")  # a size of `0cm`
_PARAGRAPHS = ("p", "h")
_NO_CONTENT = ("annotation", "ruby-text", "detective", "event-listeners")  # beside what a cell shows as its own
_DRAWING = ":drawing:"  # in the namespace of pictures and shapes, whose texts stand over a cell and not in it


@dataclass(slots=True)
class Table:
    """One worksheet, as far as it has been read."""

    name: str
    style: str
    rows: list[GridRow] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    empty_results: set[int] = field(default_factory=set)
    next_row: int = 1
    next_column_definition: int = 1


class ContentReader:
    """Takes the elements of `content.xml` as they come and keeps filled rows only.

    LibreOffice writes the blank rest of a sheet as one row that is repeated a million times.
    """

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self.hidden_styles: set[str] = set()
        self._flat_styles: set[tuple[str, str]] = set()  # of rows without height, and of columns without width
        self._style = ""
        self._table: Table | None = None
        self._row: dict[str, str] = {}
        self._cells: dict[int, CellValue] = {}
        self._column = 1
        self._cell: dict[str, str] | None = None
        self._depth = 0  # of elements below the cell
        self._paragraphs: list[list[str]] = []
        self._paragraph_depth = 0  # of the paragraph that is being read, 0 outside of one
        self._skipped_depth = 0  # of the comment, picture or the like that is being read
        self._stray = ""  # text in the cell that stands in no paragraph
        self._unread: list[tuple[int, str]] = []  # cells of the row that can not be read: column, what is written
        self._filled = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = local_name(tag)
        if self._cell is not None:
            self._start_in_cell(tag, name, attributes)
            return
        match name:
            case "style":
                self._style = _plain_names(attributes).get("name", "")
            case "table-properties" if _plain_names(attributes).get("display") == "false":
                self.hidden_styles.add(self._style)
            case "table-row-properties" if _is_nothing(attributes, "row-height"):
                self._flat_styles.add(("row", self._style))
            case "table-column-properties" if _is_nothing(attributes, "column-width"):
                self._flat_styles.add(("column", self._style))
            case "table":
                plain = _plain_names(attributes)
                self._table = Table(plain.get("name", ""), plain.get("style-name", ""))
                self.tables.append(self._table)
            case "table-column" if self._table is not None:
                self._define_column(self._table, _plain_names(attributes))
            case "table-row":
                self._row, self._cells, self._column, self._unread = _plain_names(attributes), {}, 1, []
            case "table-cell" | "covered-table-cell":
                self._cell, self._depth, self._paragraphs, self._stray = _plain_names(attributes), 0, [], ""
                self._cell["covered"] = "yes" if name == "covered-table-cell" else ""

    def end(self, tag: str) -> None:
        """An element ends."""
        name = local_name(tag)
        if self._cell is not None and self._depth:
            if self._depth == self._skipped_depth:
                self._skipped_depth = 0
            if self._depth == self._paragraph_depth:
                self._paragraph_depth = 0
            self._depth -= 1
            return
        if name in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "table-row" and self._table is not None:
            self._end_row(self._table)
        elif name == "table":
            self._table = None

    def data(self, text: str) -> None:
        """Text between tags."""
        if self._cell is None or self._skipped_depth:
            return
        if self._paragraph_depth:
            self._paragraphs[-1].append(text)
        else:
            self._stray += text

    def close(self) -> None:
        """The parser calls it at the end."""

    def _start_in_cell(self, tag: str, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._skipped_depth:
            return
        if name in _NO_CONTENT or _DRAWING in tag:
            self._skipped_depth = self._depth
        elif name in _PARAGRAPHS and not self._paragraph_depth:
            self._paragraph_depth = self._depth
            self._paragraphs.append([])
        elif self._paragraph_depth and name in ("s", "tab", "line-break"):
            count = min(_number(_plain_names(attributes).get("c", "1")), 32_767)
            self._paragraphs[-1].append({"s": " " * count, "tab": "\t", "line-break": "\n"}[name])

    def _define_column(self, table: Table, attributes: Mapping[str, str]) -> None:
        first = table.next_column_definition
        table.next_column_definition += _repeated(attributes, "number-columns-repeated")
        if self._is_hidden("column", attributes):
            table.hidden_columns.update(range(first, min(table.next_column_definition, MOST_COLUMNS + 1)))

    def _is_hidden(self, what: str, attributes: Mapping[str, str]) -> bool:
        is_flat = (what, attributes.get("style-name", "")) in self._flat_styles
        return is_flat or attributes.get("visibility", "visible") != "visible"

    def _end_cell(self, attributes: Mapping[str, str]) -> None:
        count = _repeated(attributes, "number-columns-repeated")
        table = self._table
        if table is None:
            return
        value = self._read_cell(attributes)
        if value is None and "formula" in attributes:
            table.empty_results.add(self._column)
        if value is not None:
            if self._column + count - 1 > MOST_COLUMNS:
                raise SheetError(too_far_right(f"{letters_of(self._column + count - 1)}{table.next_row}"))
            self._cells.update(dict.fromkeys(range(self._column, self._column + count), value))
        across, down = (_repeated(attributes, f"number-{way}-spanned") for way in ("columns", "rows"))
        if across > 1 or down > 1:
            table.merged.append(
                Area(table.next_row, table.next_row + down - 1, self._column, self._column + across - 1)
            )
        elif attributes["covered"] and value is not None and not self._is_merged(table):
            table.merged.append(Area(table.next_row, table.next_row, self._column, self._column + count - 1))
        self._column += count

    def _is_merged(self, table: Table) -> bool:
        return any(
            area.first_row <= table.next_row <= area.last_row and area.first_column <= self._column <= area.last_column
            for area in table.merged
        )

    def _read_cell(self, attributes: Mapping[str, str]) -> CellValue:
        """The value of the cell that ends here. One that can not be read is kept for the problems of its row."""
        shown = "\n".join(map("".join, self._paragraphs)) if self._paragraphs else None
        try:
            value = read_cell(attributes, shown)
            if self._stray.strip() or (value is None and shown and shown.strip()):
                raise ValueError  # noqa: TRY301 - something is in the cell that is not in its value
        except ValueError:
            self._unread.append((self._column, f"{shown or ''} {self._stray}".strip()))
            return None
        return value

    def _end_row(self, table: Table) -> None:
        count = _repeated(self._row, "number-rows-repeated")
        first = table.next_row
        table.next_row += count
        if self._cells and self._is_hidden("row", self._row):
            table.hidden_rows.update(range(first, min(table.next_row, _MOST_ROWS + 1)))
        if not self._cells and not self._unread:
            return
        self._filled += (len(self._cells) + len(self._unread)) * count
        if self._filled > MOST_CELLS or table.next_row > _MOST_ROWS + 1:
            raise SheetError(TOO_MANY_CELLS)
        cells = [self._cells.get(column) for column in range(1, max(self._cells, default=0) + 1)]
        table.rows.extend(
            GridRow(number, cells, tuple(unread_cell(number, column, value) for column, value in self._unread))
            for number in range(first, table.next_row)
        )


def _plain_names(attributes: Mapping[str, str]) -> dict[str, str]:
    """Attributes without their namespaces. Two of them share a name: LibreOffice's own `value-type` tells errors."""
    plain: dict[str, str] = defaultdict(str)
    for key, value in attributes.items():
        name = local_name(key)
        if name == "value-type" and "calcext" in key.casefold():
            plain["error"] = "yes" if value == "error" else ""
        else:
            plain[name] = value
    return dict(plain)


def _is_nothing(attributes: Mapping[str, str], name: str) -> bool:
    size = _plain_names(attributes).get(name, "")
    return bool(size) and _NOTHING.fullmatch(size) is not None


def _repeated(attributes: Mapping[str, str], name: str) -> int:
    return max(_number(attributes.get(name, "1")), 1)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
