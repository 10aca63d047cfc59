"""The page `Left out` of a workbook that puts a run back: what can not be put back, and why. Knows xlsxwriter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from batch_update.sheets.names import LEFT_OUT_COLUMNS
from batch_update.sheets.writing.cells import write_text
from batch_update.sheets.writing.styles import Styles, row_height, set_up_print

_WIDTHS = (12.0, 32.0, 30.0, 32.0, 32.0, 60.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One field of one campaign that is not put back; the values are texts as a person is shown them."""

    campaign_id: str
    title: str
    field: str
    before: str
    found: str
    why: str


def write_left_out(worksheet: Worksheet, styles: Styles, left_out: Sequence[LeftOut]) -> None:
    """One line for each field."""
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(1, 3)
    worksheet.set_tab_color("#C00000")
    worksheet.set_row(0, 20)
    for place, (name, width) in enumerate(zip(LEFT_OUT_COLUMNS, _WIDTHS, strict=True)):
        worksheet.set_column(place, place, width)
        write_text(worksheet, 0, place, name, styles.header)
    for line, item in enumerate(left_out, start=1):
        texts = (item.campaign_id, item.title, item.field, item.before, item.found, item.why)
        if height := row_height(*zip(texts, _WIDTHS, strict=True)):
            worksheet.set_row(line, height)
        for place, text in enumerate(texts):
            write_text(worksheet, line, place, text, styles.wrapped_text)
    worksheet.autofilter(0, 0, len(left_out), len(LEFT_OUT_COLUMNS) - 1)
    set_up_print(worksheet, fit=True)
