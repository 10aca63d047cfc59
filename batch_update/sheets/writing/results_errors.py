"""The page `Errors` of the results workbook: one line a problem, with a link to the cell to mend."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from batch_update.model import Outcome, Problem, Row
from batch_update.sheets.writing.cells import check_written, write_text
from batch_update.sheets.writing.results_layout import ERROR_COLUMNS, Lines
from batch_update.sheets.writing.styles import Styles, row_height, set_up_print
from batch_update.wording.rows import errors_first

LINK_LIMIT = 65_530
"""The most links that Excel opens in one worksheet; further cells have plain addresses."""


def write_errors(worksheet: Worksheet, styles: Styles, outcomes: Sequence[Outcome], lines: Lines) -> None:
    """One line for each problem, in the order of the rows, the errors of a row before its warnings."""
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(1, 3)
    worksheet.set_row(0, 20)
    for place, (name, width) in enumerate(ERROR_COLUMNS.items()):
        worksheet.set_column(place, place, width)
        write_text(worksheet, 0, place, name, styles.header)
    set_up_print(worksheet, fit=True)
    found = [(outcome.row, problem) for outcome in outcomes for problem in errors_first(outcome.problems)]
    worksheet.autofilter(0, 0, max(1, len(found)), len(ERROR_COLUMNS) - 1)
    for line, (row, problem) in enumerate(found, start=1):
        _write_problem(worksheet, line, styles, problem)
        _write_link(worksheet, line, styles, row, problem, lines)


def _write_problem(worksheet: Worksheet, line: int, styles: Styles, problem: Problem) -> None:
    wrapped = {"Value": problem.value, "Problem": problem.message, "Suggestion": problem.suggestion}
    if height := row_height(*((text, ERROR_COLUMNS[name]) for name, text in wrapped.items())):
        worksheet.set_row(line, height)
    check_written(worksheet.write_number(line, 0, problem.row, styles.number), line, 0)
    for place, text, style in (
        (1, problem.column, styles.plain),
        (3, problem.value, styles.wrapped_text),
        (4, problem.severity.value, styles.severity[problem.severity]),
        (5, problem.message, styles.wrapped),
        (6, problem.suggestion, styles.wrapped),
        (7, problem.source.value, styles.plain),
        (8, problem.code, styles.plain),
    ):
        write_text(worksheet, line, place, text, style)


def _write_link(  # noqa: PLR0913, PLR0917 - what a link is made of
    worksheet: Worksheet, line: int, styles: Styles, row: Row, problem: Problem, lines: Lines
) -> None:
    address = lines.address(row, problem)
    if line > LINK_LIMIT:
        write_text(worksheet, line, 2, address, styles.plain)
        return
    target = f"internal:{lines.target(row, problem)}"
    check_written(worksheet.write_url(line, 2, target, styles.link, address, "Go to the cell"), line, 2)
