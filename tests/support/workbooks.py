"""Workbooks written part by part, as no library would write them, and sheets read back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher
from batch_update.model import CellValue, Sheet
from batch_update.sheets.reading.loader import SheetFile, read_sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"

HEADER = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c></row>'
)


def read(content: bytes, name: str = "sheet.xlsx", *, worksheet: str | None = None) -> Sheet:
    """The sheet in these bytes."""
    return read_sheet(
        SheetFile(Path(name), content), CAMPAIGN, worksheet=worksheet, match_header=HeaderMatcher(CAMPAIGN)
    )


def cells(content: bytes, name: str = "sheet.xlsx") -> list[tuple[CellValue, ...]]:
    """What the rows of the sheet in these bytes hold."""
    return [row.cells for row in read(content, name).rows]


def text_cell(address: str, text: str) -> str:
    """A cell that holds its text itself."""
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def worksheet_xml(rows: str, *, before: str = "", after: str = "", namespace: str = MAIN) -> str:
    """A worksheet of these rows."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{namespace}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def styles_xml(*formats: str) -> str:
    """Styles 1, 2, ... with these number formats; style 0 has none."""
    codes = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in enumerate(formats, 164))
    styles = "".join(f'<xf numFmtId="{number}"/>' for number, _ in enumerate(formats, 164))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(formats)}">{codes}</numFmts><fonts><font/></fonts>'
        '<fills><fill><patternFill patternType="none"/></fill></fills><borders><border/></borders>'
        f'<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>'
    )


def workbook(
    sheets: Mapping[str, str],
    *,
    hidden: Mapping[str, str] | None = None,
    styles: str | None = None,
    texts: str | None = None,
    properties: str = "",
    more: Mapping[str, str | bytes] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> bytes:
    """An .xlsx of these worksheets (name: XML). `hidden` gives states, `kinds` kinds such as chartsheet."""
    parts: dict[str, str | bytes] = {}
    links, listed, overrides = [], [], []
    for number, (name, xml) in enumerate(sheets.items(), 1):
        kind = (kinds or {}).get(name, "worksheet")
        parts[f"xl/{kind}s/sheet{number}.xml"] = xml
        links.append(f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{kind}s/sheet{number}.xml"/>')
        state = f' state="{hidden[name]}"' if hidden and name in hidden else ""
        listed.append(f'<sheet name="{name}" sheetId="{number}"{state} r:id="rId{number}"/>')
        overrides.append(f'<Override PartName="/xl/{kind}s/sheet{number}.xml" ContentType="{CONTENT}.{kind}+xml"/>')
    for kind, content in (("styles", styles), ("sharedStrings", texts)):
        if content is not None:
            parts[f"xl/{kind}.xml"] = content
            links.append(f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>')
            overrides.append(f'<Override PartName="/xl/{kind}.xml" ContentType="{CONTENT}.{kind}+xml"/>')
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr {properties}/>'
        f"<sheets>{''.join(listed)}</sheets></workbook>"
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(links)}</Relationships>'
    )
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'
    )
    parts["[Content_Types].xml"] = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default'
        ' Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override'
        f' PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>{"".join(overrides)}</Types>'
    )
    return zipped({**parts, **(more or {})})


def sheet(rows: str, **parts: str | None) -> bytes:
    """An .xlsx whose sheet `Campaigns` has the header id, name and these rows below it."""
    styles, texts = parts.get("styles"), parts.get("texts")
    return workbook(
        {"Campaigns": worksheet_xml(HEADER + rows, before=parts.get("before") or "", after=parts.get("after") or "")},
        styles=styles,
        texts=texts,
        properties=parts.get("properties") or "",
    )


def row(number: int, *written: str) -> str:
    """A row of cells that are written already."""
    return f'<row r="{number}">{"".join(written)}</row>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """These parts as a zip file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()
