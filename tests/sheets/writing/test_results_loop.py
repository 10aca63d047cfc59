"""`To fix` is an input: the loader reads from the results workbook what a person saw, and nothing of ours."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from support.books import DOORS, end, fault, make_sheet, write_book
from support.libreoffice import convert, needs_libreoffice

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher, check_rows
from batch_update.model import CellValue, OddCell, Oddity, Rejection, Severity, Sheet, Status, Update, show
from batch_update.sheets.reading.loader import open_sheet, read_sheet

SEEN: dict[str, tuple[CellValue, str]] = {
    "an id": ("007", "007"),
    "a number": (7.0, "7"),
    "a long id": ("0502842370097123456", "0502842370097123456"),
    "a padded number": (OddCell(Oddity.PADDED, "00123", 123), "00123"),
    "an error": (OddCell(Oddity.ERROR, "#N/A"), "#N/A"),
    "a formula without a result": (OddCell(Oddity.NOT_CALCULATED, "=A1+1"), "#N/A"),
    "a formula's result": (OddCell(Oddity.FORMULA, "12", 12), "12"),
    "a yes": (True, "TRUE"),
    "a word that pandas takes for nothing": ("NA", "NA"),
    "a formula in text": ("=cmd()", "=cmd()"),
    "a link in text": ("http://x", "http://x"),
    "markup": ("<r>a & b</r>", "<r>a & b</r>"),
    "several lines": ("one\ntwo", "one\ntwo"),
    "spaces round it": ("  padded ", "  padded "),
    "Excel's own escape": ("a_x000D_b", "a_x000D_b"),
    "an emoji": ("😀", "😀"),
}


def read_again(path: Path) -> Sheet:
    return read_sheet(open_sheet(path), DOORS, worksheet=None, match_header=HeaderMatcher(DOORS))


@pytest.mark.parametrize(("cell", "seen"), SEEN.values(), ids=SEEN)
def test_to_fix_is_read_again_as_it_was_seen(tmp_path: Path, cell: CellValue, seen: str) -> None:
    sheet = make_sheet(("Note", "id", "Title"), ("mine", "7", cell), (None, "8", None), left=3, top=6)
    outcomes = [end(row, Status.INVALID, fault(row, "Title")) for row in sheet.rows]
    write_book(tmp_path / "r.xlsx", sheet, outcomes)

    again = read_again(tmp_path / "r.xlsx")

    assert (again.worksheet, [column.header for column in again.columns]) == ("To fix", ["Note", "id", "Title"])
    assert [[show(value) for value in row.cells] for row in again.rows] == [["mine", "7", seen], ["", "8", ""]]
    assert again.rows[1].cells == (None, "8", None)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("name", OddCell(Oddity.ERROR, "#REF!")),
        ("name", OddCell(Oddity.NOT_CALCULATED, "=A1+1")),
        ("ring_timeout", OddCell(Oddity.NOT_CALCULATED, "=A1+1")),
        ("name", OddCell(Oddity.MERGED, "B2:B3", "Sales")),
        ("name", 123456789012345696.0),
        ("name", OddCell(Oddity.FORMULA, "123456789012345696", 123456789012345696)),
        ("name", "x" * 40_000),
        ("time_group", True),
        ("time_group", 29.5),
        ("hide_lead_details", "maybe"),
    ],
    ids=str,
)
def test_a_bad_cell_that_nobody_mends_is_refused_again(tmp_path: Path, column: str, cell: CellValue) -> None:
    sheet = make_sheet(("id", column), ("7", cell), resource=CAMPAIGN)
    outcome = end(sheet.rows[0], Status.INVALID, fault(sheet.rows[0], column))
    write_book(tmp_path / "r.xlsx", sheet, [outcome], resource=CAMPAIGN)

    again = read_sheet(open_sheet(tmp_path / "r.xlsx"), CAMPAIGN, worksheet=None, match_header=HeaderMatcher(CAMPAIGN))

    (verdict,) = check_rows(CAMPAIGN, again.rows)
    assert isinstance(verdict, Rejection)
    assert [problem.column for problem in verdict.problems if problem.severity is Severity.ERROR] == [column]


@pytest.mark.parametrize("cell", [29.999999999999996, 2.5, True], ids=str)
def test_a_cell_that_was_good_is_taken_again_for_the_same(tmp_path: Path, cell: CellValue) -> None:
    column = "enable_hangup" if cell is True else "dial_ratio"
    sheet = make_sheet(("id", column), ("7", cell), resource=CAMPAIGN)
    write_book(tmp_path / "r.xlsx", sheet, [end(sheet.rows[0], Status.FAILED)], resource=CAMPAIGN)

    again = read_sheet(open_sheet(tmp_path / "r.xlsx"), CAMPAIGN, worksheet=None, match_header=HeaderMatcher(CAMPAIGN))

    before, after = (check_rows(CAMPAIGN, rows)[0] for rows in (sheet.rows, again.rows))
    assert isinstance(before, Update)
    assert isinstance(after, Update)
    assert after.body == before.body


def test_what_the_cell_held_is_told_where_it_can_not_stand(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "title"), ("1", OddCell(Oddity.NOT_CALCULATED, "=A1+1")))
    outcome = end(sheet.rows[0], Status.INVALID, fault(sheet.rows[0], "title"))

    page = write_book(tmp_path / "r.xlsx", sheet, [outcome])["To fix"]

    assert page["E2"].comment.text == "This is wrong.\nThe cell held: =A1+1"


def test_only_the_rows_not_updated_are_read_again(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "title"), *((str(number), "t") for number in range(4)))
    statuses = (Status.UPDATED, Status.FAILED, Status.UPDATED, Status.NOT_SENT)
    write_book(tmp_path / "r.xlsx", sheet, [end(row, status) for row, status in zip(sheet.rows, statuses, strict=True)])

    again = read_again(tmp_path / "r.xlsx")

    assert [row.cells for row in again.rows] == [("1", "t"), ("3", "t")]


def test_a_second_round_adds_no_columns_to_the_first(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "title"), ("1", "bad"))
    write_book(tmp_path / "1.xlsx", sheet, [end(sheet.rows[0], Status.INVALID, fault(sheet.rows[0], "title"))])
    again = read_again(tmp_path / "1.xlsx")

    book = write_book(tmp_path / "2.xlsx", again, [end(again.rows[0], Status.INVALID)])

    assert [cell.value for cell in book["To fix"][1]] == ["_row", "_status", "_problem", "id", "title"]


@needs_libreoffice
def test_to_fix_is_read_again_after_libreoffice_has_saved_it(tmp_path: Path) -> None:
    kept = {name: case for name, case in SEEN.items() if name != "Excel's own escape"}  # it drops that escape
    cells = [(str(number), cell) for number, (cell, _) in enumerate(kept.values())]
    sheet = make_sheet(("id", "title"), *cells)
    write_book(tmp_path / "r.xlsx", sheet, [end(row, Status.INVALID, fault(row, "title")) for row in sheet.rows])
    (tmp_path / "saved").mkdir()

    again = read_again(convert(tmp_path / "r.xlsx", "xlsx", tmp_path / "saved"))

    assert [show(row.cells[1]) for row in again.rows] == [seen for _, seen in kept.values()]


def test_a_mended_cell_is_read_as_it_was_mended(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "title"), ("1", "bad"))
    write_book(tmp_path / "r.xlsx", sheet, [end(sheet.rows[0], Status.INVALID, fault(sheet.rows[0], "title"))])
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    book["To fix"]["E2"].value = "good"
    book.save(tmp_path / "r.xlsx")

    assert read_again(tmp_path / "r.xlsx").rows[0].cells == ("1", "good")
