"""A cell that shows something else than it holds, in the results: it never becomes a blank, nor another value."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.books import end, fault, make_sheet, write_book
from support.formats import sheet_of

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher, check_rows
from batch_update.model import CellValue, OddCell, Oddity, Rejection, Severity, Sheet, Status, Verdict
from batch_update.sheets.reading.loader import SheetFile, open_sheet, read_sheet

HIDDEN, OTHERWISE, UNCLEAR, FORMULA = Oddity.HIDDEN, Oddity.SHOWN_OTHERWISE, Oddity.UNCLEAR, Oddity.FORMULA

MISLEADING: list[tuple[str, OddCell, str]] = [
    ("ring_timeout", OddCell(HIDDEN, "", 0), "The cell looked blank and held: 0"),
    ("name", OddCell(HIDDEN, "", "Diwali"), "The cell looked blank and held: Diwali"),
    ("hide_lead_details", OddCell(HIDDEN, "", value=False), "The cell looked blank and held: FALSE"),
    ("name", OddCell(FORMULA, "", OddCell(HIDDEN, "", 5)), "The cell looked blank and held: 5"),
    ("dial_ratio", OddCell(OTHERWISE, "2", 1.5), "The cell showed: 2\nIt held: 1.5"),
    ("dial_status", OddCell(OTHERWISE, "5", -5), "The cell showed: 5\nIt held: -5"),
    ("name", OddCell(OTHERWISE, "low", 5), "The cell showed: low\nIt held: 5"),
]


def check_to_fix(path: Path, column: str, cell: CellValue) -> tuple[Sheet, Verdict]:
    """The rows of `To fix` of a run that refused this cell, and what the check says of them."""
    sheet = make_sheet(("id", column), ("7", cell), resource=CAMPAIGN)
    outcome = end(sheet.rows[0], Status.INVALID, fault(sheet.rows[0], column))
    write_book(path, sheet, [outcome], resource=CAMPAIGN)
    again = read_sheet(open_sheet(path), CAMPAIGN, worksheet=None, match_header=HeaderMatcher(CAMPAIGN))
    (verdict,) = check_rows(CAMPAIGN, again.rows)
    return again, verdict


@pytest.mark.parametrize(("column", "cell"), [case[:2] for case in MISLEADING], ids=[case[2] for case in MISLEADING])
def test_a_misleading_cell_that_nobody_mends_is_refused_again(tmp_path: Path, column: str, cell: OddCell) -> None:
    _, verdict = check_to_fix(tmp_path / "r.xlsx", column, cell)

    assert isinstance(verdict, Rejection)
    assert [problem.column for problem in verdict.problems if problem.severity is Severity.ERROR] == [column]


@pytest.mark.parametrize(("column", "cell", "told"), MISLEADING, ids=[f"{case[0]} {case[2]}" for case in MISLEADING])
def test_to_fix_tells_what_a_misleading_cell_showed_and_held(
    tmp_path: Path, column: str, cell: OddCell, told: str
) -> None:
    sheet = make_sheet(("id", column), ("7", cell), resource=CAMPAIGN)
    outcome = end(sheet.rows[0], Status.INVALID, fault(sheet.rows[0], column))

    page = write_book(tmp_path / "r.xlsx", sheet, [outcome], resource=CAMPAIGN)["To fix"]

    assert page["E2"].value == "#N/A"
    assert page["E2"].comment.text == f"This is wrong.\n{told}"


@pytest.mark.parametrize(
    ("column", "cell", "kept"),
    [
        ("ring_timeout", OddCell(OTHERWISE, "low", 5), "low"),
        ("hide_lead_details", OddCell(OTHERWISE, "Yes", 1), "Yes"),
        ("ring_timeout", OddCell(UNCLEAR, "1.20E+03", 1200), "1200"),
        ("own", OddCell(HIDDEN, "", 5), "5"),
        ("own", OddCell(OTHERWISE, "2", 1.5), 1.5),
    ],
    ids=["no value of the field", "the same in words", "unclear", "hidden in a column of one's own", "rounded there"],
)
def test_what_can_mislead_nobody_stands_on_to_fix_itself(
    tmp_path: Path, column: str, cell: OddCell, kept: CellValue
) -> None:
    again, _ = check_to_fix(tmp_path / "r.xlsx", column, cell)

    assert again.rows[0].cells == ("7", kept)


def test_a_hidden_value_is_no_blank_on_results(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "name"), ("7", OddCell(HIDDEN, "", "Diwali")), resource=CAMPAIGN)

    page = write_book(tmp_path / "r.xlsx", sheet, resource=CAMPAIGN)["Results"]

    assert page.cell(2, 8).value == "Diwali"


def test_a_real_sheet_is_refused_by_the_cell_that_misleads(tmp_path: Path) -> None:
    file = SheetFile(tmp_path / "s.xlsx", sheet_of([(1.5, "0"), ("Diwali", ";;;")]))
    sheet = read_sheet(file, CAMPAIGN, worksheet=None, match_header=HeaderMatcher(CAMPAIGN))

    verdicts = check_rows(CAMPAIGN, sheet.rows)

    assert [
        [(problem.cell, problem.value, problem.code) for problem in verdict.problems]
        for verdict in verdicts
        if isinstance(verdict, Rejection)
    ] == [[("B2", "2", "shown-otherwise")], [("B3", "", "hidden-value")]]
