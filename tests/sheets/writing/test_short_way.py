"""Text cells are written in fewer steps than xlsxwriter takes; the file must be the same to the byte."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from batch_update.sheets.writing.cells import direct_writer, new_workbook

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


def _usual_writer(worksheet: Worksheet) -> Callable[..., int]:
    return worksheet.write_string  # type: ignore[no-any-return]  # xlsxwriter ships no types


def _write(workbook: Workbook, text: str, writer_of: Callable[[Worksheet], Callable[..., int]]) -> list[int]:
    worksheet, bold, red = workbook.add_worksheet(), workbook.add_format({"bold": True}), workbook.add_format()
    red.set_font_color("red")
    worksheet.set_column(1, 1, 20, bold)
    write = writer_of(worksheet)
    codes = [write(0, 0, text), write(0, 1, text), write(0, 2, text, red)]
    worksheet.set_row(1, 30, red)
    codes += [write(1, 0, text), write(1, 1, text, bold), write(1_048_576, 0, text), write(1, 16_384, text)]
    worksheet.write_number(1, 2, 7)
    worksheet.write_blank(1, 3, None, bold)
    return codes


def _xml(file: io.BytesIO) -> bytes:
    return zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("rows_in_order", [True, False], ids=["rows in order", "any order"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_text_cell_is_written_as_xlsxwriter_itself_would(text: str, rows_in_order: bool) -> None:
    ours, theirs = io.BytesIO(), io.BytesIO()
    with new_workbook(ours, rows_in_order=rows_in_order) as workbook:  # type: ignore[arg-type]  # any file will do
        our_codes = _write(workbook, text, direct_writer)
    with Workbook(theirs, {"constant_memory": rows_in_order}) as workbook:
        their_codes = _write(workbook, text, _usual_writer)
    assert our_codes == their_codes
    assert _xml(ours) == _xml(theirs)
