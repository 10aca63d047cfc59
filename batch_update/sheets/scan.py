"""Looks through the XML of a worksheet before any library does: what is risky, how far it reaches, what it hides.

The libraries each lose something: calamine shows error cells as blank and ends the whole process when one cell stands
in the last column; openpyxl needs ten times as long. So the bytes are searched first, a megabyte at a time, with tests
that cost a fraction of reading them. A test that is not sure says "careful", never "fast".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from batch_update.errors import SheetError
from batch_update.sheets.archive import refuse_doctype
from batch_update.sheets.conditional import Condition, find_conditions
from batch_update.sheets.formats import NumberFormat
from batch_update.sheets.grid import MOST_CELLS, MOST_COLUMNS, TOO_MANY_CELLS, Area, column_of
from batch_update.sheets.scan_hidden import attributes, hidden_columns, row_is_hidden, rows_are_flat, shows_zeros
from batch_update.sheets.scan_styles import StyleWatch
from batch_update.sheets.sniff import DAMAGED

_NO_NUMBERS = "rows without numbers"
_ODD_FORMATS = "number formats that change what is shown"
UNUSUAL = "The sheet is written in an unusual way. Open it in Excel, save it as .xlsx and retry."

_STRICT = (
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
)
_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?worksheet(?:\s[^>]*)?>")
_ENCODING = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']""")
_MOST_HEAD = 4 << 20
_MOST_ROW = 32 << 20


@dataclass(slots=True, kw_only=True)
class Findings:
    """What the scan of one worksheet found. `xml` is the worksheet with nothing but its filled rows."""

    xml: list[bytes] = field(default_factory=list)
    risks: set[str] = field(default_factory=set)
    has_formulas: bool = False
    uncalculated: set[str] = field(default_factory=set)  # cells of text formulas without even an empty result
    filled: int = 0
    last_row: int = 0
    last_column: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    shows_zeros: bool = True
    conditions: list[Condition] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of the XML that is left."""
        return sum(map(len, self.xml))


def scan(chunks: Iterable[bytes], formats: Sequence[NumberFormat]) -> Findings:
    """Look through a worksheet's XML, whatever its namespace prefix. `formats` are those of the styles by number.

    Raises:
        SheetError: if it is cut off, no worksheet, or holds a value far to the right of any campaign.
    """
    stream = iter(chunks)
    head, rest = _take_head(stream)
    root = _ROOT.search(head)
    if root is None:
        raise SheetError(DAMAGED)
    prefix = root.group(1) + b":" if root.group(1) else b""
    found = Findings(hidden_columns=hidden_columns(head), shows_zeros=shows_zeros(head))
    found.xml.append(root.group().replace(*_STRICT) + b"<" + prefix + b"sheetData>")
    body = _Body(prefix, formats, found, is_flat=rows_are_flat(head))
    tail = body.look_through(rest, stream)
    found.xml.append(b"</" + prefix + b"sheetData></" + prefix + b"worksheet>")
    found.merged = _merged(tail)
    found.conditions = find_conditions(tail)
    return found


def _take_head(stream: Iterator[bytes]) -> tuple[bytes, bytes]:
    """The XML before the rows, and what came with it of the rest."""
    head = b""
    for chunk in stream:
        head += chunk
        place = head.find(b"sheetData")
        if place >= 0 and head.find(b">", place) >= 0:
            break
        if len(head) > _MOST_HEAD:
            raise SheetError(UNUSUAL)
    else:
        raise SheetError(DAMAGED)
    head = head.removeprefix(b"\xef\xbb\xbf")
    refuse_doctype(head)
    declared = _ENCODING.match(head.lstrip())
    if declared and declared.group(1).lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise SheetError(UNUSUAL)
    place = head.index(b"sheetData")
    return head[:place], head[place:]


class _Body:
    """The rows of one worksheet, searched piece by piece."""

    def __init__(self, prefix: bytes, formats: Sequence[NumberFormat], found: Findings, *, is_flat: bool) -> None:
        tag = b"<" + re.escape(prefix)
        self._found = found
        self._is_flat = is_flat
        self._row_start, self._cell_start = b"<" + prefix + b"row", b"<" + prefix + b"c"
        self._cell_end = b"</" + prefix + b"c>"
        self._formula, self._end = b"<" + prefix + b"f", b"</" + prefix + b"sheetData"
        empty_cells = rb"(?:\s*" + tag + rb"c\b[^>]*(?:/>|>\s*</" + re.escape(prefix) + rb"c>))*\s*"
        self._empty_row = re.compile(
            tag + rb"row\b[^>]*(?:/>|>" + empty_cells + rb"</" + re.escape(prefix) + rb"row\s*>)"
        )
        self._row_number = re.compile(tag + rb'row r="(\d{1,7})"')
        self._loose_row_number = re.compile(tag + rb"""row\b[^>]*?\sr\s*=\s*["'](\d{1,7})["']""")
        self._row = re.compile(tag + rb"row\b([^>]*)>")
        self._usual_cell = [  # as every known program spells it, with a row number of so many digits
            re.compile(tag + rb'c r="([A-Z]{1,3})\d{1,%d}"(?: s="\d+")?(?: t="(?:s|n|b|str|inlineStr)")?/?>' % digits)
            for digits in range(1, 9)
        ]
        self._loose_cell = re.compile(tag + rb"""c\b[^>]*?\sr\s*=\s*["']([A-Za-z]+)(\d+)""")
        self._far_cell = re.compile(
            tag + rb"""c\b[^>]*?\sr\s*=\s*["']([A-Za-z]{3,}\d+)["'][^>]*(?<!/)>\s*""" + tag + rb"(?:v|is|f)\b"
        )
        self._styles = StyleWatch(tag, formats)
        self._uncalculated = re.compile(
            tag
            + rb"c\b([^>]*\bt=\"str\"[^>]*)>\s*"
            + tag
            + rb"f\b(?:[^>]*/>|[^>]*>[^<]*</[^>]*>)\s*</"
            + re.escape(prefix)
            + rb"c>"
        )
        self._last_number = 0

    def look_through(self, rest: bytes, stream: Iterator[bytes]) -> bytes:
        """Search all rows, and give back the XML behind them. Raises SheetError if the end is missing."""
        opening = rest[: rest.index(b">") + 1]
        rest = rest[len(opening) :]
        if opening.endswith(b"/>"):  # no rows at all
            return rest + b"".join(stream)
        while True:
            end = rest.find(self._end)
            if end >= 0:
                self._look_at(rest[:end])
                return rest[end:] + b"".join(stream)
            cut = rest.rfind(self._row_start)
            if cut > 0:
                self._look_at(rest[:cut])
                rest = rest[cut:]
            if len(rest) > _MOST_ROW:
                raise SheetError(UNUSUAL)
            chunk = next(stream, b"")
            if not chunk:
                raise SheetError(DAMAGED)
            rest += chunk

    def _look_at(self, rows: bytes) -> None:
        """Search some whole rows and keep the filled ones."""
        if b"<!" in rows or b"<?" in rows:  # comments and the like, which would hide cells from a search of bytes
            raise SheetError(UNUSUAL)
        numbers = self._number_rows(rows)
        if _NO_NUMBERS not in self._found.risks:
            rows = self._empty_row.sub(b"", rows)
            numbers = self._row_number.findall(rows)
        self._measure(rows, int(numbers[-1]) if numbers else 0)
        self._look_for_risks(rows)
        if self._is_flat or b"hidden" in rows or b"ht=" in rows:
            self._note_hidden_rows(rows)
        self._found.xml.append(rows)

    def _number_rows(self, rows: bytes) -> list[bytes]:
        """The numbers of the rows. One out of order would be skipped by one reader and taken by another."""
        numbers = self._row_number.findall(rows)
        if len(numbers) != rows.count(self._row_start):
            self._found.risks.add(_NO_NUMBERS)
            numbers = self._loose_row_number.findall(rows)
        for number in map(int, numbers):
            if number <= self._last_number:
                raise SheetError(UNUSUAL)
            self._last_number = number
        return numbers

    def _measure(self, rows: bytes, last_row: int) -> None:
        """How far the cells reach; the last row is exact up to its number of digits."""
        found = self._found
        found.last_row = max(found.last_row, last_row, 1)
        columns = self._usual_cell[len(str(found.last_row)) - 1].findall(rows)
        letters = set(columns)
        if len(columns) != rows.count(self._cell_start):
            found.risks.add("error cells, or cells of an unknown type or spelling")
            letters = {letter.upper() for letter, _ in self._loose_cell.findall(rows)}
            letters = {letter if len(letter) <= 3 else b"ZZZ" for letter in letters}
        found.filled += rows.count(self._cell_end)
        if found.filled > MOST_CELLS:
            raise SheetError(TOO_MANY_CELLS)
        last = max((column_of(letter.decode()) for letter in letters), default=0)
        found.last_column = max(found.last_column, last)
        if last > MOST_COLUMNS and (far := self._far_cell.search(rows)):
            raise SheetError(
                f"Cell {far.group(1).decode()} holds something, far to the right of every column that a sheet of"
                " campaigns has. Delete that column, save the sheet and retry."
            )

    def _look_for_risks(self, rows: bytes) -> None:
        risks = self._found.risks
        if self._formula in rows:
            risks.add("formulas")
            self._found.has_formulas = True
            for cell in self._uncalculated.finditer(rows):
                self._found.uncalculated.add(attributes(cell.group(1)).get(b"r", b"").decode())
        if b"xmlns" in rows:
            risks.add("elements of another namespace")
        if _ODD_FORMATS not in risks and self._styles.find_odd(rows):
            risks.add(_ODD_FORMATS)

    def _note_hidden_rows(self, rows: bytes) -> None:
        for row in self._row.findall(rows):
            tag = attributes(row)
            if tag.get(b"r", b"").isdigit() and row_is_hidden(tag, is_flat=self._is_flat):
                self._found.hidden_rows.add(int(tag[b"r"]))


def _merged(tail: bytes) -> list[Area]:
    areas = []
    for tag in re.findall(rb"<(?:[\w.-]+:)?mergeCell\s([^>]*)>", tail):
        corners = re.fullmatch(rb"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))", attributes(tag).get(b"ref", b""))
        if corners:
            left, top, right, bottom = corners.groups()
            areas.append(Area(int(top), int(bottom), column_of(left.decode()), column_of(right.decode())))
    return areas
