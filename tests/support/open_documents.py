"""OpenDocument spreadsheets written part by part."""

from __future__ import annotations

from support.workbooks import zipped

NAMES = ("office", "table", "text", "style")
NAMESPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in NAMES)
NAMESPACES += ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
NAMESPACES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def document(*tables: str, styles: str = "") -> bytes:
    """An .ods of these tables."""
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def table(*rows: str, name: str = "Campaigns", style: str = "") -> str:
    """A table with the header id, name and these rows."""
    header = line(cell("id"), cell("name"))
    return f'<table:table table:name="{name}" table:style-name="{style}">{header}{"".join(rows)}</table:table>'


def line(*cells: str, attributes: str = "") -> str:
    """A row of cells that are written already."""
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(text: str, attributes: str = 'office:value-type="string"') -> str:
    """A cell that shows a text."""
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"
