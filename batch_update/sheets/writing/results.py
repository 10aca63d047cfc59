"""The results workbook: where it goes, in what order its pages are written, and its `Results` page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BufferedWriter
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.errors import ResultsError
from batch_update.model import LONGEST_EXACT, CellValue, Conversion, Outcome, Run, Sheet, held, show
from batch_update.resource import Resource
from batch_update.sheets.names import CHANGES, TO_FIX
from batch_update.sheets.writing.cells import (
    LAST_ROW,
    SURELY_SHORT,
    check_written,
    clean,
    new_workbook,
    write_text,
)
from batch_update.sheets.writing.in_view import find_id, plan_view
from batch_update.sheets.writing.kept_pages import write_kept_pages
from batch_update.sheets.writing.results_changes import write_changes
from batch_update.sheets.writing.results_errors import write_errors
from batch_update.sheets.writing.results_layout import ERRORS, RESULT_COLUMNS, RESULTS, SUMMARY, Content, Lines
from batch_update.sheets.writing.results_summary import write_summary
from batch_update.sheets.writing.results_to_fix import write_to_fix
from batch_update.sheets.writing.saving import MayReplace, always, check_results_place, replace_whole
from batch_update.sheets.writing.styles import Styles, make_styles, row_height, set_up_print
from batch_update.sheets.writing.whole_rows import BETWEEN, RowWriter, join_texts
from batch_update.wording.rows import message_of

__all__ = ["check_results_place", "write_results"]

_MESSAGE = tuple(RESULT_COLUMNS).index("Message")

_SET_APART = re.compile(rf"{BETWEEN}[-=+@<]")
"""What Excel makes a formula of when such a text is touched and left again, and what might be taken for XML."""


def write_results(  # noqa: PLR0913 - all by name: the facts of one run
    path: Path,
    *,
    run: Run,
    sheet: Sheet,
    outcomes: Sequence[Outcome],
    conversions: Sequence[Conversion],
    resource: Resource,
    may_replace: MayReplace = always,
) -> Path:
    """Write the results workbook and give the path it really has: another name beside `path` if that is taken.

    It is taken by a file that is open in Excel, or that may not be replaced. `outcomes` has one entry for each row of
    the sheet, in its order. The workbook stands under its name when it is whole and not before; an older one stays as
    it was until then. Raises ResultsError.
    """
    if len(outcomes) > LAST_ROW:
        raise ResultsError(
            f"{len(outcomes):,} rows do not fit into one worksheet (it holds {LAST_ROW:,}). Split the sheet."
        )
    content = Content(run=run, sheet=sheet, outcomes=outcomes, conversions=conversions, resource=resource)

    def write(file: BufferedWriter) -> None:
        with new_workbook(file, rows_in_order=True) as workbook:
            _write_pages(workbook, content)

    return replace_whole(path, write, may_replace=may_replace)


def _write_pages(workbook: Workbook, content: Content) -> None:
    styles, lines, widths = make_styles(workbook), Lines.of(content.sheet, content.outcomes), content.widths()
    changes = (CHANGES,) if content.run.tells_changes else ()
    pages = {name: workbook.add_worksheet(name) for name in (SUMMARY, RESULTS, *changes, ERRORS, TO_FIX)}
    title = clean(f"Results of {content.sheet.path.name}")  # which need be no UTF-8
    workbook.set_properties({"title": title, "comments": f"Run {content.run.id}"})
    write_summary(pages[SUMMARY], styles, content, lines)
    _write_rows(pages[RESULTS], styles, content, widths)
    if changes:
        write_changes(pages[CHANGES], styles, content.outcomes)
    write_errors(pages[ERRORS], styles, content.outcomes, lines)
    write_to_fix(pages[TO_FIX], styles, content, lines, widths)
    write_kept_pages(workbook, styles, content.resource, content.sheet.base, content.sheet.lists)
    pages[SUMMARY].activate()


def _write_rows(worksheet: Worksheet, styles: Styles, content: Content, widths: Sequence[float]) -> None:
    """One line for each outcome, in the order of the sheet."""
    own = content.sheet.columns
    id_place = find_id(content.sheet, content.resource)
    view = plan_view(tuple(RESULT_COLUMNS.values()), _MESSAGE, widths, id_place)
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(1, view.columns)
    for place, width in enumerate({**RESULT_COLUMNS, "Message": view.text_width}.values()):
        worksheet.set_column(place, place, width)
    for place, width in enumerate(widths, start=len(RESULT_COLUMNS)):
        check_written(worksheet.set_column(place, place, width), 0, place)
    worksheet.set_row(0, 32)
    headers = [*RESULT_COLUMNS, *(column.header for column in own)]
    for place, header in enumerate(headers):
        write_text(worksheet, 0, place, header, styles.header)
    worksheet.autofilter(0, 0, max(1, len(content.outcomes)), len(headers) - 1)
    set_up_print(worksheet, fit=len(headers) <= 14, repeat_columns=2)

    rows, first = RowWriter(worksheet), len(RESULT_COLUMNS)
    for line, outcome in enumerate(content.outcomes, start=1):
        values = [cell if cell is None or type(cell) is str else _seen(cell) for cell in outcome.row.cells]
        joined = join_texts(values)
        apart = _find_apart(values, styles) if _are_apart(joined) else {}
        tall = [(text, widths[place]) for place in apart if "\n" in (text := values[place] or "")]
        message = view.name_id(outcome, message_of(outcome))
        if height := row_height((message, view.text_width), *tall):
            worksheet.set_row(line, height, styles.text)
        rows.begin(line)
        rows.number(0, outcome.row.number, styles.number)
        rows.cell(1, outcome.status.value, styles.status[outcome.status])
        rows.cell(_MESSAGE, message, styles.wrapped)
        if outcome.http_status is not None:
            rows.number(3, outcome.http_status, styles.number)
        rows.number(4, outcome.attempts, styles.number)
        rows.number(5, outcome.seconds, styles.seconds)
        rows.texts(first, values, None, apart=apart, joined=joined)
        rows.end()


def _seen(cell: CellValue) -> str:
    """What a cell shows, or what it holds where it looks blank and is not."""
    return str(cell) if type(cell) is int and abs(cell) < LONGEST_EXACT else show(cell) or show(held(cell))


def _find_apart(values: Sequence[str | None], styles: Styles) -> dict[int, Format]:
    """The cells that have a style, by place: most have none, which keeps the file small and takes less time."""
    return {
        place: styles.wrapped_text if "\n" in value else styles.text
        for place, value in enumerate(values)
        if value and _are_apart(join_texts((value,)))
    }


def _are_apart(joined: str) -> bool:
    """Whether one of these texts could be taken for more than plain words."""
    return not joined.isprintable() or len(joined) > SURELY_SHORT or bool(_SET_APART.search(joined))
