"""Problems of a row and of its cells: how they are addressed, and what they show.

Pure.
"""

from __future__ import annotations

from batch_update.model import Column, Problem, Row, Severity, show


def row_cell(row: Row, column: Column) -> str:
    """What is seen in a row's cell of a column."""
    for known, cell in zip(row.columns, row.cells, strict=True):
        if known is column:  # to compare them as values takes half of the time of checking a sheet of formulas
            return show(cell)
    return show(row.cells[row.columns.index(column)])


def cell_problem(  # noqa: PLR0913 - the parts of a problem
    row: Row,
    column: Column,
    code: str,
    message: str,
    suggestion: str = "",
    *,
    severity: Severity = Severity.ERROR,
) -> Problem:
    """A problem of one cell, with its address and what is seen in it."""
    return Problem(
        row=row.number,
        column=column.header,
        cell=row.address(column),
        value=row_cell(row, column),
        severity=severity,
        code=code,
        message=message,
        suggestion=suggestion,
    )


def row_problem(row: Row, code: str, message: str, suggestion: str) -> Problem:
    """A problem of the row as a whole."""
    return Problem(row=row.number, code=code, message=message, suggestion=suggestion)
