"""Numbers in number formats: what is shown of them, and sheets that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from hypothesis import strategies as st
from support.workbooks import row, sheet, styles_xml, text_cell

from batch_update.model import show
from batch_update.sheets.reading.formats.codes import take_apart
from batch_update.sheets.reading.formats.display import exact, show_number
from batch_update.sheets.reading.formats.number_format import settle_number

Held = str | bool | float
_SIGNS = st.sampled_from(
    [*"0#?.,%/;@-+()$xmE 17", "E+", '"', "\\", "_", "*", "[<5]", "[=0]", "[Red]", "[$€-2]", "[", "]", "General", "h"]
)
CODES = st.lists(_SIGNS, max_size=14).map("".join)
"""Codes of number formats as nobody would write them."""


def shown_text(value: float, code: str) -> str:
    """What a format shows of a number, by the section that is for it."""
    sections = take_apart(code)
    section = sections.section_of(exact(value))
    assert section is not None
    signed = sections.sign_is_shown(section)
    return show_number(exact(value), section, general=show(abs(settle_number(value))), signed=bool(signed))


def cell(address: str, value: Held, style: int) -> str:
    """A cell that holds this, in a style of its own."""
    match value:
        case bool():
            return f'<c r="{address}" s="{style}" t="b"><v>{int(value)}</v></c>'
        case str():
            return text_cell(address, escape(value)).replace(" t=", f' s="{style}" t=')
        case _:
            return f'<c r="{address}" s="{style}"><v>{value!r}</v></c>'


def sheet_of(cases: Sequence[tuple[Held, str]], *, formula: bool = False, before: str = "") -> bytes:
    """An .xlsx with one row for each value in its format; a formula below them calls the XML reader."""
    codes = list(dict.fromkeys(code for _, code in cases))
    rows = [
        row(number, f'<c r="A{number}"><v>{number}</v></c>', cell(f"B{number}", value, codes.index(code) + 1))
        for number, (value, code) in enumerate(cases, 2)
    ]
    if formula:
        rows.append(row(len(cases) + 2, f'<c r="A{len(cases) + 2}"><f>1+1</f><v>2</v></c>'))
    styles = styles_xml(*(escape(code, {'"': "&quot;"}) for code in codes))
    return sheet("".join(rows), styles=styles, before=before)
