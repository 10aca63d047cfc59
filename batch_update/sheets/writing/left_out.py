"""The page `Left out` of a workbook that puts a run back: what can not be put back, and why. Knows xlsxwriter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from batch_update.sheets.writing.cells import write_text
from batch_update.sheets.writing.listing import list_items
from batch_update.sheets.writing.styles import Styles, row_height

_COLUMNS: Mapping[str, float] = {
    "id": 12.0,
    "Name": 32.0,
    "Column": 30.0,
    "Before": 32.0,
    "Found": 32.0,
    "Why": 60.0,
}
"""Its columns, with their widths in characters."""


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
    worksheet.set_tab_color("#C00000")
    listed = list_items(worksheet, styles, left_out, columns=_COLUMNS, noun="field", told_in="Why")
    for line, item in listed:
        texts = (item.campaign_id, item.title, item.field, item.before, item.found, item.why)
        if height := row_height(*zip(texts, _COLUMNS.values(), strict=True)):
            worksheet.set_row(line, height)
        for place, text in enumerate(texts):
            write_text(worksheet, line, place, text, styles.wrapped_text)
