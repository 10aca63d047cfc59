"""An .ods file of LibreOffice and its like, read from the stream of its `content.xml`.

calamine would read it too, but takes errors for blanks and booleans for numbers.
"""

from __future__ import annotations

from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from batch_update.errors import SheetError
from batch_update.sheets import names
from batch_update.sheets.reading.archive import Archive, local_name
from batch_update.sheets.reading.file_kind import DAMAGED, LOCKED
from batch_update.sheets.reading.formats.zeros import hide_zeros
from batch_update.sheets.reading.grid import Grid, Worksheet
from batch_update.sheets.reading.ods.content import ContentReader
from batch_update.sheets.reading.xlsx.workbook import template_notes


class OpenDocument:
    """A spreadsheet of LibreOffice, OpenOffice or Google."""

    def __init__(self, archive: Archive) -> None:
        """Raises SheetError if it is protected, damaged or larger than a sheet of campaigns."""
        if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise SheetError(LOCKED)
        reader = ContentReader()
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
