"""Cells written into an .xlsx so that the loader reads them as the values of `model.py` that they are given as."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from support.workbooks import row, styles_xml, text_cell, workbook, worksheet_xml

from batch_update.model import CellValue, OddCell, Oddity

_DATE, _DATE_TIME, _HIDDEN = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", ";;;"
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b-\x1f]")
"""What XML can not hold, and what Excel would read as its escape for that."""


def sheet_xlsx(
    headers: Sequence[str], *rows: Sequence[CellValue], left: int = 1, top: int = 2, worksheet: str = "Campaigns"
) -> bytes:
    """An .xlsx whose header stands above row `top`, from column number `left` on, and these rows below it."""
    lines = [headers, *rows]
    formats = list(dict.fromkeys(format_of(cell) for line in lines for cell in line))
    written = "".join(
        row(number, *(
            write_cell(f"{get_column_letter(place)}{number}", cell, 1 + formats.index(format_of(cell)))
            for place, cell in enumerate(line, left)
        ))
        for number, line in enumerate(lines, top - 1)
    )  # fmt: skip
    styles = styles_xml(*(escape(code, {'"': "&quot;"}) for code in formats))
    return workbook({worksheet: worksheet_xml(written, after=merge_cells(lines))}, styles=styles)


def merge_cells(lines: Sequence[Sequence[CellValue]]) -> str:
    """The XML of the ranges in which the MERGED cells lie."""
    cells = (cell for line in lines for cell in line if isinstance(cell, OddCell))
    ranges = dict.fromkeys(cell.shown for cell in cells if cell.oddity is Oddity.MERGED)
    listed = "".join(f'<mergeCell ref="{address}"/>' for address in ranges)
    return f"<mergeCells>{listed}</mergeCells>" if listed else ""


def write_cell(address: str, cell: CellValue, style: int) -> str:
    """The XML of a cell; a blank one has none."""
    match cell:
        case None:
            return ""
        case OddCell(Oddity.ERROR):
            return f'<c r="{address}" s="{style}" t="e"><v>{cell.shown}</v></c>'
        case OddCell(Oddity.NOT_CALCULATED):
            return f'<c r="{address}" s="{style}"><f>{escape(cell.shown[1:])}</f></c>'
        case OddCell(Oddity.FORMULA):
            return write_cell(address, cell.value, style).replace("<v>", "<f>A1</f><v>")
        case OddCell(Oddity.HIDDEN | Oddity.PADDED | Oddity.SHOWN_OTHERWISE | Oddity.UNCLEAR | Oddity.MERGED):
            return write_cell(address, cell.value, style)  # what is odd is its format, or the range that it lies in
        case str():
            return text_cell(address, escape(_escape(cell))).replace(" t=", f' s="{style}" t=')
        case bool():
            return f'<c r="{address}" s="{style}" t="b"><v>{int(cell)}</v></c>'
        case date():
            return write_cell(address, to_excel(cell), style)  # type: ignore[no-untyped-call]
        case int() | float():
            return f'<c r="{address}" s="{style}"><v>{cell!r}</v></c>'
    raise NotImplementedError(cell)  # an oddity that nobody has needed yet; it must not be written as its value


def format_of(cell: CellValue) -> str:
    """The number format in which a cell is what it is."""
    match cell:
        case OddCell(Oddity.FORMULA):
            return format_of(cell.value)
        case OddCell(Oddity.HIDDEN):
            return _HIDDEN
        case OddCell(Oddity.PADDED):
            return "0" * len(cell.shown)
        case OddCell(Oddity.SHOWN_OTHERWISE):
            return ";".join([f'"{cell.shown}"'] * 3)
        case OddCell(Oddity.UNCLEAR):
            return "0.00E+00"
        case date():
            return _DATE_TIME if hasattr(cell, "hour") else _DATE
        case _:
            return "General"


def _escape(text: str) -> str:
    """The text as Excel keeps it: `_x000B_` for a vertical tab, `_x005F_x000B_` for those letters themselves."""
    return _ESCAPED.sub(lambda found: _escape_one(found[0]), text)


def _escape_one(found: str) -> str:
    return f"_x{ord(found):04X}_" if len(found) == 1 else f"_x005F{found}"
