"""What is said once more, at the question, of the cells and rows of a pulled sheet that may be a slip. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from batch_update.live import PULLED
from batch_update.model import Rejection, Sheet
from batch_update.runs import Plan

MOST_NAMED = 6  # cells or fields of one sentence
EMPTIED, PUTS_BACK, OTHER_NAME = "emptied-cell", "puts-back", "other-name"
"""The codes of what is said once more: a cell that was emptied, one that says what was pulled, another's name."""

_REPEATED = {  # code of a warning: one, several, and the rest of the sentence
    EMPTIED: ("cell was", "cells were", "emptied, which changes nothing ({cells}); <clear> would empty a field."),
    PUTS_BACK: (
        "cell puts",
        "cells put",
        "back what was pulled, over what a run of this pull has sent since ({cells}).",
    ),
    OTHER_NAME: ("row has", "rows have", "the name of another campaign of the pull ({cells}): is it the right id?"),
}
"""What is said once more at the question of the cells that a warning stands at."""


def repeat_warnings(plan: Plan) -> Iterator[str]:
    """How many cells each such warning stands at, and which."""
    for code, (one, many, rest) in _REPEATED.items():
        if cells := _cells_warned(plan, code):
            what = f"{len(cells):,} {one if len(cells) == 1 else many}"
            yield f"Warning: {what} {rest.format(cells=name_some(cells))}"


def _cells_warned(plan: Plan, code: str) -> list[str]:
    """The cells with such a warning, but for those of rows that are left out or wrong anyway."""
    return [
        problem.cell
        for verdict in plan.verdicts
        if verdict.row.number not in plan.left_out and not isinstance(verdict, Rejection)
        for problem in verdict.warnings
        if problem.code == code
    ]


def describe_lost_marks(sheet: Sheet, rows: int) -> Iterator[str]:
    """That all cells of a sheet are sent which was pulled, and whose rows do not say so any more."""
    if rows and has_lost_its_marks(sheet):
        told = "its row" if rows == 1 else f"its {rows:,} rows"
        yield (
            f"Warning: no row says any more which pull it is from (column {PULLED}). All filled cells of {told} are"
            " sent, edited or not, over what others have changed. Pull again, or put the column back."
        )


def has_lost_its_marks(sheet: Sheet) -> bool:
    """Whether a sheet was pulled, and its rows do not say so any more."""
    return (sheet.base is not None or sheet.lists is not None) and not any(row.pulled for row in sheet.rows)


def name_some(names: Sequence[str]) -> str:
    """The first of some cells or fields, and how many more there are."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{', '.join(names[:MOST_NAMED])}{more}"
