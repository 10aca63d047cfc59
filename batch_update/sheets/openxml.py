"""An .xlsx or .xlsm file: finds its worksheets and styles, scans the wanted one, and chooses who reads it.

What the chosen reader gets is never the file itself but a fresh package of three parts - the wanted worksheet, its
texts, its number formats - so that no chart, macro or broken name elsewhere in the file can stop it.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from batch_update.errors import SheetError
from batch_update.sheets import names
from batch_update.sheets.archive import Archive, local_name, refuse_doctype
from batch_update.sheets.conditional import doubt_cells
from batch_update.sheets.formats import NumberFormat
from batch_update.sheets.grid import TOO_MANY_CELLS, Grid, GridRow, Worksheet
from batch_update.sheets.openxml_styles import read_conditional_formats, read_formats, styles_xml
from batch_update.sheets.scan import Findings, scan
from batch_update.sheets.sniff import DAMAGED
from batch_update.sheets.zeros import hide_zeros

FAST_CELLS = 5_500_000  # in the rectangle up to the last cell: the fast reader asks memory for all of it, here 1 GB
FAST_BYTES = 150 << 20
_MOST_TEXTS = 64 << 20  # three million of them; the readers keep each as an object

_STRICT = (
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
)
_NAMESPACE = _STRICT[1].decode()
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MOST_SHEETS = 1000


@dataclass(frozen=True, slots=True)
class Package:
    """A worksheet ready for a reader: a workbook of this one sheet, and what the scan found in it."""

    content: bytes
    found: Findings


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
        """All filled rows of a worksheet, by the fast reader where nothing speaks against it."""
        return self.read_as(worksheet, careful=False)

    def read_as(self, worksheet: Worksheet, *, careful: bool) -> Grid:
        """As `read`; `careful` forces the reader that needs no guarantee from the scan."""
        package = self.prepare(worksheet)
        found = package.found
        empty_results: frozenset[int] = frozenset()
        rows: Sequence[GridRow] | None = None
        if not careful and is_fast(package):
            from batch_update.sheets import fast  # noqa: PLC0415 - pandas takes a third of a second to load

            rows = fast.read_rows(package.content)
        if rows is None:
            from batch_update.sheets import careful as careful_reader  # noqa: PLC0415 - only where needed

            rows, empty_results = careful_reader.read_rows(
                package.content,
                last_column=found.last_column,
                has_formulas=found.has_formulas,
                uncalculated=frozenset(found.uncalculated),
            )
        if found.conditions:
            rows = doubt_cells(rows, found.conditions, self._read_conditional_formats())
        return Grid(
            rows=rows if found.shows_zeros else hide_zeros(rows),
            hidden_rows=frozenset(found.hidden_rows),
            hidden_columns=frozenset(found.hidden_columns),
            merged=tuple(found.merged),
            empty_results=empty_results,
        )

    def prepare(self, worksheet: Worksheet) -> Package:
        """Scan a worksheet and pack it anew. Raises SheetError if it can not be read."""
        formats = self._read_formats()
        found = scan(self._archive.chunks(worksheet.part), formats)
        content = _pack(found.xml, self._read_texts(), formats, epoch_1904=self._epoch_1904)
        found.xml.clear()
        return Package(content, found)

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
            return f'{_DECLARED}<sst xmlns="{_NAMESPACE}"/>'.encode()
        texts = self._archive.read_xml(part)
        if len(texts) > _MOST_TEXTS:
            raise SheetError(TOO_MANY_CELLS)
        return texts.replace(*_STRICT)

    def _read_formats(self) -> tuple[NumberFormat, ...]:
        """The number format of every cell style, by its number."""
        part = self._part("styles")
        return read_formats(self._archive.parse(part) if part is not None else ())

    def _read_conditional_formats(self) -> list[NumberFormat | None]:
        part = self._part("styles")
        return read_conditional_formats(self._archive.parse(part) if part is not None else ())


def is_fast(package: Package) -> bool:
    """Whether the fast reader will see every cell as it is, within its memory."""
    found = package.found
    return (
        not found.risks
        and 10 ** len(str(found.last_row)) * min(found.last_column, 2000) <= FAST_CELLS * 10
        and found.last_row * found.last_column <= FAST_CELLS
        and len(package.content) <= FAST_BYTES
    )


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
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in archive:
        raise SheetError(DAMAGED)
    related = {}
    for element in archive.parse(path):
        target = unquote(element.get("Target", "")).replace("\\", "/")
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        related[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], target)
    return related


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


def _pack(xml: list[bytes], texts: bytes, formats: tuple[NumberFormat, ...], *, epoch_1904: bool) -> bytes:
    """A workbook of one sheet, not compressed: unpacking once is enough."""
    refuse_doctype(texts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as package:
        package.writestr("[Content_Types].xml", _CONTENT_TYPES)
        package.writestr("_rels/.rels", _links(("officeDocument", "xl/workbook.xml")))
        package.writestr("xl/workbook.xml", _WORKBOOK.format(date1904=int(epoch_1904)))
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            _links(
                ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
            ),
        )
        package.writestr("xl/styles.xml", styles_xml(formats))
        package.writestr("xl/sharedStrings.xml", texts)
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for chunk in xml:
                sheet.write(chunk)
    return packed.getvalue()


def _links(*parts: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, 1)
    )
    return f'{_DECLARED}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


_CONTENT_TYPES = (
    f'{_DECLARED}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_CONTENT_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_CONTENT_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_CONTENT_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_CONTENT_TYPE}.sharedStrings+xml"/></Types>'
)
_WORKBOOK = (
    f'{_DECLARED}<workbook xmlns="{_NAMESPACE}" xmlns:r="{_OFFICE}"><workbookPr date1904="{{date1904}}"/>'
    '<sheets><sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
