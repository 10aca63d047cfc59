"""The page `Errors` of the results workbook: one line a problem, with a link to the cell to mend."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from batch_update.model import Outcome, Problem, Row
from batch_update.sheets.writing.listing import list_items
from batch_update.sheets.writing.results_layout import ERROR_COLUMNS, RESULTS, Lines
from batch_update.sheets.writing.styles import Styles, row_height
from batch_update.sheets.writing.whole_rows import RowWriter
from batch_update.wording.rows import errors_first

LINK_LIMIT = 65_530
"""The most links that Excel opens in one worksheet; further cells have plain addresses."""


def write_errors(worksheet: Worksheet, styles: Styles, outcomes: Sequence[Outcome], lines: Lines) -> None:
    """One line for each problem, in the order of the rows, the errors of a row before its warnings."""
    found = [(outcome.row, problem) for outcome in outcomes for problem in errors_first(outcome.problems)]
    listed = list_items(
        worksheet, styles, found, columns=ERROR_COLUMNS, noun="problem", told_in="Problem", elsewhere=RESULTS
    )
    rows = RowWriter(worksheet)
    for line, (row, problem) in listed:
        _write_problem(worksheet, rows, line, styles, row, problem, lines)


def _write_problem(  # noqa: PLR0913, PLR0917 - what a problem is told from, and where
    worksheet: Worksheet, rows: RowWriter, line: int, styles: Styles, row: Row, problem: Problem, lines: Lines
) -> None:
    wrapped = {"Value": problem.value, "Problem": problem.message, "Suggestion": problem.suggestion}
    if height := row_height(*((text, ERROR_COLUMNS[name]) for name, text in wrapped.items())):
        worksheet.set_row(line, height)
    rows.begin(line)
    rows.number(0, problem.row, styles.number)
    rows.cell(1, problem.column, styles.plain)
    address = lines.address(row, problem)
    if line > LINK_LIMIT:
        rows.cell(2, address, styles.plain)
    else:
        target = f"internal:{lines.target(row, problem)}"
        rows.link(2, target, styles.link, address, "Go to the cell")
    for column, text, style in (
        (3, problem.value, styles.wrapped_text),
        (4, problem.severity.value, styles.severity[problem.severity]),
        (5, problem.message, styles.wrapped),
        (6, problem.suggestion, styles.wrapped),
        (7, problem.source.value, styles.plain),
        (8, problem.code, styles.plain),
    ):
        rows.cell(column, text, style)
    rows.end()
