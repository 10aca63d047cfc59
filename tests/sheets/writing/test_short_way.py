"""Text cells are written in fewer steps than xlsxwriter takes; the file must be the same to the byte."""

from __future__ import annotations

import io
import zipfile

import pytest
from xlsxwriter import Workbook

from batch_update.sheets.writing.cells import new_workbook

TEXTS = {
    "plain": "Diwali offers 7",
    "long": "x" * 20_000,
    "other scripts": "पटना – 日本 😀",
    "quotes": "say \"yes\" and 'no'",
    "escapes": "a < b & c > d",
    "space before": " a",
    "space behind": "a ",
    "space of another kind behind": "a\u00a0",
    "lines": "a\nb",
    "new line behind": "a\n",
    "tab": "a\tb",
    "control character": "a\x01b",
    "what looks like an escape": "_x0041_",
    "no character": "a\uffffb",
    "formula": "=1+1",
    "rich": "<r><t>a</t></r>",
}


def _write(workbook: Workbook, text: str) -> None:
    worksheet, bold, red = workbook.add_worksheet(), workbook.add_format({"bold": True}), workbook.add_format()
    red.set_font_color("red")
    worksheet.set_column(1, 1, 20, bold)
    worksheet.write_string(0, 0, text)
    worksheet.write_string(0, 1, text)
    worksheet.write_string(0, 2, text, red)
    worksheet.set_row(1, 30, red)
    worksheet.write_string(1, 0, text)
    worksheet.write_string(1, 1, text, bold)
    worksheet.write_number(1, 2, 7)
    worksheet.write_blank(1, 3, None, bold)


def _xml(file: io.BytesIO) -> bytes:
    return zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("rows_in_order", [True, False], ids=["rows in order", "any order"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_text_cell_is_written_as_xlsxwriter_itself_would(text: str, rows_in_order: bool) -> None:
    ours, theirs = io.BytesIO(), io.BytesIO()
    with new_workbook(ours, rows_in_order=rows_in_order) as workbook:  # type: ignore[arg-type]  # any file will do
        _write(workbook, text)
    with Workbook(theirs, {"constant_memory": rows_in_order}) as workbook:
        _write(workbook, text)
    assert _xml(ours) == _xml(theirs)
