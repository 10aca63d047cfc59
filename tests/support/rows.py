"""Rows made by hand, as the loader would give them."""

from __future__ import annotations

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher, check_rows
from batch_update.model import CellValue, Column, Problem, Rejection, Row, Update, Verdict

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

match_header = HeaderMatcher(CAMPAIGN)


def make_row(number: int = 2, /, **cells: CellValue) -> Row:
    """A row whose headers are the names of the arguments, from column A on."""
    columns = tuple(Column(LETTERS[place], header, match_header(header).field) for place, header in enumerate(cells))
    return Row(number, tuple(cells.values()), columns)


def check_one(**cells: CellValue) -> Verdict:
    """What the check says of one row; the id is 281 unless given."""
    return check_rows(CAMPAIGN, [make_row(**{"id": "281", **cells})])[0]


def accept(**cells: CellValue) -> Update:
    """The update that a row asks for."""
    verdict = check_one(**cells)
    assert isinstance(verdict, Update), verdict
    return verdict


def refuse(**cells: CellValue) -> tuple[Problem, ...]:
    """What is wrong with a row."""
    verdict = check_one(**cells)
    assert isinstance(verdict, Rejection), verdict
    return verdict.problems
