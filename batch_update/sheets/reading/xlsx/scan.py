"""Looks through the XML of a worksheet before any library does: what is risky, how far it reaches, what it hides.

The libraries each lose something: calamine shows error cells as blank and ends the whole process when one cell stands
in the last column; openpyxl needs ten times as long. So the bytes are searched first, a megabyte at a time, with tests
that cost a fraction of reading them. A test that is not sure says "the XML reader", never "calamine".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from batch_update.errors import SheetError
from batch_update.sheets.reading.archive import refuse_doctype
from batch_update.sheets.reading.file_kind import DAMAGED
from batch_update.sheets.reading.formats.number_format import NumberFormat
from batch_update.sheets.reading.grid import (
    MOST_CELLS,
    MOST_COLUMNS,
    TOO_MANY_CELLS,
    UNUSUAL,
    Area,
    column_of,
    read_area,
)
from batch_update.sheets.reading.xlsx.conditional import Condition, find_conditions
from batch_update.sheets.reading.xlsx.scan_hidden import (
    attributes,
    hidden_columns,
    row_is_hidden,
    rows_are_flat,
    shows_zeros,
)
from batch_update.sheets.reading.xlsx.scan_styles import StyleWatch
from batch_update.sheets.reading.xlsx.texts import has_escapes, has_loose_ends

_ODD_FORMATS = "number formats that change what is shown"
STRICT = (  # the namespace of the strict form, and the usual one that means the same
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
)
_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?worksheet(?:\s[^>]*)?>")
_PREFIX_AT_END = re.compile(rb"<([A-Za-z_][\w.-]*:)$")
_ENCODING = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']""")
_MOST_HEAD = 4 << 20
_MOST_ROW = 32 << 20


@dataclass(slots=True, kw_only=True)
class Findings:
    """What the scan of one worksheet found. `xml` is the worksheet with nothing but its filled rows."""

    xml: list[bytes] = field(default_factory=list)
    risks: set[str] = field(default_factory=set)
    filled: int = 0  # cells with content; exact where there is no risk
    last_row: int = 0
    last_column: int = 0
    hidden_rows: set[int] = field(default_factory=set)  # all of them where there is no risk
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    shows_zeros: bool = True
    conditions: list[Condition] = field(default_factory=list)
    is_flat: bool = False  # rows without a height of their own have none

    @property
    def size(self) -> int:
        """Bytes of the XML that is left."""
        return sum(map(len, self.xml))


def scan(chunks: Iterable[bytes], formats: Sequence[NumberFormat]) -> Findings:
    """Look through a worksheet's XML, whatever its namespace prefix. `formats` are those of the styles by number.

    Raises:
        SheetError: if it is cut off, or no worksheet.
    """
    stream = iter(chunks)
    head, rest = _take_head(stream)
    root = _ROOT.search(head)
    if root is None:
        raise SheetError(DAMAGED)
    prefix = _PREFIX_AT_END.search(head)  # the root's own may be another
    found = Findings(hidden_columns=hidden_columns(head), shows_zeros=shows_zeros(head), is_flat=rows_are_flat(head))
    found.xml.append(root.group().replace(*STRICT))
    body = _Body(prefix.group(1) if prefix else b"", formats, found)
    tail = body.look_through(rest, stream)
    found.xml.append(b"</" + (root.group(1) or b"") + b"worksheet>")
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


# A cell as every known program spells it, its address in the row that it stands in (group 1). All else is for the
# XML reader: calamine takes a text that is numbered ` 5` for the first, and `<v>` in an inline text for blank.
_USUAL_CELL = (
    rb'<%(p)sc r="[A-Z]{1,3}+\1"(?: s="\d++")?+(?:/>|></%(p)sc>'
    rb'| t="s"><%(p)sv>\d++</%(p)sv></%(p)sc>'
    rb'|(?: t="n")?+><%(p)sv>-?+\d++(?:\.\d++)?+(?:[eE][-+]?+\d++)?+</%(p)sv></%(p)sc>'
    rb'| t="b"><%(p)sv>[01]</%(p)sv></%(p)sc>'
    rb'| t="str"><%(p)sv>[^<]++</%(p)sv></%(p)sc>'
    rb'| t="inlineStr"><%(p)sis><%(p)st(?: xml:space="preserve")?+>[^<]++</%(p)st></%(p)sis></%(p)sc>)'
)
_USUAL_ROWS = rb'\s*+(?:<%(p)srow r="(\d{1,7})"[^>]*+>(?:(?<=/>)|(?:' + _USUAL_CELL + rb")*+</%(p)srow>)\s*+)*+"


class _Body:
    """The rows of one worksheet, searched piece by piece."""

    def __init__(self, prefix: bytes, formats: Sequence[NumberFormat], found: Findings) -> None:
        tag = b"<" + re.escape(prefix)
        end = b"</" + re.escape(prefix)
        self._found = found
        self._row_start = b"<" + prefix + b"row"
        self._cell_end = b"</" + prefix + b"c>"
        self._empty_end = b'">' + self._cell_end
        self._opening, self._end = b"<" + prefix, b"</" + prefix + b"sheetData"
        empty_cells = rb"(?:\s*" + tag + rb"c\b(?![^>]*\bt\s*=\s*[\"']e)[^>]*(?:/>|>\s*" + end + rb"c>))*\s*"
        self._empty_row = re.compile(tag + rb"row\b[^>]*(?:/>|>" + empty_cells + end + rb"row\s*>)")
        self._row_number = re.compile(tag + rb'row r="(\d{1,7})"')
        self._row = re.compile(tag + rb"row\b([^>]*)>")
        self._usual_rows = re.compile(_USUAL_ROWS % {b"p": re.escape(prefix)})
        self._letters = re.compile(tag + rb'c r="([A-Z]{1,3}+)')
        self._styles = StyleWatch(tag, formats)
        self._last_number = 0

    def look_through(self, rest: bytes, stream: Iterator[bytes]) -> bytes:
        """Search all rows, and give back the XML behind them. Raises SheetError if the end is missing."""
        opening = rest[: rest.index(b">") + 1]
        rest = rest[len(opening) :]
        if opening.endswith(b"/>"):  # no rows at all
            return rest + b"".join(stream)
        self._found.xml.append(self._opening + opening)
        while True:
            end = rest.find(self._end)
            if end >= 0:
                self._look_at(rest[:end])
                self._found.xml.append(self._end + b">")
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
        if self._are_numbered(rows) and (b"/>" in rows or self._empty_end in rows):
            last = rows.rfind(self._row_start)  # stays, empty or not: a row without a number may come behind it
            rows = self._empty_row.sub(b"", rows[:last]) + rows[last:]
        self._measure(rows)
        self._look_for_risks(rows)
        if self._found.is_flat or b"hidden" in rows or b"ht=" in rows:
            self._note_hidden_rows(rows)
        self._found.xml.append(rows)

    def _are_numbered(self, rows: bytes) -> bool:
        """Whether every row has its number. One out of order would be skipped by one reader and taken by another."""
        numbers = self._row_number.findall(rows)
        if not numbers or len(numbers) != rows.count(self._row_start):
            return False
        for number in map(int, numbers):
            if number <= self._last_number:
                raise SheetError(UNUSUAL)
            self._last_number = number
        self._found.last_row = self._last_number
        return True

    def _measure(self, rows: bytes) -> None:
        """How far the cells reach and how many hold something, which only the usual spelling tells for sure."""
        found = self._found
        letters = set(self._letters.findall(rows))
        found.last_column = max([found.last_column, *(column_of(letter.decode()) for letter in letters)])
        found.filled += rows.count(self._cell_end) - rows.count(self._empty_end)
        if found.filled > MOST_CELLS:
            raise SheetError(TOO_MANY_CELLS)
        if not self._usual_rows.fullmatch(rows):
            if b"<!" in rows or b"<?" in rows:  # comments and the like, which would hide cells from a search of bytes
                raise SheetError(UNUSUAL)
            found.risks.add("formulas, error cells, or rows and cells of an unknown spelling")
        if b"xmlns" in rows:
            found.risks.add("elements of another namespace")
        if has_escapes(rows) or (b"inlineStr" in rows and has_loose_ends(rows)):
            found.risks.add("texts that readers take differently")
        if found.last_column > MOST_COLUMNS:
            found.risks.add("cells far to the right")

    def _look_for_risks(self, rows: bytes) -> None:
        risks = self._found.risks
        if _ODD_FORMATS not in risks and self._styles.find_odd(rows):
            risks.add(_ODD_FORMATS)

    def _note_hidden_rows(self, rows: bytes) -> None:
        for row in self._row.findall(rows):
            tag = attributes(row)
            if tag.get(b"r", b"").isdigit() and row_is_hidden(tag, is_flat=self._found.is_flat):
                self._found.hidden_rows.add(int(tag[b"r"]))


def _merged(tail: bytes) -> list[Area]:
    references = (attributes(tag).get(b"ref", b"") for tag in re.findall(rb"<(?:[\w.-]+:)?mergeCell\s([^>]*)>", tail))
    return [area for reference in references if (area := read_area(reference.decode(errors="replace")))]
