"""The results workbook: where it goes, in what order its pages are written, and its `Results` page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BufferedWriter
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from batch_update.errors import ResultsError
from batch_update.model import CellValue, Conversion, Outcome, Run, Sheet, held, show
from batch_update.resource import Resource
from batch_update.sheets.names import CHANGES, TO_FIX
from batch_update.sheets.writing.cells import (
    LAST_ROW,
    SURELY_SHORT,
    check_written,
    clean,
    direct_writer,
    new_workbook,
    text_writer,
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
from batch_update.wording.rows import message_of

__all__ = ["check_results_place", "write_results"]

_MESSAGE = tuple(RESULT_COLUMNS).index("Message")

_STARTS_APART = frozenset(("", "=", "+", "-", "@", "<"))
"""First letters of texts that need a second thought: nothing, what Excel makes a formula of when such a text is touched
and left again, and what xlsxwriter might take for its own."""


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

    write_cells = _cell_writer(worksheet, styles, widths)
    for line, outcome in enumerate(content.outcomes, start=1):
        message = view.name_id(outcome, message_of(outcome))
        _write_outcome(worksheet, line, styles, outcome, message)
        if height := row_height((message, view.text_width), *write_cells(line, outcome.row.cells)):
            worksheet.set_row(line, height, styles.text)


def _write_outcome(worksheet: Worksheet, line: int, styles: Styles, outcome: Outcome, message: str) -> None:
    worksheet.write_number(line, 0, outcome.row.number, styles.number)
    worksheet.write_string(line, 1, outcome.status.value, styles.status[outcome.status])
    write_text(worksheet, line, _MESSAGE, message, styles.wrapped)
    if outcome.http_status is not None:
        worksheet.write_number(line, 3, outcome.http_status, styles.number)
    worksheet.write_number(line, 4, outcome.attempts, styles.number)
    worksheet.write_number(line, 5, outcome.seconds, styles.seconds)


def _cell_writer(
    worksheet: Worksheet, styles: Styles, widths: Sequence[float]
) -> Callable[[int, Sequence[CellValue]], list[tuple[str, float]]]:
    """What writes a row's own cells, and gives those of several lines with their widths.

    It is the innermost loop, half a million cells for 10,000 rows, so a text that needs nothing done goes straight
    to xlsxwriter, and without a style, which costs a fifth of the time.
    """
    write_string, write, first = direct_writer(worksheet), text_writer(worksheet), len(RESULT_COLUMNS)

    def write_cells(line: int, cells: Sequence[CellValue]) -> list[tuple[str, float]]:
        tall = []
        for place, cell in enumerate(cells, start=first):
            if cell is None:
                continue
            value = cell if type(cell) is str else show(cell) or show(held(cell))  # what looks blank is none
            if value.isprintable() and value[:1] not in _STARTS_APART and len(value) < SURELY_SHORT:
                if code := write_string(line, place, value):
                    check_written(code, line, place)
            elif "\n" in value:
                write(line, place, value, styles.wrapped_text)
                tall.append((value, widths[place - first]))
            elif value:
                write(line, place, value, styles.text)
        return tall

    return write_cells
