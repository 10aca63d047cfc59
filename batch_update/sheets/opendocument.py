"""An .ods file of LibreOffice and its like, read from the stream of its `content.xml`.

calamine would read it too, but takes errors for blanks and booleans for numbers. Attributes are those of
OpenDocument 1.3, part 3, chapter 19; `calcext:value-type` is LibreOffice's mark of an error.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from batch_update.errors import SheetError
from batch_update.model import CellValue
from batch_update.sheets import names
from batch_update.sheets.archive import Archive, local_name
from batch_update.sheets.grid import (
    MOST_CELLS,
    MOST_COLUMNS,
    TOO_MANY_CELLS,
    Area,
    Grid,
    GridRow,
    Worksheet,
    letters_of,
)
from batch_update.sheets.opendocument_cells import read_cell
from batch_update.sheets.openxml import template_notes
from batch_update.sheets.sniff import DAMAGED, LOCKED
from batch_update.sheets.zeros import hide_zeros

_MOST_ROWS = 1 << 20
_NOTHING = re.compile(r"0*\.?0*[a-z]*")  # a size of `0cm`
_PARAGRAPHS = ("p", "h")


@dataclass(slots=True)
class _Table:
    name: str
    style: str
    rows: list[GridRow] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    empty_results: set[int] = field(default_factory=set)
    next_row: int = 1
    next_column_definition: int = 1


class OpenDocument:
    """A spreadsheet of LibreOffice, OpenOffice or Google."""

    def __init__(self, archive: Archive) -> None:
        """Raises SheetError if it is protected, damaged or larger than a sheet of campaigns."""
        if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise SheetError(LOCKED)
        reader = _ContentReader()
        parser = DefusedXMLParser(target=reader, forbid_dtd=True)
        try:
            for chunk in archive.chunks("content.xml"):
                parser.feed(chunk)
            parser.close()
        except (ParseError, DefusedXmlException, ValueError, LookupError, OverflowError) as error:
            raise SheetError(DAMAGED) from error
        if not reader.tables:
            raise SheetError("The file holds no worksheet with cells. Choose another file.")
        self._tables = reader.tables
        self.worksheets = tuple(
            Worksheet(table.name, table.style not in reader.hidden_styles, str(place))
            for place, table in enumerate(reader.tables)
        )
        self.notes = tuple(_template_notes(archive))
        self._shows_zeros = _shows_zeros(archive)

    def read(self, worksheet: Worksheet) -> Grid:
        """All filled rows of a worksheet."""
        table = self._tables[int(worksheet.part)]
        return Grid(
            rows=table.rows if self._shows_zeros else hide_zeros(table.rows),
            hidden_rows=frozenset(table.hidden_rows),
            hidden_columns=frozenset(table.hidden_columns),
            merged=tuple(table.merged),
            empty_results=frozenset(table.empty_results),
        )


def open_opendocument(archive: Archive) -> OpenDocument:
    """The spreadsheet in an .ods file. Raises SheetError if it can not be read."""
    return OpenDocument(archive)


class _ContentReader:
    """Takes the elements of `content.xml` as they come and keeps filled rows only.

    LibreOffice writes the blank rest of a sheet as one row that is repeated a million times.
    """

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self.hidden_styles: set[str] = set()
        self._flat_styles: set[tuple[str, str]] = set()  # of rows without height, and of columns without width
        self._style = ""
        self._table: _Table | None = None
        self._row: dict[str, str] = {}
        self._cells: dict[int, CellValue] = {}
        self._column = 1
        self._cell: dict[str, str] | None = None
        self._depth = 0  # of elements below the cell
        self._paragraphs: list[list[str]] = []
        self._in_paragraph = False
        self._comment_depth = 0  # of the comment that is being read, 0 outside of one
        self._filled = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = local_name(tag)
        if self._cell is not None:
            self._start_in_cell(name, attributes)
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
                self._table = _Table(plain.get("name", ""), plain.get("style-name", ""))
                self.tables.append(self._table)
            case "table-column" if self._table is not None:
                self._define_column(self._table, _plain_names(attributes))
            case "table-row":
                self._row, self._cells, self._column = _plain_names(attributes), {}, 1
            case "table-cell" | "covered-table-cell":
                self._cell, self._depth, self._paragraphs = _plain_names(attributes), 0, []
                self._cell["covered"] = "yes" if name == "covered-table-cell" else ""

    def end(self, tag: str) -> None:
        name = local_name(tag)
        if self._cell is not None and self._depth:
            if self._depth == self._comment_depth:
                self._comment_depth = 0
            self._depth -= 1
            if self._depth == 0:
                self._in_paragraph = False
            return
        if name in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "table-row" and self._table is not None:
            self._end_row(self._table)
        elif name == "table":
            self._table = None

    def data(self, text: str) -> None:
        if self._in_paragraph and not self._comment_depth:
            self._paragraphs[-1].append(text)

    def close(self) -> None:
        """The parser calls it at the end."""

    def _start_in_cell(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._comment_depth:
            return
        if name == "annotation":
            self._comment_depth = self._depth
        elif self._depth == 1:
            self._in_paragraph = name in _PARAGRAPHS
            if self._in_paragraph:
                self._paragraphs.append([])
        elif self._in_paragraph and name in ("s", "tab", "line-break"):
            count = min(_number(_plain_names(attributes).get("c", "1")), 32_767)
            self._paragraphs[-1].append({"s": " " * count, "tab": "\t", "line-break": "\n"}[name])

    def _define_column(self, table: _Table, attributes: Mapping[str, str]) -> None:
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
        shown = "\n".join(map("".join, self._paragraphs)) if self._paragraphs else None
        value = None if attributes["covered"] else read_cell(attributes, shown)
        if value is None and "formula" in attributes and not attributes["covered"]:
            table.empty_results.add(self._column)
        if value is not None:
            if self._column + count - 1 > MOST_COLUMNS:
                raise SheetError(
                    f"Cell {letters_of(self._column + count - 1)}{table.next_row} holds something, far to the right of"
                    " every column that a sheet of campaigns has. Delete that column, save the sheet and retry."
                )
            self._cells.update(dict.fromkeys(range(self._column, self._column + count), value))
        across, down = (_repeated(attributes, f"number-{way}-spanned") for way in ("columns", "rows"))
        if across > 1 or down > 1:
            table.merged.append(
                Area(table.next_row, table.next_row + down - 1, self._column, self._column + across - 1)
            )
        self._column += count

    def _end_row(self, table: _Table) -> None:
        count = _repeated(self._row, "number-rows-repeated")
        first = table.next_row
        table.next_row += count
        if self._cells and self._is_hidden("row", self._row):
            table.hidden_rows.update(range(first, min(table.next_row, _MOST_ROWS + 1)))
        if not self._cells:
            return
        self._filled += len(self._cells) * count
        if self._filled > MOST_CELLS or table.next_row > _MOST_ROWS + 1:
            raise SheetError(TOO_MANY_CELLS)
        cells = [self._cells.get(column) for column in range(1, max(self._cells) + 1)]
        table.rows.extend(GridRow(number, cells) for number in range(first, table.next_row))


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


def _template_notes(archive: Archive) -> list[str]:
    if "meta.xml" not in archive:
        return []
    for element in archive.parse("meta.xml").iter():
        if local_name(element.tag) == "user-defined" and names.TEMPLATE_PROPERTY in element.attrib.values():
            return template_notes((element.text or "").strip())
    return []


def _shows_zeros(archive: Archive) -> bool:
    """Whether cells that hold a zero show it: a choice for the whole file, not for a worksheet."""
    try:
        settings = list(archive.parse("settings.xml").iter()) if "settings.xml" in archive else []
    except SheetError:  # how a sheet was looked at last is no reason not to read it
        settings = []
    views = [item for item in settings if item.attrib and "view-settings" in " ".join(item.attrib.values())]
    for group in (*views, *settings[:1]):  # what a view says goes before what the file says as a whole
        items = [item for item in group.iter() if "ShowZeroValues" in item.attrib.values()]
        if items:
            return not any((item.text or "").strip() == "false" for item in items)
    return True
