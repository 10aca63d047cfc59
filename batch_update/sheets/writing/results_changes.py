"""The page `Changes` of the results workbook: one line for each field that an update changes, or that differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from batch_update.live import Change, Remark
from batch_update.model import Outcome
from batch_update.sheets.writing.cells import check_written, write_text
from batch_update.sheets.writing.styles import Styles, row_height, set_up_print
from batch_update.wording.changes import REMARKS

CHANGE_COLUMNS: Mapping[str, float] = {
    "Row": 8.0,
    "id": 12.0,
    "Name": 32.0,
    "Column": 30.0,
    "Cell": 8.0,
    "Now": 34.0,
    "New": 34.0,
    "Read back": 34.0,
    "Note": 40.0,
}
"""Its columns, with their widths in characters."""


def write_changes(worksheet: Worksheet, styles: Styles, outcomes: Sequence[Outcome]) -> None:
    """One line for each field, in the order of the rows."""
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(1, 3)
    worksheet.set_row(0, 20)
    for place, (name, width) in enumerate(CHANGE_COLUMNS.items()):
        worksheet.set_column(place, place, width)
        write_text(worksheet, 0, place, name, styles.header)
    set_up_print(worksheet, fit=True)
    changes = [change for outcome in outcomes for change in outcome.changes]
    worksheet.autofilter(0, 0, max(1, len(changes)), len(CHANGE_COLUMNS) - 1)
    for line, change in enumerate(changes, start=1):
        _write_change(worksheet, line, styles, change)


def _write_change(worksheet: Worksheet, line: int, styles: Styles, change: Change) -> None:
    """A line; the value that is asked for is the one to look at, and a note says what is out of order."""
    is_odd = change.remark in (Remark.NOT_APPLIED, Remark.CHANGED_UNASKED, Remark.CHANGED_SINCE_PULL)
    wrapped = {"Name": change.title, "Now": change.now, "New": change.new, "Read back": change.read_back}
    note = REMARKS[change.remark]
    if height := row_height(*((text, CHANGE_COLUMNS[name]) for name, text in {**wrapped, "Note": note}.items())):
        worksheet.set_row(line, height)
    check_written(worksheet.write_number(line, 0, change.row, styles.number), line, 0)
    for place, text, style in (
        (1, change.campaign_id, styles.plain),
        (2, change.title, styles.wrapped_text),
        (3, change.column, styles.plain),
        (4, change.cell, styles.plain),
        (5, change.now, styles.wrapped_text),
        (6, change.new, styles.wrapped_text),
        (7, change.read_back, styles.wrapped_text),
        (8, note, styles.warned if is_odd else styles.wrapped),
    ):
        write_text(worksheet, line, place, text, style)
