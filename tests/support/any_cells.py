"""Sheets of any cells whatever: texts, numbers and truths of all kinds, in formats that show something else."""

from __future__ import annotations

from hypothesis import strategies as st
from support.formats import Held, cell
from support.workbooks import row, styles_xml, text_cell, workbook, worksheet_xml

XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)
HELD = st.one_of(
    XML_TEXT,
    st.sampled_from(["<clear>", "#N/A", "yes", "1 - Preview", "1234:1; 1235:0", "a, b", "12,345", "02-Jan", "NULL"]),
    st.integers(0, 3),
    st.integers(-(10**17), 10**17).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)
FORMATS = ("General", "00000", "0", "0%", "#,##0", "yyyy-mm-dd", "h:mm", "0;-0;;@", ";;;", '"code "0', "@")
MADE = st.tuples(HELD, st.just("General") | st.sampled_from(FORMATS))
COLUMNS = ("id", "name", "dial_method", "ring_timeout", "lead_list_map", "agent", "manual_lead_list", "My note")
FILLED = st.dictionaries(st.integers(1, len(COLUMNS) - 1), MADE, min_size=1, max_size=2)
"""A few cells behind the id, by their place, so that many rows are sent."""


def lay_out(rows: list[dict[int, tuple[Held, str]]]) -> bytes:
    """A workbook with these cells from row 2 on."""
    header = row(1, *(text_cell(f"{chr(65 + place)}1", name) for place, name in enumerate(COLUMNS)))
    written = (
        row(number, *(
            cell(f"{chr(65 + place)}{number}", held, 1 + FORMATS.index(code))
            for place, (held, code) in sorted(cells.items())
        ))
        for number, cells in enumerate(rows, 2)
    )  # fmt: skip
    styles = styles_xml(*(code.replace('"', "&quot;") for code in FORMATS))
    return workbook({"Campaigns": worksheet_xml(header + "".join(written))}, styles=styles)
