"""An .xlsx or .xlsm file: finds its worksheets, styles and tables, scans the wanted sheet, and chooses who reads it.

calamine gets only what the scan has seen to be spelled as every program spells it, and must find as many cells with
content as the scan has counted. Everything else is the XML reader's.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from batch_update.errors import SheetError
from batch_update.sheets import names
from batch_update.sheets.reading.archive import Archive, local_name
from batch_update.sheets.reading.file_kind import DAMAGED
from batch_update.sheets.reading.formats.number_format import NumberFormat
from batch_update.sheets.reading.formats.zeros import hide_zeros
from batch_update.sheets.reading.grid import TOO_MANY_CELLS, Area, Grid, GridRow, Worksheet, read_area
from batch_update.sheets.reading.xlsx.conditional import doubt_cells
from batch_update.sheets.reading.xlsx.packing import DECLARED, NAMESPACE, pack
from batch_update.sheets.reading.xlsx.scan import STRICT, Findings, scan
from batch_update.sheets.reading.xlsx.styles import read_conditional_formats, read_formats
from batch_update.sheets.reading.xlsx.texts import are_plain_texts, shared_texts

CALAMINE_CELLS = 5_500_000  # in the rectangle up to the last cell: calamine asks memory for all of it, here 1 GB
CALAMINE_BYTES = 150 << 20
_MOST_TEXTS = 64 << 20  # three million of them; the readers keep each as an object

_MOST_SHEETS = 1000


@dataclass(frozen=True, slots=True)
class Parts:
    """All that a reader needs: what the scan found in a worksheet, the texts that cells share, the cell styles."""

    found: Findings
    texts: bytes
    formats: tuple[NumberFormat, ...]


class OpenXmlWorkbook:
    """A zipped workbook of Microsoft's, in the usual or the strict form."""

    def __init__(self, archive: Archive) -> None:
        """Raises SheetError if its parts do not hang together."""
        self._archive = archive
        self._main = _find_main_part(archive)
        self._related = _relationships(archive, self._main)
        tree = archive.parse(self._main)
        self.worksheets = tuple(self._list_worksheets(tree))
        self.notes = tuple(_template_notes(archive))
        self._epoch_1904 = any(
            local_name(element.tag) == "workbookPr" and element.get("date1904") in ("1", "true", "on")
            for element in tree
        )

    def read(self, worksheet: Worksheet) -> Grid:
        """All filled rows of a worksheet, by the calamine reader where nothing speaks against it."""
        return self.read_as(worksheet, by_xml=False)

    def read_as(self, worksheet: Worksheet, *, by_xml: bool) -> Grid:
        """As `read`; `by_xml` forces the reader that needs no guarantee from the scan."""
        parts = self.prepare(worksheet)
        found = parts.found
        rows: Sequence[GridRow] | None = None if by_xml else _read_by_calamine(parts, epoch_1904=self._epoch_1904)
        hidden, empty_results = found.hidden_rows, frozenset[int]()
        if rows is None:
            from batch_update.sheets.reading.xlsx import xml_reader as careful_reader  # noqa: PLC0415 - only where needed

            read = careful_reader.read_rows(
                found.xml,
                shared_texts(parts.texts),
                parts.formats,
                epoch_1904=self._epoch_1904,
                is_flat=found.is_flat,
            )
            rows, hidden, empty_results = read.rows, read.hidden_rows, frozenset(read.empty_results)
        if found.conditions:
            rows = doubt_cells(rows, found.conditions, self._read_conditional_formats())
        return Grid(
            rows=rows if found.shows_zeros else hide_zeros(rows),
            hidden_rows=frozenset(hidden),
            hidden_columns=frozenset(found.hidden_columns),
            merged=tuple(found.merged),
            empty_results=empty_results,
            totals=tuple(self._totals_rows(worksheet)),
        )

    def prepare(self, worksheet: Worksheet) -> Parts:
        """Scan a worksheet, and read what its cells refer to. Raises SheetError if it can not be read."""
        formats = self._read_formats()
        return Parts(scan(self._archive.chunks(worksheet.part), formats), self._read_texts(), formats)

    def _totals_rows(self, worksheet: Worksheet) -> Iterator[Area]:
        """The totals rows of the tables on a worksheet: the last rows of each, as many as it says."""
        if _links_path(worksheet.part) not in self._archive:
            return
        for kind, target in _relationships(self._archive, worksheet.part).values():
            if kind == "table" and target in self._archive:
                table = self._archive.parse(target)
                count = table.get("totalsRowCount", "0").strip()
                area = read_area(table.get("ref", ""))
                if area and count.isascii() and count.isdigit() and 0 < int(count[:9]) < area.last_row:
                    yield replace(area, first_row=max(area.last_row - int(count) + 1, area.first_row))

    def _list_worksheets(self, tree: Element) -> list[Worksheet]:
        worksheets = []
        for element in list(tree.iter())[: _MOST_SHEETS * 100]:
            if local_name(element.tag) != "sheet":
                continue
            link = next((value for key, value in element.items() if key.endswith("}id")), "")
            kind, target = self._related.get(link, ("", ""))
            if kind == "worksheet" and target in self._archive:  # charts and old macro sheets hold no rows
                visible = element.get("state", "visible") == "visible"
                worksheets.append(Worksheet(element.get("name", ""), visible, target))
        if not worksheets:
            raise SheetError("The workbook holds no worksheet with cells. Choose another file.")
        return worksheets

    def _part(self, kind: str) -> str | None:
        return next(
            (target for found, target in self._related.values() if found == kind and target in self._archive), None
        )

    def _read_texts(self) -> bytes:
        part = self._part("sharedStrings")
        if part is None:
            return f'{DECLARED}<sst xmlns="{NAMESPACE}"/>'.encode()
        texts = self._archive.read_xml(part)
        if len(texts) > _MOST_TEXTS:
            raise SheetError(TOO_MANY_CELLS)
        return texts.replace(*STRICT)

    def _read_formats(self) -> tuple[NumberFormat, ...]:
        """The number format of every cell style, by its number."""
        part = self._part("styles")
        return read_formats(self._archive.parse(part) if part is not None else ())

    def _read_conditional_formats(self) -> list[NumberFormat | None]:
        part = self._part("styles")
        return read_conditional_formats(self._archive.parse(part) if part is not None else ())


def suits_calamine(parts: Parts) -> bool:
    """Whether the calamine reader will see every cell as it is, within its memory."""
    found = parts.found
    return (
        not found.risks
        and 10 ** len(str(found.last_row)) * min(found.last_column, 2000) <= CALAMINE_CELLS * 10
        and found.last_row * found.last_column <= CALAMINE_CELLS
        and found.size + len(parts.texts) <= CALAMINE_BYTES
        and are_plain_texts(parts.texts)
    )


def _read_by_calamine(parts: Parts, *, epoch_1904: bool) -> list[GridRow] | None:
    """The rows by the calamine reader; None where it must not read them, or has not found all that the file holds."""
    if not suits_calamine(parts):
        return None
    from batch_update.sheets.reading.xlsx import calamine_reader  # noqa: PLC0415 - pandas takes a third of a second to load

    package = pack(parts.found.xml, parts.texts, parts.formats, epoch_1904=epoch_1904)
    return calamine_reader.read_rows(package, filled=parts.found.filled)


def _find_main_part(archive: Archive) -> str:
    if "_rels/.rels" in archive:
        for kind, target in _relationships(archive, "").values():
            if kind == "officeDocument" and target in archive:
                return target
    if "xl/workbook.xml" in archive:
        return "xl/workbook.xml"
    raise SheetError(DAMAGED)


def _relationships(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """The parts that a part refers to: by their link, the last word of their kind and their path."""
    folder, path = posixpath.dirname(part), _links_path(part)
    if path not in archive:
        raise SheetError(DAMAGED)
    related = {}
    for element in archive.parse(path):
        target = unquote(element.get("Target", "")).replace("\\", "/")
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        related[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], target)
    return related


def _links_path(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _template_notes(archive: Archive) -> list[str]:
    """What is to be said if the workbook was made from a template of another version."""
    if "docProps/custom.xml" not in archive:
        return []
    for element in archive.parse("docProps/custom.xml"):
        if element.get("name") == names.TEMPLATE_PROPERTY:
            return template_notes("".join(element.itertext()).strip())
    return []


def template_notes(version: str) -> list[str]:
    """What is to be said of a template's version mark; nothing if it is today's."""
    number = re.sub(r"\.0+$", "", version)
    if number == str(names.TEMPLATE_VERSION) or not number.isascii() or not number.isdigit() or len(number) > 9:
        return []
    age = "an older" if int(number) < names.TEMPLATE_VERSION else "a newer"
    note = (
        f"The sheet was made from {age} version of the template ({number}; this program's is {names.TEMPLATE_VERSION})."
        " It was read all the same; columns that changed since are ignored or missing."
    )
    return [note]
