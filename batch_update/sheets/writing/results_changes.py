"""The page `Changes` of the results workbook: one line for each field that an update changes, or that differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from batch_update.live import Change, Remark
from batch_update.model import Outcome
from batch_update.sheets.writing.listing import list_items
from batch_update.sheets.writing.results_layout import RESULTS
from batch_update.sheets.writing.styles import Styles, row_height
from batch_update.sheets.writing.whole_rows import RowWriter
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

_WRAPPED_WIDTHS = tuple(CHANGE_COLUMNS[name] for name in ("Name", "Now", "New", "Read back", "Note"))

_ODD = (Remark.NOT_APPLIED, Remark.CHANGED_UNASKED, Remark.CHANGED_SINCE_PULL, Remark.PUTS_BACK)
"""What is out of order and not only to be told."""


def write_changes(worksheet: Worksheet, styles: Styles, outcomes: Sequence[Outcome]) -> None:
    """One line for each field, in the order of the rows."""
    changes = [change for outcome in outcomes for change in outcome.changes]
    listed = list_items(
        worksheet, styles, changes, columns=CHANGE_COLUMNS, noun="change", told_in="Note", elsewhere=RESULTS
    )
    rows = RowWriter(worksheet)
    for line, change in listed:
        _write_change(worksheet, rows, line, styles, change)


def _write_change(worksheet: Worksheet, rows: RowWriter, line: int, styles: Styles, change: Change) -> None:
    """A line; the value that is asked for is the one to look at, and a note says what is out of order."""
    note = REMARKS[change.remark]
    wrapped = (change.title, change.now, change.new, change.read_back, note)
    if height := row_height(*zip(wrapped, _WRAPPED_WIDTHS, strict=True)):
        worksheet.set_row(line, height)
    rows.begin(line)
    rows.number(0, change.row, styles.number)
    texts = (
        change.campaign_id, change.title, change.column, change.cell, change.now, change.new, change.read_back, note,
    )  # fmt: skip
    apart = {0: styles.plain, 2: styles.plain}
    if change.cell:
        apart[3] = styles.plain
    if note:
        apart[7] = styles.warned if change.remark in _ODD else styles.wrapped
    rows.texts(1, texts, styles.wrapped_text, apart=apart)
    rows.end()
