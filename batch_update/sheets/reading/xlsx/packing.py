"""Packs one worksheet anew, as a workbook of nothing but it, its texts and its number formats.

So no chart, macro or broken name elsewhere in a file can stop the reader that gets it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

from batch_update.sheets.reading.formats.number_format import NumberFormat
from batch_update.sheets.reading.xlsx.styles import styles_xml

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def pack(xml: Iterable[bytes], texts: bytes, formats: Sequence[NumberFormat], *, epoch_1904: bool) -> bytes:
    """A workbook of one sheet, not compressed: unpacking once is enough."""
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
    return f'{DECLARED}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


_CONTENT_TYPES = (
    f'{DECLARED}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_CONTENT_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_CONTENT_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_CONTENT_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_CONTENT_TYPE}.sharedStrings+xml"/></Types>'
)
_WORKBOOK = (
    f'{DECLARED}<workbook xmlns="{NAMESPACE}" xmlns:r="{_OFFICE}"><workbookPr date1904="{{date1904}}"/>'
    '<sheets><sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
