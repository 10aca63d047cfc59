"""What the pages of a results workbook are made from, and where on them each row and cell stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from batch_update.kinds.spelling import choices_of
from batch_update.model import Conversion, Outcome, Problem, Row, Run, Sheet, show
from batch_update.resource import Resource
from batch_update.sheets.names import FIX_COLUMNS, TO_FIX
from batch_update.sheets.writing.cell_help import fits_inline
from batch_update.sheets.writing.styles import column_width

SUMMARY, RESULTS, ERRORS = "Summary", "Results", "Errors"

RESULT_COLUMNS: Mapping[str, float] = {
    "Row": 7.0,
    "Status": 11.0,
    "Message": 44.0,
    "HTTP status": 8.0,
    "Attempts": 10.0,
    "Seconds": 9.0,
}
"""What `Results` puts before the sheet's own columns, with the widths in characters."""

ERROR_COLUMNS: Mapping[str, float] = {
    "Row": 8.0,
    "Column": 32.0,
    "Cell": 10.0,
    "Value": 28.0,
    "Severity": 10.0,
    "Problem": 56.0,
    "Suggestion": 48.0,
    "Source": 9.0,
    "Code": 24.0,
}
"""The columns of `Errors`, with their widths in characters."""

CHOICES_FROM = 9
"""The first of the hidden columns of `Summary` that hold the labels of long drop-downs.

They are there and not on a hidden sheet of their own so that the workbook has four sheets and no more.
"""

_WIDTH_SAMPLE = 200  # rows that are looked at to find how wide a column should be


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that the results of a run are made from. `outcomes` has one entry for each row, in the sheet's order."""

    run: Run
    sheet: Sheet
    outcomes: Sequence[Outcome]
    conversions: Sequence[Conversion]
    resource: Resource

    def widths(self) -> tuple[float, ...]:
        """How wide the sheet's own columns should be, in characters."""
        sample = self.sheet.rows[:_WIDTH_SAMPLE]
        return tuple(
            column_width([column.header, *(show(row.cells[place]) for row in sample)])
            for place, column in enumerate(self.sheet.columns)
        )

    def long_choices(self) -> Mapping[str, tuple[str, ...]]:
        """The labels of the drop-downs that can not be kept in place, by field, for the columns that the sheet has."""
        fields = [self.resource.field(column.field) for column in self.sheet.columns if column.field is not None]
        return {
            field.name: tuple(choice.label for choice in choices_of(field))
            for field in fields
            if not fits_inline(field)
        }

    def choice_sources(self) -> Mapping[str, str]:
        """The ranges that hold those labels, by field."""
        return {
            field: f"={SUMMARY}!${xl_col_to_name(place)}$1:${xl_col_to_name(place)}${len(labels)}"
            for place, (field, labels) in enumerate(self.long_choices().items(), start=CHOICES_FROM)
        }


@dataclass(frozen=True, slots=True)
class Lines:
    """Where each row of the sheet stands in the workbook, by its number; lines are counted from 1, as Excel does."""

    to_fix: tuple[Outcome, ...]
    on_fix: Mapping[int, int]
    on_results: Mapping[int, int]
    places: Mapping[str, int]  # the place of a column among the sheet's own, by its letter

    @classmethod
    def of(cls, sheet: Sheet, outcomes: Sequence[Outcome]) -> Lines:
        """Lay the rows out: `To fix` has those that did not end well, but for those left out by choice."""
        to_fix = [outcome for outcome in outcomes if not (outcome.status.facts.succeeded or outcome.left_out_by)]
        return cls(
            to_fix=tuple(to_fix),
            on_fix={outcome.row.number: line for line, outcome in enumerate(to_fix, start=2)},
            on_results={outcome.row.number: line for line, outcome in enumerate(outcomes, start=2)},
            places={column.letter: place for place, column in enumerate(sheet.columns)},
        )

    def place(self, row: Row, problem: Problem) -> int | None:
        """The column that a problem is about, as a place among the sheet's own; None: the row as a whole."""
        letters = problem.cell.rstrip("0123456789")
        if letters in self.places:
            return self.places[letters]
        column = next((column for column in row.columns if problem.column in (column.header, column.field)), None)
        return None if column is None or not problem.column else self.places.get(column.letter)

    def target(self, row: Row, problem: Problem) -> str:
        """Where a problem is mended: the cell on `To fix`; on `Results` for a row that needs no mending."""
        place, to_fix = self.place(row, problem), row.number in self.on_fix
        page, ours, line = (TO_FIX, FIX_COLUMNS, self.on_fix) if to_fix else (RESULTS, RESULT_COLUMNS, self.on_results)
        column = 0 if place is None else len(ours) + place
        return f"'{page}'!{xl_col_to_name(column)}{line[row.number]}"

    def address(self, row: Row, problem: Problem) -> str:
        """The address of the faulty cell in the sheet that was read, or the row where no one cell is at fault."""
        if problem.cell:
            return problem.cell
        place = self.place(row, problem)
        return f"row {row.number}" if place is None else row.address(row.columns[place])
